from concertation.web.desk.logos.views import bp

__all__ = ["bp"]
