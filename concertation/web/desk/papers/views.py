"""What is printed for the day itself and after it: sheets, badges, certificates."""

from zoneinfo import ZoneInfo

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.domain.exporting import ExportFormat
from concertation.domain.labels import LabelFormat
from concertation.domain.seating import AdmissionState
from concertation.domain.site import LogoKind
from concertation.exports.badge_marks import marks_by
from concertation.exports.badges import Sheets, badge_sheets
from concertation.exports.certificates import Occasion, certificates
from concertation.exports.formats import TYPES
from concertation.exports.logos import printed_logos
from concertation.exports.sign_in_ods import sign_in_ods
from concertation.exports.sign_in_sheet import sheets_to_print
from concertation.models import Event
from concertation.queries.attendees import AttendeeFilter, count_attendees
from concertation.queries.events import find_event
from concertation.queries.registrations import find_by_reference
from concertation.web.desk.papers.forms import BadgesForm, SignInForm
from concertation.web.documents import pdf_to_print, streamed, when_in_words
from concertation.web.errors import show_desk_refusal
from concertation.web.sign_in_sheets import gatherings
from concertation.wording.meetings import file_stem
from concertation.wording.site import site_name, spoken_locales

bp = Blueprint("desk_papers", __name__, url_prefix="/bureau/evenements/<slug>/imprimer")
bp.register_error_handler(Refusal, show_desk_refusal)


@bp.get("")
def index(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    return _page(event, BadgesForm(event), SignInForm(event))


@bp.get("/emargement.<any(pdf, ods):extension>")
def sheets(slug: str, extension: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    form = SignInForm(event)
    if not form.validate():
        return _page(event, BadgesForm(event), form), 422
    wanted = gatherings(event, form.sheets.data)
    name = f"emargement-{file_stem(event)}"
    lines, logos = form.lines.data or 0, printed_logos()
    if extension == ExportFormat.ODS:
        chunks = sign_in_ods(wanted, empty_lines=lines, logos=logos)
        return streamed(chunks, f"{name}.ods", TYPES[ExportFormat.ODS])
    data = sheets_to_print(wanted, empty_lines=lines, logos=logos)
    return pdf_to_print("sign_in_sheet", data, name)


@bp.get("/badges.pdf")
def badges(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    form = BadgesForm(event)
    if not form.validate():
        return _page(event, form, SignInForm(event)), 422
    data = badge_sheets(
        event,
        form.to_filter(event),
        Sheets(
            format=LabelFormat(form.format.data),
            start=form.start.data or 1,
            site_name=site_name(),
            logos=printed_logos(LogoKind.OWN),
        ),
        marks_of=marks_by(form.to_no_photo(event)),
    )
    return pdf_to_print("badges", data, f"badges-{file_stem(event)}")


@bp.get("/attestations.pdf")
def all_certificates(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    return _certificates(event, _confirmed(event), f"attestations-{file_stem(event)}")


@bp.get("/attestations/<reference>.pdf")
def certificate(slug: str, reference: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    registration = find_by_reference(event.id, reference) or abort(404)
    if registration.admission.state is not AdmissionState.CONFIRMED:
        abort(404)
    wanted = _confirmed(event, registration.reference)
    return _certificates(event, wanted, f"attestation-{registration.reference}")


def _certificates(
    event: Event, wanted: AttendeeFilter, name: str
) -> ResponseReturnValue:
    event.schedule.refuse_unless_held(utc_now())
    when = {}
    for lang in spoken_locales():
        with force_locale(lang):
            when[lang] = when_in_words(event)
    occasion = Occasion(
        event=event,
        when=when,
        made_on=utc_now().astimezone(ZoneInfo(event.timezone)).date(),
        site_name=site_name(),
        logos=printed_logos(),
    )
    return pdf_to_print("certificates", certificates(occasion, wanted), name)


def _confirmed(event: Event, reference: str = "") -> AttendeeFilter:
    return AttendeeFilter(
        event_id=event.id, state=AdmissionState.CONFIRMED, reference=reference
    )


def _event_or_404(slug: str) -> Event:
    return find_event(slug) or abort(404)


def _page(event: Event, badges_form: BadgesForm, sheets_form: SignInForm) -> str:
    return render_template(
        "desk/papers/index.html",
        event=event,
        form=sheets_form if sheets_form.errors else badges_form,
        badges_form=badges_form,
        sheets_form=sheets_form,
        confirmed=count_attendees(_confirmed(event)),
        now=utc_now(),
    )
