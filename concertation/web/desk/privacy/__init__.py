from concertation.web.desk.privacy.views import bp

__all__ = ["bp"]
