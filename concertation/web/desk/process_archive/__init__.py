from concertation.web.desk.process_archive.views import bp

__all__ = ["bp"]
