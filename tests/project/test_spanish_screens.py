"""Users who work in Spanish see no English of Wagtail or Django on the screens that people use."""

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import polib
import pytest
import wagtail
from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import trans_real
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.users.models import UserProfile

from news.models import NewsPage
from pages.models import Topic

CATALOGS = "locale/*/LC_MESSAGES/"
SCREENS = [
    "", "account/", "pages/", "pages/{home}/", "pages/{home}/?q=zzz", "pages/{home}/add_subpage/",
    "pages/search/?q=paz", "pages/{news}/edit/", "pages/{news}/history/", "pages/{news}/copy/",
    "pages/{news}/move/", "pages/{news}/delete/", "pages/{news}/unpublish/",
    "pages/{news}/usage/", "pages/{news}/privacy/", "pages/add/news/newspage/{list}/",
    "images/", "images/?q=zzz", "images/?layout=list", "images/add/", "images/{image}/",
    "images/usage/{image}/", "images/{image}/delete/", "documents/", "documents/multiple/add/",
    "documents/edit/{document}/", "choose-page/", "choose-external-link/", "choose-email-link/",
    "images/chooser/", "documents/chooser/", "reports/locked/", "reports/workflow/",
    "reports/site-history/", "reports/aging-pages/", "snippets/pages/topic/",
    "snippets/pages/topic/edit/{topic}/", "redirects/", "collections/", "users/",
]  # fmt: skip
#: English that would show if it were untranslated: some from each kind of source.
ENGLISH = [
    "Search…", "Search all pages…", "Privacy and access", "Keyboard shortcuts", "Filter by",
    "Show filters", "Link text", "Email address", "Autosave is", "There are no results",
    "created in", "Page type", "Marquilla", "Negrilla", "en vivo", " antes<", "su ordenador",
]  # fmt: skip


@contextmanager
def unsaid(catalog) -> Iterator[set[str]]:
    """Collect the texts that are looked up in a catalog and missing from it."""
    found: set[str] = set()
    said = catalog.gettext

    def gettext(text: str) -> str:
        if text.strip() and text not in catalog._catalog:
            found.add(text)
        return said(text)

    catalog.gettext = gettext
    try:
        yield found
    finally:
        del catalog.gettext


@pytest.fixture
def addresses(sample) -> list[str]:
    news = NewsPage.objects.filter(locale__language_code="en", live=True).first()
    numbers = {
        "home": Page.objects.filter(depth=2).first().pk,
        "news": news.pk,
        "list": news.get_parent().pk,
        "image": get_image_model().objects.first().pk,
        "document": get_document_model().objects.first().pk,
        "topic": Topic.objects.first().pk,
    }
    return ["/admin/" + address.format(**numbers) for address in SCREENS]


def seen(sign_in, name: str, addresses: list[str]) -> dict[str, str]:
    """Return what a user who prefers Spanish sees, by address; "" if refused."""
    user = User.objects.get(username=name)
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "es"})
    client, screens = sign_in(name), {}
    for address in addresses:
        response = client.get(address, follow=True)
        if response.status_code == 200 and not response.redirect_chain[1:]:
            text = response.content.decode()
            if text.startswith("{"):
                text = json.loads(text).get("html", "")
            screens[address] = html.unescape(
                re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
            )
    return screens


def english(screens: dict[str, str]) -> dict[str, list[str]]:
    """Return the English on a screen, by address."""
    found = {
        address: [words for words in ENGLISH if words in text] for address, text in screens.items()
    }
    return {address: words for address, words in found.items() if words}


@pytest.mark.parametrize("name", ["admin", "editor", "reviewer", "translator"])
def test_nothing_on_a_screen_lacks_its_spanish(sign_in, addresses, name):
    with unsaid(trans_real.translation("es")) as missing:
        screens = seen(sign_in, name, addresses)
    assert len(screens) > 5
    assert english(screens) == {}
    shown = {text for text in missing if any(f">{text}<" in each for each in screens.values())}
    assert shown == set()


def test_a_text_that_lost_its_spanish_is_found(sign_in, addresses, monkeypatch):
    catalog = trans_real.translation("es")
    for part in catalog._catalog._catalogs:
        if "Search all pages…" in part:
            monkeypatch.delitem(part, "Search all pages…")
    with unsaid(catalog) as missing:
        screens = seen(sign_in, "editor", addresses[:1])
    assert missing == {"Search all pages…"}
    assert english(screens) == {"/admin/": ["Search all pages…"]}


# ------------------------------------------------------------------ texts of other packages
def upstream(domain: str) -> set[str]:
    """Return every translatable text of Wagtail, its extensions and Django."""
    root = Path(django.__file__).parent.parent
    folders = (Path(wagtail.__file__).parent, root / "wagtail_localize", root / "taggit")
    folders += (root / "django/conf", root / "django/contrib/auth")
    files = [
        file for folder in folders for file in folder.rglob(f"locale/en/LC_MESSAGES/{domain}.po")
    ]
    return {entry.msgid for file in files for entry in polib.pofile(str(file))}


def test_what_is_said_anew_is_still_said_by_others():
    catalogs = (polib.pofile(str(file)) for file in settings.BASE_DIR.glob(CATALOGS + "django.po"))
    ours = {
        entry.msgid
        for catalog in catalogs
        for entry in catalog
        if any(file == "peacesummit/upstream_texts.py" for file, _line in entry.occurrences)
    }
    assert len(ours) > 500
    assert ours - upstream("django") == set()


def test_what_scripts_are_told_anew_they_still_ask_for():
    for file in settings.BASE_DIR.glob(CATALOGS + "djangojs.po"):
        entries = polib.pofile(str(file))
        assert {entry.msgid for entry in entries} - upstream("djangojs") == set()
        assert len(entries.translated_entries()) == len(entries)
