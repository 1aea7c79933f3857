"""Measure over HTTP whether response times reveal who has signed up.

    python -m benchmarks.known_addresses [tries]

Each action is tried with equally many known and unknown email addresses, in random order.
"""

import http.client
import math
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.faults.site import OPEN, copy_of, site_with_forms

TRIES = 200
RESAMPLES = 4000
HIDDEN = re.compile(r'<input type="(?:hidden|text)" name="([^"]+)" value="([^"]*)"')


class Browser:
    """One persistent connection, shared by people who each have their own cookie."""

    def __init__(self, url: str):
        self.host = urlsplit(url).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=60)

    def ask(
        self, method: str, path: str, headers: dict[str, str], body: str = ""
    ) -> tuple[http.client.HTTPResponse, str, float]:
        """Return the response, its text, and the seconds until it was complete."""
        if body:
            headers = headers | {"Content-Type": "application/x-www-form-urlencoded"}
        for attempt in (1, 2):
            started = time.perf_counter()
            try:
                self.connection.request(method, path, body or None, headers)
                answer = self.connection.getresponse()
                text = answer.read().decode()
                return answer, text, time.perf_counter() - started
            except (http.client.HTTPException, OSError):  # the server closed it
                self.connection.close()
                if attempt == 2:
                    raise
        raise AssertionError


@dataclass
class Person:
    """Someone with their own email address and network."""

    browser: Browser
    number: int
    address: str
    path: str = OPEN[0]
    cookie: str = ""
    hidden: dict[str, str] = field(default_factory=dict)
    mine: str = ""

    def _headers(self) -> dict[str, str]:
        network = f"10.{self.number >> 16 & 255}.{self.number >> 8 & 255}.{self.number & 255}"
        return {"X-Forwarded-For": network, "Cookie": self.cookie}

    def load(self, path: str = "") -> None:
        """Load a form and remember its hidden fields."""
        answer, text, _time = self.browser.ask("GET", path or self.path, self._headers())
        if answer.status != 200:
            raise SystemExit(f"{path or self.path} answers {answer.status}")
        if cookie := answer.headers.get("Set-Cookie"):
            self.cookie = cookie.partition(";")[0]
        form = text[text.index('<form class="form"') :]
        self.hidden = dict(HIDDEN.findall(form[: form.index("</form>")]))

    def send(self, path: str = "", **data: str) -> float:
        """Submit the loaded form; return the response time in seconds."""
        body = urlencode({**self.hidden, **data})
        answer, _text, taken = self.browser.ask("POST", path or self.path, self._headers(), body)
        if answer.status != 303:
            raise SystemExit(f"{path or self.path} answers {answer.status} to {data}")
        self.after = answer.headers["Location"]
        return taken

    def sign_up(self) -> float:
        return self.send(full_name="Ana", email=self.address)

    def find_personal_page(self) -> None:
        _answer, text, _time = self.browser.ask("GET", self.after, self._headers())
        self.mine = urlsplit(re.search(r'class="personal-link" href="([^"]+)"', text)[1]).path

    def do(self, action: str, **data: str) -> float:
        """Submit an action of the personal page, whose form is loaded."""
        return self.send(self.mine, action=action, **data)


# ------------------------------------------------------------------ statistics
def interval(known: Sequence[float], unknown: Sequence[float]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the difference of the medians."""
    draw = random.Random(1)  # noqa: S311 - no secret
    found = sorted(
        statistics.median(draw.choices(known, k=len(known)))
        - statistics.median(draw.choices(unknown, k=len(unknown)))
        for _time in range(RESAMPLES)
    )
    return found[int(RESAMPLES * 0.025)], found[int(RESAMPLES * 0.975)]


def mann_whitney(first: Sequence[float], second: Sequence[float]) -> tuple[float, float]:
    """Return how often a value of `first` exceeds one of `second`, and the p-value.

    The p-value is two-sided, from the normal approximation, which is good for 20 values or more.
    """
    values = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    ranks = sum(rank for rank, (_value, which) in enumerate(values, start=1) if which == 0)
    n, m = len(first), len(second)
    u = ranks - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return u / (n * m), math.erfc(abs(z) / math.sqrt(2))


def report(question: str, known: Sequence[float], unknown: Sequence[float]) -> None:
    low, high = interval(known, unknown)
    longer, p = mann_whitney(known, unknown)
    first, second = statistics.median(known) * 1000, statistics.median(unknown) * 1000
    print(
        f"{question:<34} {len(known):>5} {first:>9.2f} {second:>9.2f} {first - second:>8.2f}"
        f"  [{low * 1000:>6.2f}, {high * 1000:>6.2f}] {longer:>7.3f} {p:>7.3f}"
    )


def measure(
    question: str,
    known: Sequence[Person],
    unknown: Sequence[Person],
    ask: Callable[[Person], float],
) -> None:
    """Measure each person once, in random order, and print a line."""
    times: dict[bool, list[float]] = {True: [], False: []}
    everybody = [(person, True) for person in known] + [(person, False) for person in unknown]
    random.shuffle(everybody)
    for person, is_known in everybody:
        times[is_known].append(ask(person))
    report(question, times[True], times[False])


# ------------------------------------------------------------------ measurements
def run(browser: Browser, tries: int) -> None:
    numbers = iter(range(10**6))

    def people(name: str) -> list[Person]:
        return [
            Person(browser, next(numbers), f"{name}{number}@example.org") for number in range(tries)
        ]

    first, again, fresh, more = people("known"), people("known"), people("fresh"), people("more")
    for one, other in zip(first, again, strict=True):
        other.address = one.address
    for person in (*first, *again, *fresh, *more):
        person.load()
    time.sleep(3)  # faster submissions are treated as automated
    for person in (*first, *more):
        person.sign_up()
    print(
        f"{'median, ms':<34} {'tries':>5} {'known':>9} {'unknown':>9} {'differ':>8}"
        f"  {'95 % interval':>16} {'longer':>7} {'p':>7}"
    )
    measure("sign up with an address", again, fresh, Person.sign_up)
    for person in (*first, *again, *fresh, *more):
        person.find_personal_page()

    # Half of the sign-ups that are not duplicates switch to a used address, half to an unused one.
    askers = [*first, *more]
    random.shuffle(askers)
    targets = {person.number: f"nobody{person.number}@example.org" for person in askers}
    for person, other in zip(askers[:tries], askers[tries:], strict=True):
        targets[person.number] = other.address
    for person in askers:
        person.load(f"{person.mine}?to=correct")
    measure(
        "correct to an address",
        askers[:tries],
        askers[tries:],
        lambda person: person.do("correct", full_name="Ana", email=targets[person.number]),
    )

    # Compare actions on a duplicate with actions on the only sign-up of an address.
    for action, data in (
        ("correct", {"full_name": "Ana María"}),
        ("cancel", {}),
        ("delete", {}),
    ):
        for person in (*again, *fresh):
            person.load(f"{person.mine}?to={action}")
        measure(
            f"{action} one's own",
            again,
            fresh,
            lambda person, action=action, data=data: person.do(
                action, **data, **({"email": person.address} if data else {})
            ),
        )


def main() -> None:
    tries = int(sys.argv[1]) if len(sys.argv) > 1 else TRIES
    with (
        tempfile.TemporaryDirectory() as shared,
        tempfile.TemporaryDirectory() as folder,
        site_with_forms(Path(shared)) as forms,
        copy_of(forms, Path(folder)) as running,
    ):
        running.start("web")
        run(Browser(running.site.url), tries)


if __name__ == "__main__":
    main()
