"""What an organiser asks beyond a name: questions, workshops, approval, and one person
who registered twice."""

from playwright.sync_api import Page, expect
from sqlalchemy import select

from concertation.database import db
from concertation.domain.questions import QuestionKind
from concertation.domain.workshops import WorkshopRule
from concertation.models import Event, Registration
from concertation.services.questions import QuestionSheet, add_question
from concertation.services.registration_rules import (
    RegistrationRules,
    WorkshopRules,
    change_rules,
)
from concertation.services.workshops import WorkshopSheet, add_workshop
from tests.browser.forms import fill, press
from tests.browser.mailed import link_in_mail_to, templates_to
from tests.factories import ACTOR, FORM, NOW, make_answers, make_event, register

BY = {"actor": ACTOR, "now": NOW}
EMAIL = FORM["email"]
LIST = "/bureau/evenements/ouverture/inscrits"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def ask(event: Event, kind: QuestionKind, label: str, **changes) -> int:
    return add_question(
        event.id, QuestionSheet(kind=kind, label=label, **changes), **BY
    )


def offer(event: Event, rule: WorkshopRule, **workshops: int) -> list[int]:
    rules = WorkshopRules(
        workshop_rule=rule, workshops_most=None, workshops_mandatory=True
    )
    change_rules(event.id, rules, **BY)
    return [
        add_workshop(event.id, WorkshopSheet(title=title, seats=seats), **BY)
        for title, seats in workshops.items()
    ]


def only_registration() -> Registration:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Registration)).one()


def open_form(phone: Page) -> None:
    phone.goto("/evenements/ouverture/inscription")
    fill(phone, FORM)


def test_what_is_asked_only_of_some_is_answered_by_them_alone(phone, app):
    event = make_event()
    lunch = ask(event, QuestionKind.YES_NO, "Déjeunez-vous sur place ?")
    diet = ask(
        event,
        QuestionKind.SHORT_TEXT,
        "Votre régime",
        is_mandatory=True,
        shown_if_id=lunch,
        shown_if=("yes",),
    )
    open_form(phone)
    phone.get_by_role("group", name="Déjeunez-vous").get_by_label("Oui").check()
    press(phone)
    expect(phone.locator(".error-summary")).to_be_focused()
    phone.get_by_label("Votre régime").fill("Végétarien")
    press(phone)

    expect(phone.get_by_role("heading", level=1)).to_contain_text("confirmée")
    assert only_registration().answers == {str(lunch): True, str(diet): "Végétarien"}

    phone.goto(link_in_mail_to(EMAIL))
    phone.get_by_role("link", name="Modifier mes réponses").click()
    phone.get_by_role("group", name="Déjeunez-vous").get_by_label("Non").check()
    press(phone)
    assert only_registration().answers == {str(lunch): False}


def test_a_file_is_sent_kept_over_a_mistake_and_found_again(phone, app):
    event = make_event()
    ask(event, QuestionKind.FILE, "Votre affiche", is_mandatory=True)
    file = {"name": "affiche.pdf", "mimeType": "application/pdf", "buffer": PDF}
    open_form(phone)
    fill(phone, {"family_name": ""})
    phone.get_by_label("Votre affiche").set_input_files(file)
    press(phone)
    expect(phone.locator(".error-summary")).to_be_focused()
    fill(phone, {"family_name": FORM["family_name"]})
    if phone.locator("main").get_by_text("affiche.pdf").count() == 0:
        phone.get_by_label("Votre affiche").set_input_files(file)
    press(phone)

    phone.goto(link_in_mail_to(EMAIL))
    with phone.expect_download() as download:
        phone.get_by_role("link", name="affiche.pdf").click()
    assert download.value.path().read_bytes() == PDF


def test_a_full_workshop_gives_way_to_another_one(phone, app):
    event = make_event(capacity=10)
    red, _ = offer(event, WorkshopRule.ONE, Production=1, Diffusion=3)
    register(event, 7, answers=make_answers(workshops=(red,)))
    open_form(phone)
    expect(phone.get_by_label("Production")).to_be_disabled()
    phone.get_by_label("Diffusion").check()
    press(phone)

    expect(phone.get_by_role("heading", level=1)).to_contain_text("confirmée")
    phone.goto(link_in_mail_to(EMAIL))
    expect(phone.locator("main")).to_contain_text("Diffusion")


def test_wishes_are_ranked_and_the_first_with_room_is_given(phone, app):
    event = make_event(capacity=10)
    offer(event, WorkshopRule.RANKED, Production=0, Diffusion=3)
    open_form(phone)
    phone.get_by_label("Choix 1").select_option(label="Production – complet")
    phone.get_by_label("Choix 2").select_option(index=2)
    press(phone)

    phone.goto(link_in_mail_to(EMAIL))
    expect(phone.locator("main")).to_contain_text(
        "Production \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} Diffusion"
    )
    expect(
        phone.locator(".facts dd").get_by_text("Diffusion", exact=True)
    ).to_be_visible()


def test_the_desk_approves_one_and_declines_another_with_a_reason(desk, app):
    event = make_event(capacity=5)
    rules = RegistrationRules(
        needs_approval=True, companions_most=0, companions_named=False
    )
    change_rules(event.id, rules, **BY)
    wanted, other = register(event, 1), register(event, 2)
    assert templates_to("person1@example.org") == ["registration_asked"]

    desk.goto(f"{LIST}/{wanted.reference}")
    desk.get_by_role("button", name="Accepter").click()
    expect(desk.locator(".title-bar .tag")).to_have_text("Confirmée")
    desk.goto(f"{LIST}/{other.reference}")
    desk.get_by_role("link", name="Refuser, en donnant un motif").click()
    press(desk)
    expect(desk.locator(".error-summary")).to_be_focused()
    fill(desk, {"reason": "La séance est réservée aux musées."})
    press(desk)

    expect(desk.locator(".title-bar .tag")).to_have_text("Refusée")
    assert templates_to("person1@example.org")[-1] == "registration_confirmed"
    assert templates_to("person2@example.org")[-1] == "registration_declined"


def test_two_registrations_of_one_person_become_one(desk, app):
    event = make_event(capacity=1)
    kept, other = register(event, 1), register(event, 2)

    desk.goto(f"{LIST}/{kept.reference}")
    desk.get_by_role("link", name="Fusionner avec une autre inscription").click()
    desk.get_by_role("main").get_by_role("link", name="d'Hœuf-Lefèbvre").last.click()
    press(desk)

    expect(desk.locator(".notice--success")).to_be_visible()
    desk.goto(f"{LIST}/{other.reference}")
    expect(desk.locator(".title-bar .tag")).not_to_have_text("Liste d’attente")
    desk.goto(LIST)
    expect(desk.locator("tbody th")).to_have_count(1)


def test_people_are_moved_to_another_workshop(desk, app):
    event = make_event(capacity=5)
    red, _ = offer(event, WorkshopRule.ONE, Production=2, Diffusion=2)
    register(event, 1, answers=make_answers(workshops=(red,)))

    desk.goto(LIST)
    desk.get_by_label("Cocher").check()
    desk.get_by_label("Action").select_option(label="Changer d’atelier")
    desk.get_by_role("button", name="Continuer").click()
    desk.locator("main [name=workshop_to]").select_option(index=2)
    desk.get_by_role("button", name="Continuer").click()
    expect(desk.locator("main")).to_contain_text("Cela sera fait pour 1 personne")
    press(desk)

    desk.goto(LIST)
    expect(desk.locator("tbody tr")).to_contain_text("Diffusion")
