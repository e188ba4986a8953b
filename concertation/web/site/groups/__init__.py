from concertation.web.site.groups.views import bp

__all__ = ["bp"]
