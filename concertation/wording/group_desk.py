"""What the desk reads about places in groups, where people read it said to them."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from concertation.domain.enrolment import Obstacle

OBSTACLES: dict[Obstacle, LazyString] = {
    Obstacle.FULL: _l("the group was full"),
    Obstacle.CATEGORY: _l("the places for this kind of organisation were taken"),
    Obstacle.DEPARTEMENT: _l("the places for this territory were taken"),
    Obstacle.ORGANISATION: _l("the organisation has its place already"),
}


def obstacle_said(obstacle: Obstacle | str) -> str:
    """After the name of a group, or after “passed over”."""
    return str(OBSTACLES[Obstacle(obstacle)])
