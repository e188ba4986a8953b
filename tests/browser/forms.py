"""Fill in forms as people do: by their labels' fields, one after the other."""

from playwright.sync_api import Locator, Page

from tests.factories import FORM


def fill(page: Page, answers: dict[str, str]) -> None:
    for name, value in answers.items():
        control = page.locator(f"main form[method=post] [name={name}]")
        if control.and_(page.locator("select")).count():
            control.select_option(value)
        else:
            control.fill(value)


def register(page: Page, slug: str, **changes: str) -> None:
    """Fill in the form of an event, well, and send it."""
    page.goto(f"/evenements/{slug}/inscription")
    fill(page, FORM | changes)
    press(page)


def press(page: Page) -> None:
    """Press the button of the page's own form, and be there when its answer is."""
    button = page.locator(
        "main form[method=post] button:not([aria-hidden], [name=more])"
    )
    follow(button.first)


def follow(control: Locator) -> None:
    """Click what leads to another page, and be there when it is."""
    with control.page.expect_navigation(wait_until="domcontentloaded"):
        control.click()
