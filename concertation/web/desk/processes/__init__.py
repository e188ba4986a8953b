from concertation.web.desk.processes.views import bp

__all__ = ["bp"]
