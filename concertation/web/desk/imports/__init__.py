from concertation.web.desk.imports.views import bp

__all__ = ["bp"]
