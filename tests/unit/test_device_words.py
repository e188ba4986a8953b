"""A browser in words that its owner knows it by."""

import pytest

from concertation.web.device_words import device_words

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Windows",
        ),
        (
            f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/140.0.0.0 Safari/537.36",
            "Chrome, Linux",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/140 Safari/537 Edg/140",
            "Edge, Windows",
        ),
        (
            f"Mozilla/5.0 (iPhone; CPU like Mac OS X) {WEBKIT} Version/18 Safari/604",
            "Safari, iPhone",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 15) {WEBKIT} Chrome/140.0 Mobile Safari/537",
            "Chrome, Android",
        ),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_called_by_its_name_and_its_system(user_agent, words):
    assert device_words(user_agent) == words


def test_nothing_finer_is_kept():
    assert device_words("x" * 10_000) == ""
    assert len(device_words("SamsungBrowser ChromeOS CrOS" * 50)) <= 60
