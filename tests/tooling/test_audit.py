"""`make audit`: what it installs, and that it finds problems."""

import pytest

from scripts import audit, audit_pages
from scripts.audit_pages import Row, check_html, read_report
from scripts.toolbox import Stop
from tests.browser.server import Site
from tests.tooling.test_trouble import executable

SITE = Site("http://127.0.0.1:1", "")
PAGE = """<!DOCTYPE html><picture><source srcset="/a.avif 400w, /b.avif 640w">
<img src="/a.jpg" srcset="/a.jpg 400w, /b.jpg 640w" fetchpriority="high"></picture>
<picture><img src="/c.jpg" srcset="/c.jpg 400w"></picture>"""


def report(**changes) -> dict:
    """Return Lighthouse’s report on a good page, reduced to the parts that are read."""
    url = SITE.url + "/en/"
    audits = {
        "largest-contentful-paint": {"numericValue": 1200.0, "score": 1},
        "cumulative-layout-shift": {"numericValue": 0.0, "score": 1},
        "is-crawlable": {"score": 1},
        "long-tasks": {"details": {"items": [{"url": url, "duration": 49.0}]}},
        "network-requests": {
            "details": {
                "items": [
                    {"url": url, "transferSize": 8 * 1024, "resourceType": "Document"},
                    {"url": f"{SITE.url}/site.js", "transferSize": 3072, "resourceType": "Script"},
                    {"url": f"{SITE.url}/b.avif", "transferSize": 90 * 1024},
                    {"url": "data:image/png;base64,", "transferSize": 0},
                ]
            }
        },
    }
    categories = {
        name: {"auditRefs": [{"id": "largest-contentful-paint", "weight": 3}]}
        for name in audit_pages.CATEGORIES
    }
    categories["seo"]["auditRefs"].append({"id": "is-crawlable", "weight": 1})
    return {"audits": audits | changes, "categories": categories}


def test_a_good_page_misses_nothing():
    row = read_report(SITE, "/en/", PAGE, report())
    assert row.wrong == []
    assert (row.lcp, row.task, row.requests) == (1.2, 49, 3)
    assert row.kilobytes == 11, "without the lead picture"
    assert row.script_kilobytes == 3
    assert set(row.scores.values()) == {100}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LCP", {"largest-contentful-paint": {"numericValue": 1501.0, "score": 1}}),
        ("CLS", {"cumulative-layout-shift": {"numericValue": 0.01, "score": 1}}),
        (
            "task",
            {"long-tasks": {"details": {"items": [{"url": f"{SITE.url}/en/", "duration": 51.0}]}}},
        ),
        ("scores", {"is-crawlable": {"score": 0}}),
        (
            "KB",
            {
                "network-requests": {
                    "details": {"items": [{"url": f"{SITE.url}/c.jpg", "transferSize": 101 * 1024}]}
                }
            },
        ),
        (
            "requests",
            {
                "network-requests": {
                    "details": {
                        "items": [{"url": f"{SITE.url}/{n}", "transferSize": 1} for n in range(11)]
                    }
                }
            },
        ),
        (
            "third party",
            {"network-requests": {"details": {"items": [{"url": "https://x.example/"}]}}},
        ),
        (
            "JS KB",
            {
                "network-requests": {
                    "details": {
                        "items": [
                            {
                                "url": f"{SITE.url}/x.js",
                                "transferSize": 11 * 1024,
                                "resourceType": "Script",
                            }
                        ]
                    }
                }
            },
        ),
    ],
)
def test_each_bound_is_held(name, value):
    row = read_report(SITE, "/en/", PAGE, report(**value))
    assert row.wrong == [name]
    assert name in audit_pages.ADVICE
    assert name in row.line()


def test_what_is_meant_to_stay_out_of_search_engines_is_no_fault():
    html = '<meta name="robots" content="noindex">' + PAGE
    assert read_report(SITE, "/en/", html, report(**{"is-crawlable": {"score": 0}})).wrong == []


def test_errors_in_the_html_and_a_browser_that_fails_are_told():
    assert Row("/", errors=1).wrong == ["HTML"]
    assert Row("/", trouble="no browser").wrong == ["no browser"]


def test_the_checker_is_asked_once_and_its_words_come_to_their_page(tmp_path, monkeypatch):
    java = executable(
        tmp_path / "java",
        'for file; do :; done; echo "{\\"messages\\": [{\\"url\\": \\"file:$file\\",'
        ' \\"lastLine\\": 3, \\"message\\": \\"no\\"}]}" >&2',
    )
    monkeypatch.setenv("PATH", f"{java.parent}:/usr/bin:/bin")
    pages = {"/en/": (200, "good"), "/es/": (404, "bad")}
    assert check_html(pages, tmp_path) == {"/en/": [], "/es/": ["line 3: no"]}
    executable(java, "echo broken >&2")
    with pytest.raises(Stop, match="broken"):
        check_html(pages, tmp_path)


def test_the_tools_are_those_of_the_lock_file(tmp_path, monkeypatch):
    """The tools come from the lock file; test_lint.py covers installation, which is the same."""
    calls = []
    monkeypatch.setattr(audit.node, "install", lambda *arguments: calls.append(arguments))
    audit.install_tools()
    assert calls == [(audit.SOURCE, audit.FOLDER, "Lighthouse")]
