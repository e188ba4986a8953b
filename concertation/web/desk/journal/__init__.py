from concertation.web.desk.journal.views import bp

__all__ = ["bp"]
