"""What else stands on a badge: workshops, and that somebody wants no picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from concertation.domain.questions import Answer
from concertation.exports.badges import Marks, MarksOf
from concertation.queries.answers import answers_of, workshops_of


@dataclass(frozen=True, slots=True)
class NoPhoto:
    """The answer to one of the event's questions by which people want no picture."""

    question_id: int
    answer: Answer
    is_given_by_silence: bool = False
    """Whether who said nothing gave it too: nobody agrees by being silent."""

    def is_given_in(self, answers: Mapping[str, Answer]) -> bool:
        said = answers.get(str(self.question_id))
        return said == self.answer or (said is None and self.is_given_by_silence)


def marks_by(no_photo: NoPhoto | None) -> MarksOf:
    """Reads the marks of many people at once; without an answer nobody is marked."""

    def read(numbers: Sequence[int]) -> Mapping[int, Marks]:
        titles: dict[int, list[str]] = {}
        for number, title in workshops_of(numbers, wished=False):
            titles.setdefault(number, []).append(title)
        shy = _who_gave(no_photo, numbers) if no_photo else frozenset()
        return {
            number: Marks(
                workshop=", ".join(titles.get(number, ())), no_photo=number in shy
            )
            for number in numbers
        }

    return read


def _who_gave(no_photo: NoPhoto, numbers: Sequence[int]) -> frozenset[int]:
    return frozenset(
        number
        for number, answers, _companions in answers_of(numbers)
        if no_photo.is_given_in(answers)
    )
