"""The members of a group, of a phase or of a process, as a table for any format."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from flask_babel import gettext as _

from concertation.domain.exporting import ExportFormat
from concertation.domain.questions import Answer
from concertation.exports.columns import ListColumn, Words, remembering
from concertation.exports.member_columns import asked_in, member_columns
from concertation.exports.own_columns import cell_of, has_file, key_of
from concertation.exports.spreadsheets import Cell, Column, Table
from concertation.models import Process, Question
from concertation.queries.member_files import file_names
from concertation.queries.member_lists import FIELDS, member_rows
from concertation.queries.member_rows import MemberFilter

Told = Callable[[Mapping[str, Answer | None]], Iterable[Cell]]


def member_table(
    process: Process,
    wanted: MemberFilter,
    *,
    keys: Collection[str],
    form: ExportFormat = ExportFormat.CSV,
) -> Table:
    """The list with the columns of these keys.

    For people the columns are headed by names and hold words; for programs they are
    headed by keys and hold what is stored.
    """
    chosen = [column for column in member_columns(process) if column.key in keys]
    return Table(
        columns=[
            Column(
                title=column.key if form.is_for_programs else str(column.title),
                kind=column.kind,
                width=column.width,
            )
            for column in chosen
        ],
        rows=_rows(process, wanted, chosen, in_words=not form.is_for_programs),
        timezone=process.timezone,
        sheet_name=_("Members"),
    )


def _rows(
    process: Process,
    wanted: MemberFilter,
    chosen: Sequence[ListColumn],
    *,
    in_words: bool,
) -> Iterator[list[Cell]]:
    fixed = {*FIELDS, "rank"}
    own = [column.key for column in chosen if column.key in fixed]
    asked = {key_of(question): question for question in asked_in(process)}
    questions = [asked[column.key] for column in chosen if column.key in asked]
    words = [
        (index, remembering(column.words))
        for index, column in enumerate(chosen)
        if in_words and column.words
    ]
    return _cells(wanted, own, _answers(wanted, questions), words)


def _answers(wanted: MemberFilter, questions: Sequence[Question]) -> Told:
    """How to tell what somebody answered to these; of a file, its name."""
    names = file_names(wanted.process_id) if has_file(questions) else {}

    def told(answers: Mapping[str, Answer | None]) -> Iterator[Cell]:
        for question in questions:
            value = answers.get(str(question.id))
            name = names.get(value, "") if isinstance(value, int) else ""
            yield cell_of(question, value, name)

    return told


def _cells(
    wanted: MemberFilter,
    keys: Sequence[str],
    told: Told,
    words: Sequence[tuple[int, Words]],
) -> Iterator[list[Cell]]:
    for answers, fields in member_rows(wanted, keys):
        cells: list[Cell] = [*fields, *told(answers)]
        for index, name in words:
            cells[index] = name(cells[index])
        yield cells
