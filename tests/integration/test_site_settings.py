"""What the site says of itself: who changes it, and how soon pages know."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from concertation.database import db, transaction
from concertation.domain.site import SHIPPED_ACCENT, SiteSheet, TerritoriesAsked
from concertation.domain.site_errors import AccentUnreadable, SiteChangedMeanwhile
from concertation.models import AuditEntry, SiteSettings
from concertation.queries import site as query
from concertation.queries.site import current_site, settings_now
from concertation.services.site import (
    change_settings,
    change_territories,
    hold_site,
)
from concertation.wording.site import accent, sender_address, sender_name, site_name
from tests.factories import ACTOR, NOW

SHEET = SiteSheet(name="Concertation CSTI", accent="#7a1f5c")


def change(sheet=SHEET, version=1):
    return change_settings(sheet, version=version, actor=ACTOR, now=NOW)


@pytest.mark.usefixtures("app")
@pytest.mark.on_both_databases
def test_what_is_empty_the_environment_says():
    assert (site_name(), sender_name()) == ("Concertation", "Concertation")
    assert sender_address() == "concertation@example.org"
    assert accent() == SHIPPED_ACCENT

    changed = change(replace(SHEET, sender_email="ne-pas-repondre@example.org"))

    assert changed == {"name", "accent", "sender_email"}
    assert (site_name(), sender_name()) == ("Concertation CSTI", "Concertation CSTI")
    assert sender_address() == "ne-pas-repondre@example.org"
    assert accent() == "#7a1f5c"


@pytest.mark.usefixtures("app")
@pytest.mark.on_both_databases
def test_who_opened_the_page_before_a_change_is_told():
    change()

    with pytest.raises(SiteChangedMeanwhile):
        change(replace(SHEET, name="Autre nom"), version=1)
    assert change(SHEET, version=1) == frozenset()
    assert change(replace(SHEET, name="Autre nom"), version=2) == {"name"}
    with pytest.raises(SiteChangedMeanwhile):
        change_territories(
            TerritoriesAsked(departements=("59",)), version=2, actor=ACTOR, now=NOW
        )


@pytest.mark.on_both_databases
def test_of_two_at_the_same_time_one_saves(app):
    def save(number):
        with app.app_context():
            try:
                return bool(change(replace(SHEET, name=f"Site {number}")))
            except SiteChangedMeanwhile:
                return False

    with ThreadPoolExecutor(4) as pool:
        saved = list(pool.map(save, range(4)))

    assert sum(saved) == 1
    assert settings_now().version == 2
    assert settings_now().name == f"Site {saved.index(True)}"


@pytest.mark.usefixtures("app")
def test_a_colour_that_cannot_be_read_is_refused():
    with pytest.raises(AccentUnreadable):
        change(replace(SHEET, accent="#ffd700"))
    assert settings_now().accent == ""


@pytest.mark.usefixtures("app")
@pytest.mark.on_both_databases
def test_there_is_one_row_and_no_other():
    with db.engine.connect() as connection:
        row = dict(connection.execute(select(SiteSettings)).mappings().one())
    with (
        db.engine.connect().execution_options(writes=True) as connection,
        pytest.raises(IntegrityError, match="only_one"),
    ):
        connection.execute(insert(SiteSettings), row | {"id": 2})


@pytest.mark.usefixtures("app")
def test_the_trail_tells_what_changed_but_not_of_whom():
    sheet = replace(SHEET, contact_name="Ada Exemple", legal_notice="Directrice : Ada")
    change(replace(sheet, contact_email="ada@example.org"))

    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "site.changed")
    ).one()
    assert entry.details["changes"]["name"] == ["", "Concertation CSTI"]
    assert entry.details["changes"]["contact_name"] is None
    assert "ada" not in str(entry.details).lower()


@pytest.mark.usefixtures("app")
def test_a_copy_is_asked_for_its_revision_after_a_second_and_no_sooner(
    counted_queries, monkeypatch
):
    clock = [100.0]
    monkeypatch.setattr(query, "SECONDS", 1.0)
    monkeypatch.setattr(query, "monotonic", lambda: clock[0])
    query.forget_site()
    first = current_site()

    with counted_queries() as soon:
        assert current_site() is first
        clock[0] += 0.9
        assert current_site() is first
    with counted_queries() as later:
        clock[0] += 0.2
        assert current_site() is first

    assert soon == []
    assert later == ["BEGIN", "SELECT site_settings.revision \nFROM site_settings"]


@pytest.mark.usefixtures("app")
def test_where_the_database_does_not_answer_the_last_copy_is_told(monkeypatch):
    change()
    current_site()

    def broken(*_args):
        raise OperationalError("SELECT", {}, OSError("gone"))

    monkeypatch.setattr(query, "SECONDS", 0.0)
    current_site()
    monkeypatch.setattr(query, "_read", broken)
    assert site_name() == "Concertation CSTI"
    query.forget_site()
    assert site_name() == "Concertation"


@pytest.mark.on_both_databases
@pytest.mark.usefixtures("app")
def test_what_another_process_wrote_is_known_after_a_second(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(query, "SECONDS", 1.0)
    monkeypatch.setattr(query, "monotonic", lambda: clock[0])
    query.forget_site()
    current_site()
    with db.engine.connect().execution_options(writes=True) as another, another.begin():
        another.execute(
            update(SiteSettings).values(
                name="D’ailleurs", revision=SiteSettings.revision + 1
            )
        )

    assert site_name() == "Concertation"
    clock[0] += 1.1
    assert site_name() == "D’ailleurs"


@pytest.mark.usefixtures("app")
@pytest.mark.on_both_databases
def test_what_is_not_committed_is_told_to_nobody():
    with transaction() as session:
        hold_site(session).name = "Jamais"
        session.flush()
        query.forget_site()
        assert site_name() == "Concertation"
        session.rollback()
    query.forget_site()
    assert site_name() == "Concertation"
