from concertation.web.desk.welcome.views import bp

__all__ = ["bp"]
