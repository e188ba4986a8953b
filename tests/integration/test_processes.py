"""Processes at the desk: their addresses, their versions, when they are published."""

from datetime import UTC, datetime, timedelta

import pytest

from concertation.database import db
from concertation.domain.process_errors import (
    GroupAddressTaken,
    NothingToEnrolIn,
    ProcessAddressTaken,
    ProcessChangedMeanwhile,
)
from concertation.models import AuditEntry, Process, WorkingGroup
from concertation.queries.processes import (
    find_group,
    find_process,
    find_public_process,
    groups_of_process,
    read_what_is_offered,
)
from concertation.services.groups import GroupSheet, add_group, edit_group, move_group
from concertation.services.process_states import publish_process
from concertation.services.processes import (
    create_process,
    edit_process,
)
from tests.factories import ACTOR, NOW
from tests.processes import (
    make_group,
    make_phase,
    make_process,
    make_process_sheet,
    make_published_process,
)
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]

LATER = NOW + timedelta(minutes=5)


def create(**changes):
    number = create_process(make_process_sheet(**changes), actor=ACTOR, now=NOW)
    return db.session.get_one(Process, number)


def edit(process, *, version=None, **changes):
    sheet = make_process_sheet(**{"slug": process.slug} | changes)
    return edit_process(process.id, sheet, actor=ACTOR, now=LATER, version=version)


def stored(process):
    db.session.expire_all()
    return db.session.get_one(Process, process.id)


def test_a_title_that_comes_again_gets_the_next_free_address():
    made = [create(slug="", title="Culture des sciences").slug for _ in range(2)]

    assert made == ["culture-des-sciences", "culture-des-sciences-2"]


def test_titles_that_come_at_the_same_time_get_an_address_each(app):
    tasks = [lambda: create(slug="", title="Lin").slug] * 6

    made = [future.result() for future in all_at_once(app, tasks)]

    assert sorted(made) == ["lin", *(f"lin-{number}" for number in range(2, 7))]


def test_an_address_that_was_chosen_is_refused_when_it_is_taken():
    create(slug="lin")
    other = create(slug="chanvre")

    with pytest.raises(ProcessAddressTaken):
        create(slug="lin")
    with pytest.raises(ProcessAddressTaken):
        edit(other, slug="lin")


def test_a_title_without_letters_has_an_address_too():
    assert create(slug="", title="…").slug == "demarche"


def test_the_address_of_what_was_published_stays():
    process = make_published_process().process

    saved = edit(process, slug="autre", title="Autrement")

    assert (saved.slug, saved.changed) == ("csti", {"title"})
    assert stored(process).slug == "csti"


def test_the_address_of_a_draft_follows_its_sheet():
    draft = make_process()

    assert edit(draft, slug="autre").slug == "autre"
    assert edit(draft, slug="", title="Lin").slug == "lin"


def test_what_somebody_else_saved_meanwhile_is_not_overwritten():
    process = make_process()
    seen = process.version
    edit(process, version=seen, term="en 2018")

    with pytest.raises(ProcessChangedMeanwhile):
        edit(process, version=seen, term="en 2019")
    assert stored(process).term == "en 2018"


def test_saving_what_is_so_already_changes_nothing():
    process = make_process()

    assert edit(process, version="of long ago").changed == frozenset()
    assert stored(process).updated_at == NOW


def test_a_change_is_told_without_what_is_somebodys():
    process = make_process()
    edit(process, term="en 2018", contact_name="Camille Dubois")

    told = db.session.query(AuditEntry).filter_by(action="process.changed").one()

    assert told.details["changes"] == {
        "term": ["avant janvier 2018", "en 2018"],
        "contact_name": None,
    }


def test_in_another_zone_phases_begin_on_the_same_day():
    process = make_process(timezone="Europe/Paris")
    make_phase(
        process,
        starts_at=datetime(2026, 3, 9, 23, tzinfo=UTC),
        ends_at=datetime(2026, 4, 9, 22, tzinfo=UTC),
    )

    edit(process, timezone="Indian/Reunion")

    (phase,) = stored(process).phases
    assert phase.starts_at == datetime(2026, 3, 9, 20, tzinfo=UTC)
    assert phase.ends_at == datetime(2026, 4, 9, 20, tzinfo=UTC)


