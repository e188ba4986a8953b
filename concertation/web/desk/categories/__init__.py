from concertation.web.desk.categories.views import bp

__all__ = ["bp"]
