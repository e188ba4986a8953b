"""Lists that the desk takes away: ordered, then fetched."""

import csv
from io import StringIO

EXPORT = "/bureau/evenements/ouverture/exporter"
USUAL = (
    "reference",
    "state",
    "family_name",
    "given_name",
    "email",
    "organisation",
    "registered_at",
)


def order(desk, form="csv", query="", columns=USUAL):
    return desk.post(f"{EXPORT}{query}", data={"format": form, "columns": [*columns]})


def taken(desk, form="csv", query="", columns=USUAL):
    ordered = order(desk, form, query, columns)
    assert ordered.status_code == 303, ordered.text
    answer = desk.get(ordered.location)
    assert answer.status_code == 200
    return answer


def taken_csv(desk, query="", columns=USUAL) -> list[list[str]]:
    data = taken(desk, "csv", query, columns).data
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig")), delimiter=";"))
