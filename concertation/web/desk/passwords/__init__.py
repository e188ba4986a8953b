from concertation.web.desk.passwords.views import bp

__all__ = ["bp"]
