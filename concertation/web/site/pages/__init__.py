from concertation.web.site.pages.views import bp

__all__ = ["bp"]
