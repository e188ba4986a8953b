from concertation.web.site.data_requests.views import bp

__all__ = ["bp"]
