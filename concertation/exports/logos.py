"""Pictures at the head of what is printed."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLogo:
    content: bytes
    """PNG, JPEG or SVG."""
    alternative: str
    """What is read aloud instead."""
    width: float
    """In centimetres on a sheet; a badge takes its proportions alone."""
    height: float

    def as_json(self) -> dict[str, Any]:
        """The picture as numbers from 0 to 255: JSON knows no bytes."""
        return {
            "bytes": list(self.content),
            "alternative": self.alternative,
            "width": self.width,
            "height": self.height,
        }
