from concertation.web.desk.exports.views import bp

__all__ = ["bp"]
