from concertation.web.site.operations.views import bp

__all__ = ["bp"]
