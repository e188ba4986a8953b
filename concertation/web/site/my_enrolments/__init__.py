from concertation.web.site.my_enrolments.views import bp

__all__ = ["bp"]
