from concertation.web.desk.member_exports.views import bp

__all__ = ["bp"]
