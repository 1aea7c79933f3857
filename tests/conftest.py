"""Fixtures and hooks that all tests share."""

import functools
import gc
import socket
import traceback

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection, connections
from django.utils import translation
from hypothesis import settings as hypothesis
from wagtail.models import Locale, Page

from home import structure
from home.models import HomePage
from tests import databases
from tests.languages import Adder
from tests.smtp_server import SmtpServer

# The same examples each time; none fails because the machine was busy.
hypothesis.register_profile("same", derandomize=True, deadline=None)
hypothesis.load_profile("same")
# `make fuzz`: examples from a new seed each time, for longer.
hypothesis.register_profile("fuzz", derandomize=False, deadline=None, print_blob=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deselect tests that only PostgreSQL can run when the tests run on another database."""
    if connection.vendor != "postgresql":
        for item in items:
            if item.get_closest_marker("postgresql"):
                item.add_marker(pytest.mark.skip(reason="only PostgreSQL can run it"))


def pytest_collection_finish() -> None:
    """Freeze objects that live to the end: collecting them took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def _source_language():
    """Start and end each test in the source language: the test client leaks the active one."""
    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _nothing_cached():
    """Clear the cache, which outlives a test: the next would reuse its page and image numbers."""
    cache.clear()


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch):
    """Keep the worker from dropping the connection that holds the transaction of the test."""
    for module in (
        "django_tasks_db.management.commands.db_worker",
        "pages.management.commands.worker",
    ):
        monkeypatch.setattr(f"{module}.close_old_connections", lambda: None)


def open_transactions() -> list[str]:
    """Return the databases with an open transaction, other than the one around a test."""
    return [
        each.alias
        for each in connections.all(initialized_only=True)
        if any(not block._from_testcase for block in each.atomic_blocks)
    ]


@pytest.fixture(autouse=True)
def nothing_slow_in_a_transaction(monkeypatch):
    """Fail each test that sends email or calls a server while a transaction is open.

    A transaction that waits for a server blocks all other writers; on SQLite that is everyone.
    """
    found = []

    def guarded(call, what: str):
        @functools.wraps(call)
        def wrapper(self, *args, **kwargs):
            if getattr(self, "family", None) != socket.AF_UNIX and open_transactions():
                found.append(f"{what}\n{''.join(traceback.format_stack(limit=25)[:-1])}")
            return call(self, *args, **kwargs)

        return wrapper

    for owner, name in (
        (EmailMessage, "send"),
        (socket.socket, "connect"),
        (socket.socket, "connect_ex"),
    ):
        monkeypatch.setattr(owner, name, guarded(getattr(owner, name), name))
    yield found
    assert not found, f"Inside a transaction: {found[0]}"


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory, worker_id):
    """Return a folder that all processes of a test run share, for what takes long to build."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture
def smtp_server(settings):
    """A real mail server that the site sends to."""
    with SmtpServer() as smtp_server:
        settings.MAILERS = smtp_server.options()
        yield smtp_server


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Drop the databases that all processes of the run shared."""
    if not hasattr(session.config, "workerinput"):
        databases.drop_shared(session.config._tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings, request, worker_id, shared_folder, django_db_blocker
):
    """Create the schema once and copy it to each process, where several need a database."""
    if worker_id == "master" or request.config.getvalue("reuse_db"):
        yield
        return
    with django_db_blocker.unblock():
        made = databases.schema(shared_folder)
        with databases.starting_from(made, connection):
            yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Build what every installation has once per process: it took a third of each test’s time."""
    with django_db_blocker.unblock():
        structure.build()


@pytest.fixture
def site_structure(db):
    """Locales, home pages, the site, groups and workflows, as every installation has them."""
    if not HomePage.objects.exists():  # an earlier test emptied the tables
        structure.build()


@pytest.fixture
def add_language(site_structure, settings, tmp_path):
    """Add a language as the README says: `add_language(code, label, words of its catalog)`."""
    adder = Adder(settings, tmp_path)
    yield adder.add
    adder.leave()


@pytest.fixture
def english(site_structure) -> Locale:
    return Locale.objects.get(language_code="en")


@pytest.fixture
def spanish(site_structure) -> Locale:
    return Locale.objects.get(language_code="es")


@pytest.fixture
def home(english) -> HomePage:
    """The English home page, live."""
    return HomePage.objects.get(locale=english)


@pytest.fixture
def inicio(spanish) -> Page:
    """The Spanish home page, live."""
    return HomePage.objects.get(locale=spanish)
