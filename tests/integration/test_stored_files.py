"""Files come and go with the transaction of what they belong to."""

import pytest
from sqlalchemy import func, select

from concertation.database import db, transaction
from concertation.domain.files import FileKind
from concertation.models import StoredFile
from concertation.queries.files import file_content, find_file
from concertation.services.files import delete_file, keep_file
from concertation.web.downloads import as_download, as_picture
from tests.factories import NOW
from tests.uploads import pdf, picture

pytestmark = pytest.mark.on_both_databases


def keep(content: bytes, kind: FileKind) -> StoredFile:
    with transaction() as session:
        return keep_file(session, content, kind, now=NOW)


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(StoredFile))


def test_a_file_is_found_by_its_made_up_name(app):
    content = picture()
    first, second = keep(content, FileKind.PNG), keep(content, FileKind.PNG)
    db.session.expire_all()

    assert first.name != second.name
    assert first.name.endswith(".png")
    assert find_file(first.name).content == content
    assert file_content(second.id) == content
    assert find_file("none.png") is None


def test_a_list_of_files_reads_no_file(app, counted_queries):
    keep(picture(), FileKind.PNG)
    db.session.expire_all()

    with counted_queries() as queries:
        db.session.scalars(select(StoredFile)).all()

    assert "content" not in queries[0]


def keep_and_fail() -> None:
    with transaction() as session:
        keep_file(session, pdf(), FileKind.PDF, now=NOW)
        raise ZeroDivisionError


def test_what_fails_keeps_nothing(app):
    with pytest.raises(ZeroDivisionError):
        keep_and_fail()

    assert how_many() == 0


def test_deleting_twice_is_deleting_once(app):
    stored = keep(pdf(), FileKind.PDF)

    for _ in range(2):
        with transaction() as session:
            delete_file(session, stored.id)
            delete_file(session, None)

    assert how_many() == 0


def test_a_picture_is_served_without_any_right_and_kept_for_ever(app):
    answer = as_picture(keep(picture(), FileKind.PNG))

    assert answer.mimetype == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_document_is_never_shown_as_a_picture(app):
    with pytest.raises(ValueError, match="no picture"):
        as_picture(keep(pdf(), FileKind.PDF))


def test_a_download_is_named_after_what_it_is(app):
    stored = keep(pdf(), FileKind.PDF)

    answer = as_download(stored, 'Élan "final"\r\nX-Evil: 1.exe')

    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert disposition.endswith("%0D%0AX-Evil%3A%201.pdf")
    assert "\n" not in disposition
    assert "no-store" in answer.headers["Cache-Control"]
