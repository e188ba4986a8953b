from concertation.web.desk.targets.views import bp

__all__ = ["bp"]
