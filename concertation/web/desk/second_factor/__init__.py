from concertation.web.desk.second_factor.views import bp

__all__ = ["bp"]
