from concertation.web.site.registration.views import bp

__all__ = ["bp"]
