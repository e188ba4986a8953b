"""Run a consultation with the people concerned.

Nothing is imported here: the supervisor needs none of it, see ADR 9.
"""
