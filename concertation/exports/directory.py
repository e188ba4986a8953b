"""The directory of organisations, as a table that any format can write."""

from collections.abc import Iterator

from flask_babel import gettext as _

from concertation.domain.territory import epci_name
from concertation.exports.spreadsheets import Cell, Column, Kind, Table
from concertation.queries.directory import DirectoryFilter, directory_batches
from concertation.wording.names import category_name, territory_name


def directory_table(wanted: DirectoryFilter) -> Table:
    return Table(
        columns=[
            Column(title=_("Name"), width=40),
            Column(title=_("SIRET number"), width=18),
            Column(title=_("Kind of organisation"), width=28),
            Column(title=_("Département"), width=18),
            Column(title=_("Grouping of communes"), width=32),
            Column(title=_("Town"), width=20),
            Column(title=_("Website"), width=32),
            Column(title=_("People in consultations"), kind=Kind.NUMBER, width=12),
            Column(title=_("Listed since"), kind=Kind.INSTANT, width=18),
            Column(title=_("Added on"), kind=Kind.INSTANT, width=18),
        ],
        rows=_rows(wanted),
        timezone="Europe/Paris",
        sheet_name=_("Organisations"),
    )


def _rows(wanted: DirectoryFilter) -> Iterator[list[Cell]]:
    for batch in directory_batches(wanted):
        for organisation, people in batch:
            yield [
                organisation.name,
                organisation.siret,
                category_name(organisation.category),
                territory_name(organisation.departement),
                epci_name(organisation.epci) or "",
                organisation.city,
                organisation.website,
                people,
                organisation.listed_at,
                organisation.created_at,
            ]
