"""Measure over HTTP whether the time of a password reset reveals who has an account.

It runs its own site with gunicorn: 200 tries each with known and unknown addresses, in random
order. *Chance* is how often the slower of a known and an unknown try is the known one: 0.5 means
that time reveals nothing; with so few tries, random variation gives 0.44 to 0.56.
"""

import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from urllib.parse import urlencode

from tests.browser.server import HOST, free_port, wait_for

TRIES = 200
ACCOUNTS = """
import django
django.setup()
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.management import call_command
from home import structure
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
structure.build()
password = make_password("correct horse battery")
User.objects.bulk_create(
    User(username=f"known{number}", email=f"known{number}@example.org", password=password)
    for number in range(%d)
)
"""
PATH = "/admin/password_reset/"


def main() -> None:
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = os.environ | {
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "peacesummit.settings.demo",
            "PORT": str(port),
            "TRUSTED_PROXIES": "1",  # each try has another IP address, so no limit applies
            "PYTHONPATH": ".",
        }
        env.pop("DATABASE_URL", None)
        subprocess.run([sys.executable, "-c", ACCOUNTS % TRIES], env=env, check=True)
        command = [sys.executable, "-m", "gunicorn", "--config", "peacesummit/gunicorn.py"]
        log = Path(folder) / "server.log"
        with log.open("w") as output:
            server = subprocess.Popen(command, env=env, stdout=output, stderr=output)
        try:
            wait_for(f"http://{HOST}:{port}{PATH}", server, log)
            report(measure(port))
        finally:
            server.terminate()
            server.wait()


def measure(port: int) -> dict[str, list[float]]:
    """Return the response times in milliseconds by kind of address."""
    connection = http.client.HTTPConnection(HOST, port)
    connection.request("GET", PATH)
    response = connection.getresponse()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', response.read().decode())
    cookie = (response.headers["Set-Cookie"] or "").partition(";")[0]
    assert token  # noqa: S101
    tries = [(kind, number) for kind in ("known", "other") for number in range(TRIES)]
    random.shuffle(tries)
    times: dict[str, list[float]] = {"known": [], "other": []}
    for place, (kind, number) in enumerate([("warm", n) for n in range(10)] + tries):
        body = {"email": f"{kind}{number}@example.org", "csrfmiddlewaretoken": token[1]}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookie,
            "X-Forwarded-For": f"10.{place // 250}.{place % 250}.1",
        }
        start = time.perf_counter()
        connection.request("POST", PATH, urlencode(body), headers)
        response = connection.getresponse()
        response.read()
        taken = (time.perf_counter() - start) * 1000
        assert response.status == 302, response.status  # noqa: S101
        if kind in times:
            times[kind].append(taken)
    return times


def report(times: dict[str, list[float]]) -> None:
    for kind, found in times.items():
        quarters = statistics.quantiles(found, n=4)
        print(
            f"{kind:<6} {len(found)} tries: median {quarters[1]:.2f} ms, "
            f"middle half {quarters[0]:.2f} to {quarters[2]:.2f} ms"
        )
    pairs = [(a > b) + (a == b) / 2 for a in times["known"] for b in times["other"]]
    print(f"chance {statistics.mean(pairs):.3f}")


if __name__ == "__main__":
    main()
