from concertation.web.desk.allotment.views import bp

__all__ = ["bp"]
