from concertation.web.desk.attendees.views import bp

__all__ = ["bp"]
