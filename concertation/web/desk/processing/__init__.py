from concertation.web.desk.processing.views import bp

__all__ = ["bp"]
