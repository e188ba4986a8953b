"""The forms of a page as a browser reads them, and what somebody types into them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

FITTING = {
    "date": "2099-06-19",
    "time": "10:00",
    "datetime-local": "2099-06-19T10:00",
    "number": "1",
    "email": "typed@example.org",
    "url": "https://example.org/",
    "tel": "03 20 00 00 00",
    "password": "four words that nobody guesses",
}
"""For a field that is empty, what it can be filled with."""
LATER = "2099-06-19T12:00"
UNSEEN = "left_empty"
"""People do not see it; see `web/asked_of_people.py`."""
OF_TEXT = {"text", "search", "textarea"}
TICKED = {"checkbox", "radio"}
NOT_SENT = {"file", "submit", "button", "image", "reset"}


@dataclass
class TypedField:
    name: str
    kind: str
    values: list[str]
    """As the page shows it; of boxes and lists, what is ticked or chosen."""
    offered: list[str] = field(default_factory=list)
    is_wrong: bool = False

    @property
    def takes_text(self) -> bool:
        return self.kind in OF_TEXT

    @property
    def fitting(self) -> list[str]:
        """What the page shows, or where nothing is filled in, something that fits."""
        if any(self.values):
            return self.values
        if self.offered:
            return [next((value for value in self.offered if value), "")]
        if self.name == "ends_at":
            return [LATER]
        return [FITTING[self.kind]] if self.kind in FITTING else self.values


@dataclass
class TypedForm:
    address: str
    method: str
    fields: dict[str, TypedField] = field(default_factory=dict)

    def texts(self) -> int:
        """How many fields somebody can write into."""
        return sum(each.takes_text for each in self.fields.values())

    def add(self, new: TypedField) -> None:
        known = self.fields.setdefault(new.name, new)
        if known is not new:
            known.values += new.values
            known.offered += new.offered
            known.is_wrong |= new.is_wrong


class _Forms(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.forms: list[TypedForm] = []
        self.open: TypedForm | None = None
        self.text: TypedField | None = None
        self.list: TypedField | None = None

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag == "form":
            address = urljoin(self.address, named.get("action") or self.address)
            method = named.get("method", "get").upper()
            self.open = TypedForm(urlsplit(address).path, method)
            self.forms.append(self.open)
        elif self.open and tag == "option" and self.list:
            self._offer(named)
        elif self.open and named.get("name") and tag in {"input", "textarea", "select"}:
            self._add(tag, named)

    def _add(self, tag, named):
        kind = named.get("type", "text") if tag == "input" else tag
        value, values, offered = named.get("value", ""), [], []
        if kind in NOT_SENT or "disabled" in named or named["name"] == UNSEEN:
            return
        if kind in TICKED:
            is_chosen = "checked" in named or (
                kind == "checkbox" and "required" in named
            )
            values, offered = [value] * is_chosen, [value] * (kind == "radio")
        elif tag == "input":
            values = [value]
        is_wrong = named.get("aria-invalid") == "true"
        made = TypedField(named["name"], kind, values, offered, is_wrong)
        self.open.add(made)
        kept = self.open.fields[made.name]
        self.text = kept if tag == "textarea" else None
        self.list = kept if tag == "select" else None

    def _offer(self, named):
        value = named.get("value", "")
        self.list.offered.append(value)
        if "selected" in named:
            self.list.values.append(value)

    def handle_data(self, data):
        if self.text:
            self.text.values = ["".join(self.text.values) + data.removeprefix("\n")]

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None
        elif tag == "textarea":
            self.text = None
        elif tag == "select":
            self.list = None


def forms_on(page: str, address: str) -> list[TypedForm]:
    """All of those that are posted, with where to."""
    reader = _Forms(address)
    reader.feed(page)
    reader.close()
    return [form for form in reader.forms if form.method == "POST"]
