from concertation.web.desk.partners.views import bp

__all__ = ["bp"]
