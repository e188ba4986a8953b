from concertation.web.desk.reminders.views import bp

__all__ = ["bp"]
