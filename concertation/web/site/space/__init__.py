from concertation.web.site.space.views import bp

__all__ = ["bp"]
