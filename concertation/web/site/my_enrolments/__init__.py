from concertation.web.site.my_enrolments import agreements
from concertation.web.site.my_enrolments.views import bp

__all__ = ["agreements", "bp"]
