"""Upload limits: requests are refused before they are read, over real HTTP too."""

import os
import re
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from scripts.environment import PYTHON
from scripts.toolbox import ROOT
from tests.browser.server import HOST, free_port, wait_for

MEGABYTE = 1024 * 1024


def send(client: Client, length: int, path: str = "/en/", **headers) -> int:
    return client.generic("POST", path, b"x" * length, "text/plain", **headers).status_code


# ------------------------------------------------------------------ limits by user
@pytest.mark.parametrize(
    ("path", "present", "absent"),
    [
        ("/en/sign-up/", "That is too much to send at once", "Es demasiado para un solo envío"),
        ("/es/inscripcion/", "Es demasiado para un solo envío", "That is too much to send at once"),
    ],
)
def test_n22_a_visitor_is_told_what_is_too_much(db, path, present, absent):
    response = Client().generic("POST", path, b"x" * (MEGABYTE + 1), "text/plain")
    assert response.status_code == 413
    html = response.content.decode()
    assert present in html
    assert absent not in html
    assert "1.0\xa0MB" in html


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "GET"])
def test_n22_every_method_is_limited(db, method, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Client().generic(method, "/admin/login/", b"x" * (MEGABYTE + 1), "text/plain")
    assert response.status_code == 413


def test_n22_a_form_of_usual_size_passes(home):
    assert send(Client(), MEGABYTE) != 413


def test_n22_only_who_is_signed_in_may_send_more(home, settings, private_session):
    settings.MOST_SENT_BY_VISITORS, settings.MOST_SENT_BY_STAFF = 1000, 5000
    user = User.objects.create_superuser("admin", password="correct horse battery")
    staff = Client()
    staff.force_login(user)
    assert send(staff, 5000, "/admin/") != 413
    assert send(staff, 5001, "/admin/") == 413
    invented = Client()
    invented.cookies["sessionid"] = "x" * 32
    assert send(invented, 1001) == 413
    assert send(private_session, 1001) == 413  # has a session but is anonymous
    user.is_active = False
    user.save()
    assert send(staff, 1001, "/admin/") == 413


@pytest.fixture
def private_session(db) -> Client:
    """Return the client of a visitor with a session, as after entering a page password."""
    client = Client()
    session = client.session
    session["passed_page_view_restrictions"] = [1]
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


@pytest.mark.parametrize("length", ["", "0", "-1", "x", "9" * 40])
def test_n22_no_length_is_an_error(home, length):
    response = Client().post("/en/", {}, CONTENT_LENGTH=length)
    assert response.status_code == (413 if length.startswith("9") else 200)


# ------------------------------------------------------------------ over HTTP
@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Run Gunicorn with the site; yield its port, the folder of its uploads, and its process ID."""
    folder, written, port = (
        tmp_path_factory.mktemp("site"),
        tmp_path_factory.mktemp("t"),
        free_port(),
    )
    env = os.environ | {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "peacesummit.settings.test",
        "TMPDIR": str(written),
        "PORT": str(port),
    }
    env.pop("DATABASE_URL", None)
    log = folder / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [str(PYTHON), "-m", "gunicorn", "--config", "peacesummit/gunicorn.py"],
            cwd=ROOT,
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(f"http://{HOST}:{port}/admin/jsi18n/", process, log)
        yield port, written, process.pid
    finally:
        process.terminate()
        process.wait()


def memory(pid: int) -> int:
    """Return the peak memory of a process and its children so far, in bytes."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        if f"\nPPid:\t{pid}\n" in text and (peak := re.search(r"VmHWM:\s+(\d+) kB", text)):
            total += int(peak[1]) * 1024
    return total


def pour(port: int, head: str, pieces: int, piece: bytes) -> bytes:
    """Send a request for as long as the server accepts it; return the start of the response."""
    with socket.create_connection((HOST, port), timeout=60) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode())
        answer: list[bytes] = []
        reader = threading.Thread(target=lambda: answer.append(_receive(connection)))
        reader.start()
        try:
            for _ in range(pieces):
                connection.sendall(piece)
        except OSError:  # the server has closed the connection
            pass
        reader.join(60)
        return answer[0]


def _receive(connection: socket.socket) -> bytes:
    try:
        return connection.recv(2000)
    except OSError:
        return b""


class Watch(threading.Thread):
    """Record every upload file that appears below a folder."""

    def __init__(self, folder: Path):
        super().__init__(daemon=True)
        self.folder, self.seen, self.on = folder, set(), True

    def run(self) -> None:
        while self.on:
            self.seen |= set(self.folder.rglob("*upload*"))
            time.sleep(0.005)

    def __enter__(self) -> "Watch":
        self.start()
        return self

    def __exit__(self, *_error) -> None:
        self.on = False
        self.join()


# With a form cookie, whose token Django looks for in the request body.
MULTIPART = (
    f"POST /en/ HTTP/1.1\nHost: localhost\nCookie: csrftoken={'a' * 32}\n"
    "Content-Type: multipart/form-data; boundary=b\n{}\n\n"
)
PART = '--b\r\nContent-Disposition: form-data; name="f"; filename="f.bin"\r\n\r\n'


@pytest.mark.slow
def test_n22_what_is_too_large_is_refused_when_its_length_is_known(server):
    """A request that is too large is refused after its headers alone."""
    port, _written, _pid = server
    head = MULTIPART.format(f"Content-Length: {120 * MEGABYTE}")
    assert pour(port, head, 0, b"").startswith(b"HTTP/1.1 413 ")


@pytest.mark.slow
@pytest.mark.parametrize(
    "length", [f"Content-Length: {120 * MEGABYTE}", "Transfer-Encoding: chunked"]
)
def test_n22_nothing_that_a_stranger_pours_in_reaches_the_disk(server, length):
    port, written, pid = server
    before = memory(pid)
    piece = PART.encode() + b"x" * MEGABYTE
    if "chunked" in length:
        piece = f"{len(piece):x}\r\n".encode() + piece + b"\r\n"
    with Watch(written) as watch:
        answer = pour(port, MULTIPART.format(length), 120, piece)
    assert watch.seen == set()
    assert memory(pid) - before < 30 * MEGABYTE
    if answer:  # it may be lost when the connection is closed
        assert re.match(rb"HTTP/1.1 4(13|03) ", answer), answer


@pytest.mark.slow
def test_n22_thousands_of_files_are_not_taken(server):
    port, written, _pid = server
    part = PART.encode() + b"x\r\n"
    body = part * 5000 + b"--b--\r\n"
    head = MULTIPART.format(f"Content-Length: {len(body)}")
    with Watch(written) as watch:
        answer = pour(port, head, 1, body)
    assert answer.startswith(b"HTTP/1.1 413 "), answer
    assert watch.seen == set()
