"""Chromium and a running sample site, started once for this folder.

Without Chromium the tests are skipped, each by name. If CHROMIUM is set and does not start, they
fail: it was asked for.
"""

import os

import pytest
from playwright.sync_api import expect, sync_playwright

from scripts import chromium
from tests.browser.reader import PATIENCE, Reader
from tests.browser.server import running

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def chromium_path() -> str:
    path = chromium.find()
    if not path and os.environ.get("CHROMIUM"):
        pytest.fail(f"CHROMIUM={os.environ['CHROMIUM']} does not start")
    if not path:
        pytest.skip("NO CHROMIUM: this was not tested. Install it, or name it: CHROMIUM=/path")
    return path


@pytest.fixture(scope="package")
def site(tmp_path_factory, shared_folder):
    """The sample site on a real server."""
    with running(tmp_path_factory.mktemp("running"), shared_folder) as site:
        yield site


@pytest.fixture(scope="package")
def browser(chromium_path):
    # Stopped after this folder: Django would take Playwright’s loop for an asynchronous program and
    # refuse its database to later tests in the same process.
    expect.set_options(timeout=PATIENCE)  # not Playwright’s five seconds
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def read(browser, site):
    """Return a function that opens a new window for a first-time visitor.

    Its arguments are those of `Reader`; every window is closed after the test.
    """
    readers = []

    def read(**options) -> Reader:
        readers.append(Reader(browser, site, **options))
        return readers[-1]

    yield read
    for reader in readers:
        reader.close()
