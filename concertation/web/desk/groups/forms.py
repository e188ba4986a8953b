from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField

from concertation.domain.addresses import slug_of
from concertation.models import Process, WorkingGroup
from concertation.services.groups import GroupSheet
from concertation.web.form import address, differing_labels, line, lines


class GroupForm(FlaskForm):
    version = HiddenField()
    """What the group was when this form was opened."""
    title = line(_l("Title"), _l("Enter a title"), most=120)
    slug = line(
        _l("Address of the page"),
        "",
        most=80,
        required=False,
        description=_l(
            "The last part of the page's address. Left empty, the title makes it."
        ),
    )
    mandate = lines(
        _l("Mandate"),
        most=20_000,
        description=_l("What the group is to bring about. Markdown."),
        render_kw={"rows": "6"},
    )
    animator_name = line(
        _l("Who runs it"),
        "",
        most=200,
        required=False,
        description=_l("A person or an organisation, as the public reads it."),
    )
    contact_email = address(
        _l("E-mail address of the group"),
        required=False,
        description=_l("Empty: that of the contact of the process."),
    )

    def __init__(self, process: Process, group: WorkingGroup | None = None) -> None:
        super().__init__(obj=group)
        self._fixed_slug = group.slug if group and process.published_at else None
        if self._fixed_slug:
            del self.slug

    def to_sheet(self) -> GroupSheet:
        return GroupSheet(
            slug=self._fixed_slug or self._typed_slug(),
            title=self.title.data or "",
            mandate=self.mandate.data or "",
            animator_name=self.animator_name.data or "",
            contact_email=self.contact_email.data or "",
        )

    def differing_from(self, group: WorkingGroup) -> list[str]:
        columns = group.__mapper__.columns.keys()
        return differing_labels(self, {name: getattr(group, name) for name in columns})

    def _typed_slug(self) -> str:
        return slug_of(self.slug.data) if self.slug.data else ""
