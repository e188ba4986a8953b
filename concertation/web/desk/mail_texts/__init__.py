from concertation.web.desk.mail_texts.views import bp

__all__ = ["bp"]
