"""The second part of `audit.py`: build the sample site, audit its pages, report problems.

Lighthouse uses its mobile preset (a cheap phone on slow 4G) and a fresh browser profile. A busy
computer can make a run worse but never better: a page that misses a limit is audited again, and the
best of five runs counts.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from scripts.audit import FOLDER
from scripts.toolbox import Stop, say, script
from tests.browser import people
from tests.browser.conftest import FLAGS
from tests.browser.pages import PAGES
from tests.browser.reader import Reader
from tests.browser.scale import KILOBYTE, MOST, REQUESTS, SCRIPT
from tests.browser.server import Site, running

LIGHTHOUSE = FOLDER / "node_modules" / ".bin" / "lighthouse"
CHECKER = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PATIENCE = 180  # seconds per run
LOOKS = 5

# Limits that the tests do not check (for sizes, see tests/browser/scale.py). Lighthouse multiplies
# the duration of a task by four to emulate a cheap phone. Tasks that it cannot attribute to the
# page belong to the browser: an empty page has them too.
LCP = 1.5  # seconds
TASK = 50  # milliseconds in the emulation: 12.5 on this computer

ADVICE = {
    "scores": "run the page alone (make audit ARGS=…) and read its report in .tools/audit/reports",
    "LCP": "what is painted first waits: fewer bytes in the head, a smaller lead picture",
    "CLS": "something moves: give pictures width and height, check the fallback font",
    "task": "style, layout or script take too long: fewer elements, simpler selectors",
    "KB": "fewer or smaller files in the first view",
    "requests": "fewer pictures in lists (`plain` cards), motifs into the sprite",
    "JS KB": "less script",
    "third party": "nothing may be asked of another host",
    "HTML": "mend the markup as the checker says above",
}


class LeadPictures(HTMLParser):
    """Collect the URLs of all sizes of the picture with high priority."""

    def __init__(self) -> None:
        super().__init__()
        self.candidates: list[str] = []
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "picture":
            self.candidates = []
        if tag in ("source", "img"):
            self.candidates += re.findall(r"[^\s,]+(?=\s+\d+w)", values.get("srcset") or "")
            if values.get("fetchpriority") == "high":
                self.found |= {*self.candidates, values.get("src") or ""}


@dataclass
class Row:
    """The measurements of one page; `wrong` lists the limits that it misses."""

    path: str
    scores: dict[str, int] = field(default_factory=dict)
    lcp: float = 0
    cls: float = 0
    task: float = 0
    kilobytes: float = 0
    script_kilobytes: float = 0
    requests: int = 0
    strangers: int = 0
    errors: int = 0
    trouble: str = ""

    @property
    def wrong(self) -> list[str]:
        if self.trouble:
            return [self.trouble]
        misses = {
            "scores": any(score < 100 for score in self.scores.values()),
            "LCP": self.lcp > LCP,
            "CLS": round(self.cls, 3) > 0,
            "task": self.task > TASK,
            "KB": self.kilobytes * KILOBYTE > MOST,
            "requests": self.requests > REQUESTS,
            "JS KB": self.script_kilobytes * KILOBYTE > SCRIPT,
            "third party": self.strangers > 0,
            "HTML": self.errors > 0,
        }
        return [name for name, missed in misses.items() if missed]

    def badness(self) -> tuple[bool, int, float]:
        """Return a sort key; the lower, the better the run."""
        return bool(self.trouble), len(self.wrong), self.lcp

    def line(self) -> str:
        scores = " ".join(f"{self.scores.get(name, 0):>4}" for name in CATEGORIES)
        return (
            f"{self.path:<42} {scores} {self.lcp:>6.2f} {self.cls:>6.3f} {self.task:>5.0f}"
            f" {self.kilobytes:>6.1f} {self.requests:>4} {self.script_kilobytes:>5.1f}"
            f" {self.errors:>5}  {', '.join(self.wrong)}"
        ).rstrip()


HEAD = (
    f"{'page':<42} perf a11y best  seo  LCP s    CLS  task     KB reqs JS KB  HTML\n"
    "  (task: longest one of the page, ms on the emulated phone; KB: without the lead picture)"
)


def main() -> int:
    wanted = sys.argv[1:]
    if not LIGHTHOUSE.exists() or not CHECKER.exists():
        raise Stop("Lighthouse is not installed; run `make audit`.")
    with tempfile.TemporaryDirectory(prefix="summit-audit-") as folder:
        say("     Building the sample site")
        with running(Path(folder)) as site:
            pages = {path: fetch(site, path) for path in wanted or all_paths(site)}
            if not wanted:
                pages["/en/sign-up/ (done)"] = (200, signed_up(site))
            say(f"     {len(pages)} pages are checked for errors in their HTML")
            errors = check_html(pages, Path(folder))
            looked_at = wanted or [page[code] for page in PAGES.values() for code in ("en", "es")]
            rows = look_at_all(site, looked_at, pages, errors)
    others = {path: found for path, found in errors.items() if found and path not in looked_at}
    for path, found in errors.items():
        for message in found:
            say(f"HTML  {path}: {message}")
    missed = sorted({name for row in rows for name in row.wrong if not row.trouble})
    for name in missed:
        say(f"{name}: {ADVICE[name]}.")
    if any(row.wrong for row in rows) or others:
        say(f"\n{sum(1 for row in rows if row.wrong)} of {len(rows)} pages miss a bound.")
        return 1
    say(f"\nAll {len(rows)} pages keep every bound; no error in the HTML of {len(pages)}.")
    return 0


def look_at_all(
    site: Site,
    paths: list[str],
    pages: dict[str, tuple[int, str]],
    errors: dict[str, list[str]],
) -> list[Row]:
    """Audit each page with status 200 (Lighthouse refuses others) and print its line."""
    say("\n" + HEAD)
    rows = []
    for path in paths:
        status, html = pages.get(path) or fetch(site, path)
        if status != 200:
            continue
        best = look_at(site, path, html)
        for _again in range(LOOKS - 1):
            if not best.wrong:
                break
            best = min(best, look_at(site, path, html), key=Row.badness)
        best.errors = len(errors.get(path, ()))
        say(best.line())
        rows.append(best)
    return rows


def look_at(site: Site, path: str, html: str) -> Row:
    """Run Lighthouse once on one page."""
    command = [
        str(LIGHTHOUSE), site.url + path, "--quiet", "--output=json", "--output-path=stdout",
        "--no-enable-error-reporting", f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
        report = json.loads(done.stdout)
        keep_report(path, done.stdout)
        return read_report(site, path, html, report)
    except subprocess.TimeoutExpired:
        return Row(path, trouble=f"Lighthouse has not finished after {PATIENCE} s")
    except (json.JSONDecodeError, KeyError):
        return Row(path, trouble=f"Lighthouse failed: {done.stderr.strip()[-200:]}")


def keep_report(path: str, report: str) -> None:
    """Save the whole report, for pages that miss a limit."""
    folder = FOLDER / "reports"
    folder.mkdir(exist_ok=True)
    (folder / f"{re.sub(r'[^a-z0-9]+', '-', path.lower()).strip('-')}.json").write_text(report)


def read_report(site: Site, path: str, html: str, report: dict[str, Any]) -> Row:
    """Return the relevant values of Lighthouse's report (JSON, version 12)."""
    audits = report["audits"]
    lead = LeadPictures()
    lead.feed(html)
    leads = {site.url + address for address in lead.found}
    requests = [
        item for item in audits["network-requests"]["details"]["items"]
        if item["url"].startswith("http")
    ]  # fmt: skip
    tasks = audits["long-tasks"].get("details", {}).get("items", [])
    # Lighthouse would penalize a `noindex`, which is intended.
    meant = {"is-crawlable"} if re.search(r'name="robots"[^>]*noindex', html) else set()

    def kilobytes(items: list[dict[str, Any]]) -> float:
        return sum(item.get("transferSize") or 0 for item in items) / KILOBYTE

    return Row(
        path,
        scores={name: score(report, name, meant) for name in CATEGORIES},
        lcp=audits["largest-contentful-paint"]["numericValue"] / 1000,
        cls=audits["cumulative-layout-shift"]["numericValue"],
        task=max((t["duration"] for t in tasks if t["url"].startswith(site.url)), default=0),
        kilobytes=kilobytes([item for item in requests if item["url"] not in leads]),
        script_kilobytes=kilobytes([i for i in requests if i.get("resourceType") == "Script"]),
        requests=len({item["url"] for item in requests}),
        strangers=sum(not item["url"].startswith(site.url) for item in requests),
    )


