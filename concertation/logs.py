"""What goes to the log: one line an entry, in words or as JSON, with its request.

Nothing that somebody typed can begin a line of its own, and no address of a page is
written as it came: it could hold the key of somebody's own link.
"""

import logging
import sys
from contextvars import ContextVar
from typing import Final, TextIO

from pythonjsonlogger.json import JsonFormatter

REQUEST_ID: Final = ContextVar("REQUEST_ID", default="")
"""Of the request that is being answered; empty outside of one."""
REQUESTS: Final = "concertation.requests"
"""Of the logger that has a line for each request."""
TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
FIELDS = ("levelname", "name", "message", "request_id", "exc_info")
ESCAPED = {code: f"\\x{code:02x}" for code in [*range(32), *range(127, 160)]} | {
    code: f"\\u{code:04x}"
    for code in [0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)]
}
"""What ends a line, speaks to the terminal, or turns the direction of what follows."""
IN_A_TRACE = {code: told for code, told in ESCAPED.items() if code != ord("\n")}


class OneLine(logging.Formatter):
    """For a terminal. Only a trace has more lines, and each of them is indented."""

    def format(self, record: logging.LogRecord) -> str:
        first, *trace = super().format(record).split("\nTraceback", 1)
        told = first.translate(ESCAPED)
        if not trace:
            return told
        lines = trace[0].translate(IN_A_TRACE).replace("\n", "\n  ")
        return f"{told}\n  Traceback{lines}"


def start_logging(level: str, *, as_json: bool) -> None:
    """Our own log at the wanted level; that of libraries, only what is wrong."""
    handler = log_handler(sys.stderr, as_json=as_json)
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger(__package__).setLevel(level)
    # Behind a proxy that has a log, and at a terminal, a line a request is noise.
    logging.getLogger(REQUESTS).setLevel(level if as_json else logging.WARNING)


def log_handler(stream: TextIO, *, as_json: bool) -> logging.Handler:
    handler = logging.StreamHandler(stream)
    handler.addFilter(_add_request)
    handler.setFormatter(_json() if as_json else OneLine(TEXT))
    return handler


def _json() -> JsonFormatter:
    return JsonFormatter(
        list(FIELDS),
        rename_fields={"levelname": "level", "name": "logger", "exc_info": "trace"},
        timestamp="time",
    )


def _add_request(record: logging.LogRecord) -> bool:
    record.request_id = REQUEST_ID.get()
    return True
