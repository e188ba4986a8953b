from concertation.web.site.enrolment.views import bp

__all__ = ["bp"]
