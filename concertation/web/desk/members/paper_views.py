"""The sheet to sign for a meeting of the group that is no event of the site."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField

from concertation.domain.addresses import slug_of
from concertation.domain.exporting import ExportFormat
from concertation.exports.formats import TYPES
from concertation.exports.group_sheets import GroupToSign
from concertation.exports.logos import printed_logos
from concertation.exports.sign_in_ods import sign_in_ods
from concertation.exports.sign_in_sheet import sheets_to_print
from concertation.models import GroupOffer
from concertation.web.desk.members.views import bp
from concertation.web.documents import pdf_to_print, streamed
from concertation.web.group_pages import PREFIX, address_of, offer_or_404
from concertation.web.sign_in_sheets import empty_lines_field


class SheetForm(FlaskForm):
    """What stands on the sheet, read from the address."""

    class Meta:
        csrf = False

    deputies = BooleanField(_l("With the deputies"), default=True)
    lines = empty_lines_field(_l("For who comes without being on the list."))

    def __init__(self) -> None:
        super().__init__(formdata=request.args if "lines" in request.args else None)


@bp.get(f"{PREFIX}/imprimer")
def papers(process: str, group: str, phase_id: int) -> ResponseReturnValue:
    return _page(offer_or_404(process, group, phase_id), SheetForm())


@bp.get(f"{PREFIX}/emargement.<any(pdf, ods):extension>")
def sheet(
    process: str, group: str, phase_id: int, extension: str
) -> ResponseReturnValue:
    offer, form = offer_or_404(process, group, phase_id), SheetForm()
    if not form.validate():
        return _page(offer, form), 422
    wanted = [GroupToSign(offer=offer, with_deputies=form.deputies.data)]
    name = f"emargement-{group}-{slug_of(offer.phase.title)}"
    lines, logos = form.lines.data or 0, printed_logos()
    if extension == ExportFormat.ODS:
        chunks = sign_in_ods(wanted, empty_lines=lines, logos=logos)
        return streamed(chunks, f"{name}.ods", TYPES[ExportFormat.ODS])
    data = sheets_to_print(wanted, empty_lines=lines, logos=logos)
    return pdf_to_print("sign_in_sheet", data, name)


def _page(offer: GroupOffer, form: SheetForm) -> str:
    return render_template(
        "desk/members/papers.html", offer=offer, address=address_of(offer), form=form
    )
