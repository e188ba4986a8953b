from concertation.web.desk.events.views import bp

__all__ = ["bp"]
