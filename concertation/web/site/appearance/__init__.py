from concertation.web.site.appearance.views import bp

__all__ = ["bp"]
