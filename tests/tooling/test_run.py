"""`make run` from an empty data folder to the open site, and again, as a person sees it."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request

import pytest

from scripts import environment
from scripts.toolbox import ROOT, digest, stamped
from tests.browser.server import Site as RunningSite
from tests.browser.server import free_port
from tests.faults.site import Person

PATIENCE = 240  # seconds for a first run on a busy machine
OURS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "DEMO_PASSWORD")


class Site:
    """The site as `make run` starts it, with its output."""

    def __init__(self, data_dir) -> None:
        self.port = free_port()
        env = {name: value for name, value in os.environ.items() if name not in OURS}
        env |= {"PORT": str(self.port), "DATA_DIR": str(data_dir), "DEMO_PASSWORD": "only-here"}
        started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scripts.run"],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.output = ""
        for line in self.process.stdout:
            self.output += line
            if "Ctrl-C" in line:
                break
            assert time.monotonic() - started < PATIENCE, self.output

    def get(self, path: str) -> str:
        """Return the body of a page that answers 200; raise on any other status."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.read().decode()

    def stop(self) -> int:
        """Press Ctrl-C; return the exit code."""
        self.process.send_signal(signal.SIGINT)
        self.output += self.process.communicate(timeout=30)[0]
        return self.process.returncode


def person_is_written_to(site: Site, data_dir) -> bool:
    """Sign up for the summit; return whether the worker wrote the confirmation."""
    person = Person(RunningSite(f"http://127.0.0.1:{site.port}", ""), 1)
    person.load()
    time.sleep(3.5)  # anyone faster looks like a bot
    answers = {"country": "mx", "attendance": "both_days", "working_tables": "mobility"}
    assert person.send(**answers, conduct_consent="on", privacy_consent="on")
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for letter in data_dir.glob("mail/*.log"):
            if f"To: {person.address}" in letter.read_text():
                return True
        time.sleep(0.2)
    return False


@pytest.mark.slow
def test_first_and_second_run(tmp_path):
    wanted = digest(environment.REQUIREMENTS / "base.txt", environment.REQUIREMENTS / "dev.txt")
    if not stamped(environment.VENV / "stamp", wanted):
        pytest.skip("`make run` would change the packages under the tests' feet: use `make test`")

    first = Site(tmp_path)
    try:
        for number in range(1, 7):
            assert re.search(rf"^{number}/6  \S", first.output, re.MULTILINE), first.output
        for path in ("/en/", "/es/", "/admin/"):
            assert f"http://127.0.0.1:{first.port}{path}" in first.output
        for account in ("admin", "editor", "translator", "reviewer", "organizer"):
            assert account in first.output
        assert "only-here" in first.output
        assert '<html lang="es"' in first.get("/es/")
        english = first.get("/en/")
        style = re.search(r'href="(/static/[^"]+\.css)"', english)
        assert first.get(style[1])
        assert "csrfmiddlewaretoken" in first.get("/admin/")
        assert person_is_written_to(first, tmp_path)
    finally:
        code = first.stop()
    assert code == 0, first.output
    assert "Traceback" not in first.output

    with sqlite3.connect(tmp_path / "site.sqlite3") as database:
        changed = database.execute(
            "UPDATE wagtailcore_page SET seo_title = 'Edited by hand' WHERE depth = 2"
        )
        assert changed.rowcount >= 2
    second = Site(tmp_path)
    try:
        assert "Edited by hand" in second.get("/en/")
        assert "Edited by hand" in second.get("/es/")
    finally:
        code = second.stop()
    assert code == 0
    assert "Traceback" not in second.output
    assert "there is content already, nothing was changed" in second.output
