from concertation.web.desk.visibility.views import bp

__all__ = ["bp"]
