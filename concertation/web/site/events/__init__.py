from concertation.web.site.events.views import bp

__all__ = ["bp"]
