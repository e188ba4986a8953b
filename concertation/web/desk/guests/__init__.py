from concertation.web.desk.guests.views import bp

__all__ = ["bp"]
