from concertation.web.desk.questions.views import bp

__all__ = ["bp"]
