from concertation.web.desk.site.views import bp

__all__ = ["bp"]
