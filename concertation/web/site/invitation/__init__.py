from concertation.web.site.invitation.views import bp

__all__ = ["bp"]
