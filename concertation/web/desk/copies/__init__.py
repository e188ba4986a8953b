from concertation.web.desk.copies.views import bp

__all__ = ["bp"]
