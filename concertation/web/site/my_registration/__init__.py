from concertation.web.site.my_registration.views import bp

__all__ = ["bp"]
