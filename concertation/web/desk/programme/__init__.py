from concertation.web.desk.programme.views import bp

__all__ = ["bp"]
