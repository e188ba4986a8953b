from concertation.web.desk.accounts.views import bp

__all__ = ["bp"]
