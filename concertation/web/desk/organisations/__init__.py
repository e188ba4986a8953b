from concertation.web.desk.organisations import (
    apart_views,
    export_views,
    merge_views,
    views,
)
from concertation.web.desk.organisations.blueprint import bp

__all__ = ["apart_views", "bp", "export_views", "merge_views", "views"]
