from concertation.web.desk.my_account.views import bp

__all__ = ["bp"]
