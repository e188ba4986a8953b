from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import Optional

from concertation.models import StakeholderCategory
from concertation.services.categories import CategoryLabels, Meaning
from concertation.web.form import line
from concertation.web.select import options

MEANINGS = (
    (
        Meaning.SAME,
        _l("A correction: it says the same better, and past answers say it, too"),
    ),
    (
        Meaning.OTHER,
        _l("Another meaning: past answers keep the former name, new ones get this one"),
    ),
)


class CategoryForm(FlaskForm):
    french = line(_l("Name in French"), _l("Enter the name in French"), most=120)
    english = line(_l("Name in English"), _l("Enter the name in English"), most=120)
    meaning = RadioField(
        _l("What is the new name?"),
        choices=options((meaning.value, label) for meaning, label in MEANINGS),
        validators=[Optional()],
    )

    def __init__(
        self, category: StakeholderCategory | None = None, *, is_chosen: bool = False
    ) -> None:
        data = (
            {"french": category.label_fr, "english": category.label_en}
            if category
            else None
        )
        super().__init__(data=data)
        if not is_chosen:
            del self.meaning

    def to_labels(self) -> CategoryLabels:
        return CategoryLabels(
            french=self.french.data or "", english=self.english.data or ""
        )

    def to_meaning(self) -> Meaning | None:
        said = self.meaning.data if "meaning" in self else None
        return Meaning(said) if said else None
