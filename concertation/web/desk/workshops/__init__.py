from concertation.web.desk.workshops.views import bp

__all__ = ["bp"]
