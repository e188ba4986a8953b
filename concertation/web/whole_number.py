"""A field for a whole number, of whatever length somebody types it."""

from wtforms import IntegerField

FURTHEST = 10**15
"""Further than any of our bounds, and nothing that counting with it cannot stand."""


class WholeNumberField(IntegerField):
    """What is out of all bounds becomes the nearest number that its range refuses.

    The library compares numbers as floats, which have an end; databases have one, too.
    """

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data = max(-FURTHEST, min(self.data, FURTHEST))
