from concertation.web.desk.sign_in.views import bp

__all__ = ["bp"]
