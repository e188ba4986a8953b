from concertation.web.desk.offers.views import bp

__all__ = ["bp"]
