from concertation.web.desk.attendee.views import bp

__all__ = ["bp"]
