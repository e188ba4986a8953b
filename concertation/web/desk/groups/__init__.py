from concertation.web.desk.groups.views import bp

__all__ = ["bp"]
