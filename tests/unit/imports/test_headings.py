"""Exports are recognised by their headings, and columns by what they are called."""

import pytest
from flask_babel import force_locale

from concertation.domain.exporting import ExportFormat
from concertation.domain.people_import import ImportSource, PersonField
from concertation.exports.attendees import attendee_table
from concertation.exports.columns import COLUMNS
from concertation.imports.headings import (
    are_keys,
    guess_columns,
    is_fixed,
    not_restored,
    source_of,
)
from concertation.queries.attendees import AttendeeFilter
from tests.factories import make_event
from tests.tables_of_people import HEADINGS

pytestmark = pytest.mark.usefixtures("app")

# As these services write them today; « x » stands for a question of the organiser.
HELLOASSO = [
    "Référence commande",
    "Date de la commande",
    "Statut de la commande",
    "Nom participant",
    "Prénom participant",
    "Nom payeur",
    "Prénom payeur",
    "Email payeur",
    "Raison sociale",
    "Moyen de paiement",
    "Billet",
    "Numéro de billet",
    "Tarif",
    "Montant tarif",
    "Code Promo",
    "Montant code promo",
    "x",
]
EVENTBRITE = [
    "Order #",
    "Order Date",
    "First Name",
    "Last Name",
    "Email",
    "Quantity",
    "Ticket Type",
    "Attendee #",
    "Order Type",
    "Attendee Status",
    "Company",
    "Job Title",
    "Cell Phone",
]
EVENTBRITE_IN_FRENCH = [
    "N° de commande",
    "Date de commande",
    "Prénom",
    "Nom de famille",
    "E-mail",
    "Quantité",
    "Type de billet",
    "Statut du participant",
]
INDICO = [
    "ID",
    "Name",
    "First Name",
    "Last Name",
    "Email Address",
    "Affiliation",
    "Position",
    "Phone Number",
    "Registration date",
    "Registration state",
]


def fields(headings):
    columns = guess_columns(headings)
    return {
        str(field): heading
        for heading, field in zip(headings, columns, strict=True)
        if field
    }


def test_helloasso_is_recognised():
    assert source_of(HELLOASSO) is ImportSource.HELLOASSO
    assert fields(HELLOASSO) == {
        "registered_at": "Date de la commande",
        "state": "Statut de la commande",
        "family_name": "Nom participant",
        "given_name": "Prénom participant",
        "email": "Email payeur",
        "organisation": "Raison sociale",
    }


def test_the_address_of_a_participant_goes_before_that_of_who_paid():
    assert fields([*HELLOASSO, "E-mail"])["email"] == "E-mail"


def test_eventbrite_is_recognised_in_both_languages():
    assert source_of(EVENTBRITE) is ImportSource.EVENTBRITE
    assert source_of(EVENTBRITE_IN_FRENCH) is ImportSource.EVENTBRITE
    assert fields(EVENTBRITE) == {
        "given_name": "First Name",
        "family_name": "Last Name",
        "email": "Email",
        "state": "Attendee Status",
        "organisation": "Company",
        "role": "Job Title",
        "phone": "Cell Phone",
    }
    assert fields(EVENTBRITE_IN_FRENCH) == {
        "given_name": "Prénom",
        "family_name": "Nom de famille",
        "email": "E-mail",
        "state": "Statut du participant",
    }


def test_indico_is_recognised_and_two_parts_of_a_name_say_more_than_both():
    assert source_of(INDICO) is ImportSource.INDICO
    assert fields(INDICO) == {
        "given_name": "First Name",
        "family_name": "Last Name",
        "email": "Email Address",
        "organisation": "Affiliation",
        "role": "Position",
        "phone": "Phone Number",
        "registered_at": "Registration date",
        "state": "Registration state",
    }
    without_parts = [name for name in INDICO if name not in {"First Name", "Last Name"}]
    assert fields(without_parts)["full_name"] == "Name"


@pytest.mark.parametrize("form", [ExportFormat.CSV, ExportFormat.PLAIN_CSV])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_column_of_our_own_export_is_recognised_in_any_order(language, form):
    event = make_event()
    keys = {column.key for column in COLUMNS}
    wanted = AttendeeFilter(event_id=event.id)
    with force_locale(language):
        table = attendee_table(event, wanted, keys=keys, form=form)
    titles = [column.title for column in table.columns]

    assert source_of(titles) is ImportSource.OWN
    assert set(fields(titles)) == {*PersonField} - {"full_name"}
    assert fields(titles[::-1]) == fields(titles)
    left = [title for title in titles if title not in fields(titles).values()]
    left_out = ["reference", "seats", "ended_at", "source"]
    assert [not_restored(title) for title in left] == left_out
    assert {key for key in keys if not is_fixed(key)} == set()


def test_headings_are_keys_only_where_all_of_them_are():
    assert are_keys(["reference", "family_name", "question_12", "workshops"])
    assert not are_keys(["email", "Nom"])
    assert not are_keys(["email"])


def test_the_names_of_the_fields_are_headings_as_well():
    names = [field.value for field in PersonField if field != "full_name"]

    assert [column for column in guess_columns(names) if column] == names


def test_case_accents_and_spaces_do_not_matter():
    assert fields(["  NOM ", "prenom", "Adresse  E-MAIL"]) == {
        "family_name": "  NOM ",
        "given_name": "prenom",
        "email": "Adresse  E-MAIL",
    }


def test_a_table_of_ones_own_is_guessed():
    assert source_of(["Nom", "Prénom", "Courriel"]) is ImportSource.OTHER
    assert set(fields(HEADINGS)) == {
        "family_name",
        "given_name",
        "email",
        "organisation",
        "role",
        "category",
        "departement",
    }


def test_a_field_is_guessed_once():
    assert guess_columns(["Email", "E-mail"]) == [PersonField.EMAIL, None]
