from concertation.web.desk.process_states.views import bp

__all__ = ["bp"]
