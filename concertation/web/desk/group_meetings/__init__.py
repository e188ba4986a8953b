from concertation.web.desk.group_meetings.views import bp

__all__ = ["bp"]
