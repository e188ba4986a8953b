from concertation.web.desk.data_requests.views import bp

__all__ = ["bp"]
