from concertation.web.desk.papers.views import bp

__all__ = ["bp"]
