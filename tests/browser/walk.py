"""A walk through pages that leaves pictures behind, and remembers what was read."""

import re
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.browser.conftest import DESK

WIDTH, HEIGHT = 1100, 1000
PHONE = {"width": 390, "height": 780}
COLOURS = 64
DRAWN_MILLISECONDS = 300
SPACE = re.compile(r"\s+")
VALUES = "(all) => all.map((control) => control.getAttribute('aria-label') || '')"


def plain(text: str) -> str:
    """With ordinary spaces: pages hold narrow ones, and break lines as they like."""
    return SPACE.sub(" ", text)


class Walk:
    def __init__(self, page: Page, folder: Path | None) -> None:
        """Without a folder pictures are named only: each would take a second."""
        self.page = page
        self.pictures: list[str] = []
        self.read = ""
        self._folder = folder
        page.set_viewport_size({"width": WIDTH, "height": DESK["height"]})

    def look(self) -> None:
        """Read the page, so that a guide may name what stands there."""
        labels = self.page.locator("[aria-label]").evaluate_all(VALUES)
        shown = self.page.locator("body").inner_text()
        self.read += plain(" ".join([shown, self.page.title(), *labels, ""]))

    def picture(self, name: str, *, from_top_of: str = "") -> None:
        """Keep what a person sees first, or first below the top of a part."""
        self.look()
        self.pictures.append(name)
        if self._folder is not None:
            self._keep(self._folder / f"{name}.png", self._shot(from_top_of))

    def _shot(self, from_top_of: str) -> bytes:
        size = self.page.viewport_size
        if from_top_of:
            return self._seen_from(from_top_of)
        whole = self.page.evaluate("document.documentElement.scrollHeight")
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(HEIGHT, whole)}
        return self.page.screenshot(full_page=True, clip=clip)

    def _seen_from(self, part: str) -> bytes:
        """As who scrolls there sees it: a frame is drawn only where it is seen."""
        self.page.locator(part).first.evaluate("part => part.scrollIntoView()")
        self.page.wait_for_timeout(DRAWN_MILLISECONDS)
        return self.page.screenshot()

    def on_a_phone(self, name: str) -> None:
        before = self.page.viewport_size
        self.page.set_viewport_size(PHONE)
        self.picture(name)
        self.page.set_viewport_size(before)

    def _keep(self, file: Path, shot: bytes) -> None:
        """With few colours: pages have few, and a repository keeps every version."""
        image = Image.open(BytesIO(shot)).convert("RGB")
        small = image.quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(file, optimize=True)
