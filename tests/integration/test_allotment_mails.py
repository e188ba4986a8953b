"""What people are told about what became of their ranked wishes."""

import pytest
from flask_babel import force_locale

from concertation.domain.enrolment import Obstacle
from concertation.wording.enrolment import obstacle_name
from tests.enrolment_letters import bodies, says, subject, write

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("obstacle", Obstacle)
def test_a_granted_wish_says_why_not_the_ones_before(obstacle):
    mail = write("enrolment_allotted", "en", obstacles=(obstacle.value,))

    assert says(mail, "the group “DIFFUSION”, your 2nd wish")
    with force_locale("en"):
        assert says(mail, f"PRODUCTION: {obstacle_name(obstacle)}")


def test_the_first_wish_needs_no_reason():
    mail = write("enrolment_allotted", place=1, passed_groups=(), obstacles=())

    assert says(mail, "votre 1er vœu")
    for body in bodies(mail):
        assert "satisfait" not in body


def test_whoever_got_none_of_their_wishes_is_told_so_and_why():
    mail = write("enrolment_allotted", place=0)

    assert subject(mail).startswith("Aucun de vos vœux")
    assert says(mail, "en liste d’attente", "PRODUCTION : le groupe était complet")
    for body in bodies(mail):
        assert "confirmée" not in body


def test_where_no_list_is_kept_nobody_is_told_to_wait():
    mail = write("enrolment_allotted", place=0, ended_groups=("PRODUCTION",))

    assert subject(mail).startswith("Aucun de vos vœux n’a pu être satisfait –")
    assert says(mail, "votre demande s’arrête là", "vous réinscrire")
    for body in bodies(mail):
        assert "dès qu’une place se libère" not in body.lower()


def test_each_group_says_what_becomes_of_the_wish():
    mail = write(
        "enrolment_allotted",
        "en",
        place=0,
        passed_groups=("PRODUCTION", "DIFFUSION", "COORDINATION"),
        obstacles=("full", "full", "organisation"),
        ended_groups=("PRODUCTION",),
        deputy_groups=("COORDINATION",),
    )

    assert says(mail, "PRODUCTION: the group was full – no waiting list is kept there")
    assert says(mail, "DIFFUSION: the group was full – you are on the waiting list")
    assert says(mail, "in this group already – you are a deputy there")
