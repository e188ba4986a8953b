"""Measure what the program promises: `make bench`, explained in docs/performance.md."""
