from concertation.web.site.processes.views import bp

__all__ = ["bp"]
