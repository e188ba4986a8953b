from concertation.web.desk.mailbox.views import bp

__all__ = ["bp"]
