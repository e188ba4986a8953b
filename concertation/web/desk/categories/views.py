"""The kinds of organisation that people may choose from. For administrators."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.domain.site_errors import (
    CategoryNameTaken,
    MeaningUnsaid,
    TooManyCategories,
)
from concertation.models import StakeholderCategory
from concertation.queries.site import (
    all_categories,
    chosen_by_category,
    find_category,
    is_category_chosen,
)
from concertation.services import categories as service
from concertation.web.desk.categories.forms import CategoryForm
from concertation.web.errors import show_site_refusal
from concertation.web.form import ActionForm, check_token, tell_at_field
from concertation.web.identity import current_actor

bp = Blueprint(
    "desk_categories", __name__, url_prefix="/bureau/site/types-de-structure"
)
bp.register_error_handler(Refusal, show_site_refusal)
CATEGORY = "/<int:category_id>"


@bp.get("")
def index() -> ResponseReturnValue:
    known = all_categories()
    return render_template(
        "desk/categories/index.html",
        offered=[each for each in known if each.retired_at is None],
        retired=[each for each in known if each.retired_at],
        chosen=chosen_by_category(),
        form=ActionForm(),
    )


@bp.get("/ajouter")
def new() -> ResponseReturnValue:
    return _form_page(None, CategoryForm())


@bp.post("/ajouter")
def create() -> ResponseReturnValue:
    form = CategoryForm()
    if not form.validate():
        return _form_page(None, form), 422
    try:
        service.add_category(form.to_labels(), actor=current_actor(), now=utc_now())
    except (CategoryNameTaken, TooManyCategories) as refusal:
        tell_at_field(form.french, refusal)
        return _form_page(None, form), 422
    flash(_("The kind of organisation is added"), "success")
    return redirect(url_for(".index"), 303)


@bp.get(CATEGORY)
def edit(category_id: int) -> ResponseReturnValue:
    category = _category_or_404(category_id)
    return _form_page(category, _form_of(category))


@bp.post(CATEGORY)
def save(category_id: int) -> ResponseReturnValue:
    category = _category_or_404(category_id)
    form = _form_of(category)
    if not form.validate():
        return _form_page(category, form), 422
    labels, meaning, by = form.to_labels(), form.to_meaning(), current_actor()
    try:
        service.reword_category(category.id, labels, meaning, actor=by, now=utc_now())
    except CategoryNameTaken as refusal:
        tell_at_field(form.french, refusal)
        return _form_page(category, form), 422
    except MeaningUnsaid as refusal:
        return _asking_page(category, refusal), 422
    flash(_("The kind of organisation is saved"), "success")
    return redirect(url_for(".index"), 303)


@bp.post(f"{CATEGORY}/deplacer")
def move(category_id: int) -> ResponseReturnValue:
    category = _category_or_404(category_id)
    check_token()
    up = request.form.get("direction") == "up"
    service.move_category(category.id, up=up, actor=current_actor(), now=utc_now())
    return redirect(url_for(".index", _anchor=f"category-{category.id}"), 303)


@bp.get(f"{CATEGORY}/retirer")
def confirm_retire(category_id: int) -> ResponseReturnValue:
    category = _category_or_404(category_id)
    return render_template(
        "desk/categories/retire.html", category=category, form=ActionForm()
    )


@bp.post(f"{CATEGORY}/retirer")
def retire(category_id: int) -> ResponseReturnValue:
    category = _category_or_404(category_id)
    check_token()
    service.retire_category(category.id, actor=current_actor(), now=utc_now())
    flash(_("The kind of organisation is not offered any more"), "success")
    return redirect(url_for(".index"), 303)


@bp.post(f"{CATEGORY}/remettre")
def bring_back(category_id: int) -> ResponseReturnValue:
    category = _category_or_404(category_id)
    check_token()
    service.bring_back_category(category.id, actor=current_actor(), now=utc_now())
    flash(_("The kind of organisation is offered again"), "success")
    return redirect(url_for(".index", _anchor=f"category-{category.id}"), 303)


def _category_or_404(category_id: int) -> StakeholderCategory:
    return find_category(category_id) or abort(404)


def _form_of(category: StakeholderCategory) -> CategoryForm:
    return CategoryForm(category, is_chosen=is_category_chosen(category.key))


def _asking_page(category: StakeholderCategory, refusal: MeaningUnsaid) -> str:
    """Also for a kind that was chosen for the first time just now."""
    form = CategoryForm(category, is_chosen=True)
    tell_at_field(form.meaning, refusal)
    return _form_page(category, form)


def _form_page(category: StakeholderCategory | None, form: CategoryForm) -> str:
    return render_template("desk/categories/form.html", category=category, form=form)
