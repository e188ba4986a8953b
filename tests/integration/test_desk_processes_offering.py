"""What a process's pages at the desk offer: its public page, and boxes to tick."""

import re

from tests.processes import make_group, make_process, make_published_process

DESK = "/bureau/demarches"


def test_the_public_page_is_offered_once_there_is_one(desk):
    make_process(slug="lin")
    make_published_process()
    link = "Voir la page publique"

    assert link not in desk.get(f"{DESK}/lin").text
    page = desk.get(f"{DESK}/csti").text
    assert f'href="/demarches/csti">{link}' in page


def test_no_box_of_several_is_required_by_itself(desk):
    group = make_group(make_published_process().process, title="AVAL")
    form = f"{DESK}/csti/groupes/{group.id}/proposer"

    boxes = re.findall(r"<input[^>]*type=\"checkbox\"[^>]*>", desk.get(form).text)

    assert boxes
    assert not [box for box in boxes if "required" in box]
