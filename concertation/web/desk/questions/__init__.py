from concertation.web.desk.questions.views import bp, bp_of_processes

__all__ = ["bp", "bp_of_processes"]
