from concertation.web.desk.notices.views import bp, bp_of_processes

__all__ = ["bp", "bp_of_processes"]
