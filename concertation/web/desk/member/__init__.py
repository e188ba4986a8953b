"""Each file adds its pages to the blueprint."""

from concertation.web.desk.member import edit_views, move_views, place_views, views
from concertation.web.desk.member.person import bp

__all__ = ["bp", "edit_views", "move_views", "place_views", "views"]
