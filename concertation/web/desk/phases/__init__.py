from concertation.web.desk.phases.views import bp

__all__ = ["bp"]