def test_nothing_is_published_in_which_nobody_can_enrol():
    process = make_process()
    make_phase(process)
    make_group(process)

    with pytest.raises(NothingToEnrolIn):
        publish_process(process.id, actor=ACTOR, now=NOW)
    assert find_public_process("csti") is None


def test_publishing_twice_is_publishing_once():
    process = make_published_process().process

    publish_process(process.id, actor=ACTOR, now=LATER)

    assert stored(process).published_at == NOW


def test_the_public_finds_what_is_published_alone():
    make_process(slug="brouillon")
    make_published_process()

    assert find_process("brouillon")
    assert find_public_process("brouillon") is None
    assert read_what_is_offered("brouillon") is None
    assert find_public_process("csti")


def test_what_is_offered_can_be_kept_when_no_session_knows_it(counted_queries):
    make_published_process()
    read = read_what_is_offered("csti")
    db.session.remove()

    with counted_queries() as queries:
        process, offers = read
        said = [(each.phase.title, each.group.title, each.pool.id) for each in offers]

    assert said == [("Phase 1", "PRODUCTION", offers[0].pool_id)]
    assert process.questions == []
    assert offers[0].process is offers[0].phase.process is process
    assert queries == []


def test_groups_have_addresses_of_their_own_in_each_process():
    first, second = make_process(), make_process(slug="autre")
    made = [make_group(first), make_group(first), make_group(second)]

    assert [group.slug for group in made] == [
        "production",
        "production-2",
        "production",
    ]
    with pytest.raises(GroupAddressTaken):
        make_group(first, slug="production")
    assert find_group("autre", "production") == made[2]
    assert find_group("csti", "diffusion") is None


def test_the_address_of_a_group_stays_once_its_process_is_published():
    group = make_published_process().group
    sheet = GroupSheet(slug="autre", title="DIFFUSION")

    assert edit_group(group.id, sheet, actor=ACTOR, now=LATER) == "production"
    db.session.expire_all()
    assert group.title == "DIFFUSION"


def test_a_group_that_somebody_else_saved_meanwhile_is_not_overwritten():
    group = make_group(make_process())
    seen = group.version
    told = {"actor": ACTOR, "version": seen}
    edit_group(group.id, GroupSheet(slug="", title="A"), now=LATER, **told)

    with pytest.raises(ProcessChangedMeanwhile):
        edit_group(group.id, GroupSheet(slug="", title="B"), now=LATER, **told)


def test_groups_change_places_with_their_neighbours_alone():
    process = make_process()
    titles = ["PRODUCTION", "DIFFUSION", "COORDINATION"]
    groups = [make_group(process, title=title) for title in titles]

    move_group(groups[2].id, up=True, actor=ACTOR, now=NOW)
    move_group(groups[0].id, up=True, actor=ACTOR, now=NOW)

    db.session.expire_all()
    order = [group.title for group in groups_of_process(process.id)]
    assert order == ["PRODUCTION", "COORDINATION", "DIFFUSION"]


def test_groups_that_are_added_at_the_same_time_have_places_and_addresses(app):
    process = make_process()
    sheets = [GroupSheet(slug="", title=f"PRODUCTION{'!' * n}") for n in range(5)]
    by = {"actor": ACTOR, "now": NOW}
    tasks = [lambda each=each: add_group(process.id, each, **by) for each in sheets]

    made = [future.result() for future in all_at_once(app, tasks)]

    db.session.rollback()  # What it reads now is what the others wrote.
    db.session.expire_all()
    groups = [db.session.get_one(WorkingGroup, number) for number in made]
    assert len({group.slug for group in groups}) == 5
    assert sorted(group.position for group in groups) == [1, 2, 3, 4, 5]
