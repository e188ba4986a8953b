from concertation.web.desk.organisations import export_views, merge_views, views
from concertation.web.desk.organisations.blueprint import bp

__all__ = ["bp", "export_views", "merge_views", "views"]
