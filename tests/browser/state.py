"""A page in one of its states, and how a person gets there."""

from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.browser.forms import fill, press

NEVER_DONE = """() => {
    crypto.subtle.deriveBits = () => new Promise(() => {});
    HTMLFormElement.prototype.submit = () => {};
}"""
UNPROVEN = "form => { form.elements.proof.value = ''; form.submit(); }"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    path: str
    """With the names of what only the gallery knows: ``/inscriptions/{waiting}``.

    LANG in such a name is the language of the page, for what can be opened once.
    """
    starts_anew: bool = False
    """In a browser that has kept nothing."""
    fills: dict[str, str] = field(default_factory=dict)
    presses: bool = False
    """Press the button of the page's own form."""
    is_slow: bool = False
    """The button is pressed, and the browser has not done its work yet."""
    skips_scripts: bool = False
    """Sent as by a browser that runs none."""
    unticks: bool = False
    """Take every tick out of the page's boxes."""
    forges: bool = False
    """With a token that the server never gave."""
    lingers: bool = False
    """Until somebody else has changed the event, or what its notice tells."""
    at_desk: bool = False
    then: str = ""
    """Where to go on to, once there."""
    status: int = 200
    """What the server says in the end."""

    def reach(self, page: Page, known: dict[str, str], lang: str) -> None:
        sign = "&" if "?" in self.path else "?"
        if self.starts_anew:
            page.context.clear_cookies()
        path = self.path.replace("LANG", lang).format(**known)
        page.goto(f"{path}{sign}lang={lang}")
        if self.is_slow:
            page.evaluate(NEVER_DONE)
        fill(page, self.fills)
        if self.unticks:
            for box in page.locator("main [type=checkbox]").all():
                box.uncheck()
        if self.forges:
            token = page.locator("main [name=csrf_token]")
            token.evaluate("control => control.value = 'forged'")
        if self.lingers:
            version = page.locator("main [name=version], main [name=notice_shown]")
            version.evaluate("control => control.value = 'older'")
        self._send(page)
        if self.then:
            page.goto(f"{self.then}?lang={lang}")

    def _send(self, page: Page) -> None:
        if self.is_slow:
            page.locator("main form[method=post] button").click()
            page.get_by_role("progressbar").wait_for()
        if self.skips_scripts:
            with page.expect_navigation(wait_until="domcontentloaded"):
                page.locator("main form[method=post]").evaluate(UNPROVEN)
        if self.presses:
            press(page)