def score(report: dict[str, Any], category: str, left_out: set[str]) -> int:
    """Return a category's score from 0 to 100, without the excluded audits."""
    total = weight = 0.0
    for reference in report["categories"][category]["auditRefs"]:
        value = report["audits"][reference["id"]]["score"]
        if value is not None and reference["weight"] and reference["id"] not in left_out:
            total += value * reference["weight"]
            weight += reference["weight"]
    return round(100 * total / weight)


# ------------------------------------------------------------ HTML
def all_paths(site: Site) -> list[str]:
    """Return the paths of the sitemap and of other pages: errors, search, forms."""
    other = [page[code] for page in PAGES.values() for code in ("en", "es")]
    return list(dict.fromkeys([*site.sitemap(), *other]))


def fetch(site: Site, path: str) -> tuple[int, str]:
    """Return status and body; the first request makes the images, so this warms up the page."""
    try:
        with urllib.request.urlopen(site.url + path, timeout=PATIENCE) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def signed_up(site: Site) -> str:
    """Return the page after a sign-up, as sent by the server."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
        reader = Reader(browser, site)
        reader.open(PAGES["sign-up"].en)
        people.take_time(reader)
        people.fill(reader, people.new_address())
        people.send(reader)
        html = reader.page.request.get(reader.page.url).text()
        browser.close()
    return html


def check_html(pages: dict[str, tuple[int, str]], folder: Path) -> dict[str, list[str]]:
    """Return the errors of the Nu HTML checker for each path."""
    files = {}
    for number, (path, (_status, html)) in enumerate(pages.items()):
        file = folder / f"page-{number}.html"
        file.write_text(html)
        files[file] = path
    command = [
        "java",
        "-jar",
        str(CHECKER),
        "--errors-only",
        "--format",
        "json",
        "--exit-zero-always",
    ]
    done = subprocess.run(
        [*command, *map(str, files)], capture_output=True, text=True, timeout=PATIENCE * 2
    )
    found: dict[str, list[str]] = {path: [] for path in pages}
    try:
        messages = json.loads(done.stderr)["messages"]
    except (json.JSONDecodeError, KeyError):
        raise Stop(f"the Nu HTML checker failed: {done.stderr.strip()[-400:]}") from None
    for message in messages:
        path = files[Path(message["url"].removeprefix("file:"))]
        found[path].append(f"line {message.get('lastLine')}: {message['message']}")
    return found


if __name__ == "__main__":
    script(main)
