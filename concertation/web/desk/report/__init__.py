from concertation.web.desk.report.views import bp

__all__ = ["bp"]
