from concertation.web.desk.renewal.views import bp

__all__ = ["bp"]
