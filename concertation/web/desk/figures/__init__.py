from concertation.web.desk.figures.views import bp

__all__ = ["bp"]
