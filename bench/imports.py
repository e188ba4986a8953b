"""Import ten thousand people at the desk, while the public registers."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from bench.desk import Desk
from bench.figures import Figure, none_of, percentile
from bench.memory import processor_seconds
from bench.places import SLUG, Places, open_event, opened
from bench.registrations import FORM
from bench.servers import stack
from bench.sizes import Sizes
from bench.visitors import visit
from tests.factories import make_facilitator
from tests.tables_of_people import HEADINGS, csv_file, person_row

IMPORTS = f"/bureau/evenements/{SLUG}/imports"
FIGURES = re.compile(r"<dt>([^<]+)</dt>\s*<dd>([\d\s\u202f]+)</dd>")
MOST_SECONDS = 60
MOST_MILLISECONDS = 500
SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_OF_THE_PUBLIC = 10.0
NO_HURRY = 10_000


def measure(places: Places, sizes: Sizes) -> Iterator[Figure]:
    people = sizes.imported
    with places.fresh() as place:
        with opened(place):
            make_facilitator()
            open_event(capacity=people // 2)
        with stack(place) as server, closing(Desk(server)) as desk:
            before = processor_seconds(server.web_process())
            with ThreadPoolExecutor(1) as pool:
                public = pool.submit(
                    visit,
                    server.url(FORM),
                    NO_HURRY,
                    at_once=1,
                    seconds=SECONDS_OF_THE_PUBLIC,
                )
                taken, wrong = _import(desk, people)
                worked = processor_seconds(server.web_process()) - before
                visits = public.result()
            complaints = server.complaints()
    for step, seconds in taken.items():
        yield Figure(
            name=f"import of {people:,}, {step}",
            measured=seconds,
            unit="s",
            target=MOST_SECONDS if step == "in all" else None,
        )
    yield Figure(
        name=f"import of {people:,}, processor time", measured=worked, unit="s"
    )
    yield Figure(
        name="registration during the import, POST, p95",
        measured=percentile(visits.posts, 0.95),
        unit="ms",
        target=MOST_MILLISECONDS,
    )
    yield none_of("import, lines that are not registered", wrong)
    yield none_of("import, errors", len(visits.errors) + complaints)


def _import(desk: Desk, people: int) -> tuple[dict[str, float], int]:
    """How long each step took, and how many lines came to nothing."""
    rows = ([*person_row(number), "Confirmée"] for number in range(people))
    data = csv_file([[*HEADINGS, "État"], *rows])
    started = time.perf_counter()
    address = desk.upload(IMPORTS, "file", data)
    looked_at = time.perf_counter()
    desk.post(f"{address}/lancer", address, [("mails", "yes")])
    page = desk.read(address)
    while "<progress" in page:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        page = desk.read(address)
    ended = time.perf_counter()
    registered = sum(
        int(re.sub(r"\D", "", number))
        for name, number in FIGURES.findall(page)
        if name in {"Inscriptions confirmées", "Sur la liste d’attente"}
    )
    taken = {
        "until it can be looked at": looked_at - started,
        "in all": ended - started,
    }
    return taken, people - registered
