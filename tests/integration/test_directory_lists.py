"""What the directory of organisations shows: its list, its doubles, who speaks."""

import pytest

from concertation.database import transaction
from concertation.domain.roles import WHOLE_SITE, Place, Reach
from concertation.models import Organisation
from concertation.queries.directory import (
    DirectoryFilter,
    DirectoryOrder,
    Seen,
    directory_page,
)
from concertation.queries.organisation_doubles import Likeness, suspected_doubles
from concertation.queries.organisation_people import people_by_process, registered_at
from concertation.services.organisation_merging import merge_organisations
from tests.factories import ACTOR, NOW, make_answers, make_event, register
from tests.organisations import (
    LILLE,
    OTHER_SIRET,
    SIRET,
    make_organisation,
    make_participant,
    organisation,
    settle,
)
from tests.processes import make_process

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]

BY = {"actor": ACTOR, "now": NOW}


def test_the_list_is_searched_filtered_and_sorted_in_as_many_queries(counted_queries):
    process = make_process()
    zoo = make_organisation("Zoo de Lille", siret=SIRET, departement="62")
    make_participant(process, 1, organisation_id=zoo)
    counts = []
    for name in ("Écomusée", "Atelier", "Musée"):
        settle(name)
        with counted_queries() as statements:
            directory_page(DirectoryFilter(), 1)
        counts.append(len(statements))

    def names(**wanted):
        page = directory_page(DirectoryFilter(**wanted), 1)
        return [each.name for each in page.organisations]

    assert len(set(counts)) == 1
    assert names() == ["Atelier", "Écomusée", "Musée", "Zoo de Lille"]
    assert names(text="musee") == ["Écomusée", "Musée"]
    assert names(text="732 829") == ["Zoo de Lille"]
    assert names(departement="62") == names(seen=Seen.YES) == ["Zoo de Lille"]
    assert names(seen=Seen.NO, order=DirectoryOrder.LATEST)[0] == "Musée"
    assert names(order=DirectoryOrder.PEOPLE)[0] == "Zoo de Lille"
    assert names(category="none") == []


def test_a_name_that_was_merged_away_still_finds_the_one_that_stays():
    kept, other = make_organisation(LILLE), make_organisation("Lille 1")
    merge_organisations(kept, other, **BY)

    page = directory_page(DirectoryFilter(text="lille 1"), 1)

    assert [each.id for each in page.organisations] == [kept]


def test_doubles_are_suspected_by_name_by_nearness_and_by_siren():
    make_organisation(LILLE, siret=SIRET)
    make_organisation("Universite de Lile")
    make_organisation("Institut", siret="73282932000082")
    make_organisation("Amicale", siret=OTHER_SIRET)
    with transaction() as session:
        twin = Organisation(
            name="AMICALE",
            name_key="amicale",
            category="museum",
            departement="02",
            created_at=NOW,
            updated_at=NOW,
        )
        session.add(twin)

    found = [(d.one.name, d.other.name, d.likeness) for d in suspected_doubles()]

    assert found == [
        ("Amicale", "AMICALE", Likeness.NAME),
        (LILLE, "Universite de Lile", Likeness.NEAR),
        (LILLE, "Institut", Likeness.SIREN),
    ]


def test_people_are_shown_in_the_processes_that_the_reader_follows():
    number = make_organisation()
    csti, water = make_process(), make_process(slug="eau", title="L’eau")
    for process in (csti, water):
        make_participant(process, 1, organisation_id=number)
    everywhere = Reach(frozenset({WHOLE_SITE}))
    in_one = Reach(frozenset({Place(process="eau")}))
    in_a_group = Reach(frozenset({Place(process="csti", group="diffusion")}))

    def seen(reach):
        found = people_by_process(organisation(number), reach)
        return [each.process.slug for each in found]

    assert seen(everywhere) == ["csti", "eau"]
    assert seen(in_one) == ["eau"]
    assert seen(in_a_group) == []


def test_registrations_under_a_former_name_are_counted_as_well():
    kept, other = make_organisation(LILLE), make_organisation("ULille")
    merge_organisations(kept, other, **BY)
    event = make_event(capacity=None)
    for number, name in enumerate((LILLE, "U-Lille", "ULILLE"), start=1):
        register(event, number, answers=make_answers(organisation=name))
    everywhere, nowhere = Reach(frozenset({WHOLE_SITE})), Reach(frozenset())

    [found] = registered_at(organisation(kept), everywhere)

    assert (found.event.id, found.people) == (event.id, 2)
    assert registered_at(organisation(kept), nowhere) == []
