"""What somebody calls a browser: its name and its system, and nothing finer.

The whole user agent would tell one person from another; these words only help them to
know their own.
"""

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
"""In this order: each names the next ones as well, to be taken for them."""


def device_words(user_agent: str) -> str:
    """« Firefox, Windows »; empty when it says nothing that is known."""
    return ", ".join(
        word
        for word in (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))
        if word
    )


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((word for mark, word in known if mark in text), "")
