from concertation.web.site.home.views import bp

__all__ = ["bp"]
