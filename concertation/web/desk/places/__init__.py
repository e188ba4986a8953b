from concertation.web.desk.places.views import bp

__all__ = ["bp"]
