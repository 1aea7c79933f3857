"""When the web server is stopped (SIGTERM), every request in progress gets a response."""

import os
import signal
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from scripts.environment import PYTHON
from scripts.toolbox import ROOT
from tests.browser.server import FOREIGN, free_port, wait_for

pytestmark = pytest.mark.slow
HALF = b"a=" + b"b" * 98


@pytest.fixture
def server(tmp_path):
    """Run gunicorn as the site does; the requests of these tests need no database."""
    port = free_port()
    env = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    env |= {
        "DJANGO_SETTINGS_MODULE": "peacesummit.settings.demo",
        "DATA_DIR": str(tmp_path),
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
        "PYTHONPATH": str(ROOT),
    }
    log = tmp_path / "web.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [str(PYTHON), "-m", "gunicorn", "--config", "peacesummit/gunicorn.py"],
            cwd=ROOT,
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/admin/jsi18n/", process, log)
        yield process, port
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def ask(port: int, method: str = "GET", *, body: bytes = b"", more: int = 0) -> socket.socket:
    """Send a request whose body has `more` bytes still to come."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=60)
    head = f"{method} /admin/jsi18n/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    if method == "POST":
        head += "Content-Type: application/x-www-form-urlencoded\r\n"
        # With a cookie, Django looks for the token in the form, so it waits for all of it.
        head += f"Cookie: csrftoken={'a' * 32}\r\n"
        head += f"Content-Length: {len(body) + more}\r\n"
    connection.sendall(f"{head}\r\n".encode() + body)
    return connection


def answer(connection: socket.socket) -> bytes:
    """Return the first line of the response; "" if there was none."""
    with connection:
        try:
            return connection.recv(2000).partition(b"\r\n")[0]
        except OSError:
            return b""


@pytest.mark.parametrize("turn", range(3))
def test_n22_who_has_been_let_in_is_answered(server, turn):
    """Queued requests get a response: all arrive while the worker is paused, before it ends."""
    process, port = server
    children = f"/proc/{process.pid}/task/{process.pid}/children"
    with open(children) as file:
        worker = int(file.read().split()[0])
    os.kill(worker, signal.SIGSTOP)
    try:
        people = [ask(port) for _number in range(30)]
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)  # gunicorn has notified its worker
    finally:
        os.kill(worker, signal.SIGCONT)
    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(answer, people))
    assert answers == [b"HTTP/1.1 200 OK"] * 30
    assert process.wait(timeout=30) == 0
    with pytest.raises(ConnectionRefusedError):
        ask(port)


def test_n22_a_request_may_take_as_long_as_sqlite_waits(server):
    process, port = server
    slow = [ask(port, "POST", body=HALF, more=100) for _number in range(8)]
    time.sleep(1)  # each has a thread
    process.send_signal(signal.SIGTERM)
    time.sleep(13)  # gunicorn would have waited for 10
    for connection in slow:
        connection.sendall(b"c" * 100)
    answers = [answer(connection) for connection in slow]
    assert answers == [b"HTTP/1.1 403 Forbidden"] * 8
    assert process.wait(timeout=30) == 0
