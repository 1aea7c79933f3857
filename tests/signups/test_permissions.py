"""Users without a permission on sign-ups cannot reach them, at any URL.

Permission to edit, translate or review the page with the form does not help. These tests try each
URL of the sign-up admin, and every view in which Wagtail could show objects related to a page: its
usage, its history, the reports, the reference index, its own APIs.
"""

import pytest
from django.contrib.auth.models import User
from django.urls import NoReverseMatch, get_resolver, resolve, reverse
from django.utils import translation
from wagtail.models import ReferenceIndex

from home import structure
from signups.models import Letter, PurgeReceipt, SignUpPage, Submission, VenueNetwork
from tests.signups.people import ALL, member, organizer, person, refused, sign_up

pytestmark = pytest.mark.django_db
NAME, ADDRESS = "Xóchitl Núñez", "xochitl@example.org"


@pytest.fixture
def row(form_page, spanish_page) -> Submission:
    """Return a sign-up, and create a stuck email, a receipt and a network."""
    row = sign_up(form_page, NAME, address=ADDRESS, language="es")
    Letter.objects.update(state="refused", trouble="SMTPRecipientsRefused 550")
    PurgeReceipt.objects.create(forms=[{"title": "Purged form", "submissions": 3, "answers": {}}])
    VenueNetwork.objects.create(network="203.0.113.0/24", note="Hall")
    return row


def admin_addresses(row: Submission, page: SignUpPage) -> list[tuple[str, str]]:
    """Return every URL of the sign-up admin with its method."""
    of_form = (
        "list", "list_results", "statistics", "history", "check_in", "attendee_list", "export",
        "workbook", "duplicates",
    )  # fmt: skip
    found = [("get", reverse(f"signups_{name}", args=[page.pk])) for name in of_form]
    found += [("get", reverse(f"signups_{name}")) for name in ("forms", "outbox", "receipts")]
    found += [
        ("post", reverse("signups_outbox")),
        ("post", reverse("signups_check_in", args=[page.pk])),
        ("post", reverse("signups_duplicates", args=[page.pk])),
    ]
    for name in ("detail", "correct"):
        found.append(("get", reverse(f"signups_{name}", args=[row.pk])))
    found.append(("post", reverse("signups_correct", args=[row.pk])))
    actions = (
        "check-in", "undo-check-in", "confirm", "wait", "release", "release-waiting", "resend",
        "cancel", "delete",
    )  # fmt: skip
    for action in actions:
        url = reverse("signups_action", args=[row.pk, action])
        found += [("get", url), ("post", url)]
    code = reverse("signups_check_in_code", args=[row.code])
    found += [("get", code), ("post", code)]
    networks = "wagtailsnippets_signups_venuenetwork"
    found += [("get", reverse(f"{networks}:{name}")) for name in ("list", "add")]
    pk = VenueNetwork.objects.get().pk
    found += [
        (method, reverse(f"{networks}:{name}", args=[pk]))
        for name in ("edit", "delete")
        for method in ("get", "post")
    ]
    return found


def test_every_address_of_the_admin_is_tried(row, form_page):
    """The list above contains every URL of the sign-up admin."""
    ours = {p.name for p in _patterns(get_resolver()) if (p.name or "").startswith("signups_")}
    tried = {resolve(url).url_name for _method, url in admin_addresses(row, form_page)}
    assert ours
    assert ours <= tried


def _patterns(resolver):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _patterns(pattern)
        else:
            yield pattern


def strangers(home, inicio, language) -> list[User]:
    """Return users who work with pages: each role, and one with more rights than any role."""
    return [
        member("editor", structure.COMMUNICATIONS, language),
        member("translator", structure.translators("es"), language),
        member("reviewer", structure.reviewers("es"), language),
        person("everywhere", pages=[home, inicio], language=language),
        person("newcomer", language=language),
    ]


def is_closed(response) -> bool:
    return refused(response) or response.status_code == 405


@pytest.mark.parametrize("language", ["en", "es"])
def test_nobody_else_gets_in(row, form_page, spanish_page, home, inicio, client, language):
    addresses = admin_addresses(row, form_page) + admin_addresses(row, spanish_page)
    before = Submission.everything.values().get(pk=row.pk)
    for user in strangers(home, inicio, language):
        client.force_login(user)
        for method, url in addresses:
            response = getattr(client, method)(url, {"all": "1", "present": row.code})
            assert is_closed(response), (user.username, method, url, response.status_code)
            assert NAME not in response.content.decode()
    translation.activate("en")
    assert Submission.everything.values().get(pk=row.pk) == before
    assert Letter.objects.get().state == "refused"
    assert VenueNetwork.objects.exists()


def test_nor_does_who_is_not_signed_in_or_has_no_admin(row, form_page, client):
    for user in (None, User.objects.create_user("stranger", password="x")):
        if user:
            client.force_login(user)
        for method, url in admin_addresses(row, form_page):
            response = getattr(client, method)(url)
            assert response.status_code == 302, url
            assert response["Location"].startswith(reverse("wagtailadmin_login"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_organizers_and_administrators_get_in(row, form_page, client, language):
    root = User.objects.create_superuser("root", password="x")
    for user in (organizer(language), root):
        client.force_login(user)
        for method, url in admin_addresses(row, form_page):
            if method == "get":
                response = client.get(url)
                assert not refused(response), (user.username, url)
                assert response.status_code == 200 or "/one/" in url
        translation.activate("en")


def test_each_right_opens_its_own_addresses(row, form_page, client):
    """Viewing, changing, deleting and exporting are four permissions."""
    opens = {
        "signups_list": "view", "signups_list_results": "view", "signups_statistics": "view",
        "signups_history": "view", "signups_attendee_list": "view", "signups_forms": "view",
        "signups_outbox": "view", "signups_receipts": "view", "signups_detail": "view",
        "signups_check_in": "change", "signups_check_in_code": "change",
        "signups_correct": "change",
        "signups_export": "export", "signups_workbook": "export",
    }  # fmt: skip
    addresses = [
        (resolve(url), url) for method, url in admin_addresses(row, form_page) if method == "get"
    ]
    for codename in ALL:
        right = codename.removesuffix("_submission")
        client.force_login(person(f"only-{right}", codename))
        for found, url in addresses:
            name = found.url_name
            if name in opens:
                needed = opens[name]
            elif name == "signups_action":
                needed = "delete" if found.kwargs["action"] == "delete" else "change"
            else:
                continue
            assert refused(client.get(url)) == (right != needed), (right, url)


# ------------------------------------------------------------------ Wagtail's own views
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_page_view_and_no_report_tells_of_sign_ups(
    row, form_page, spanish_page, home, inicio, client, language
):
    secrets = (NAME, ADDRESS, row.code, row.spaced_code, str(row.reference))
    client.force_login(organizer(language))
    client.get(reverse("signups_list", args=[form_page.pk]))  # creates an entry in the history
    client.post(reverse("signups_action", args=[row.pk, "check-in"]))
    people = [*strangers(home, inicio, language), User.objects.create_superuser("root")]
    reports = [
        reverse(f"wagtailadmin_reports:{name}")
        for name in ("site_history", "aging_pages", "page_types_usage", "locked_pages")
    ]
    pages = [
        reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
        for page in (form_page, spanish_page)
        for name in ("edit", "usage", "history", "delete", "copy", "move")
    ]
    others = [
        reverse("wagtailadmin_explore", args=[home.pk]),
        reverse("wagtailadmin_pages:search") + "?q=xochitl",
        reverse("wagtailadmin_home"),
        reverse("wagtailsnippets:index"),
    ]
    for user in people:
        client.force_login(user)
        for url in [*reports, *(f"{url}?export=csv" for url in reports), *pages, *others]:
            response = client.get(url)
            text = b"".join(response).decode(errors="replace")
            own = secrets
            if user.is_superuser and "site-history" in url:
                own = (NAME, ADDRESS, str(row.reference))  # it identifies a sign-up by its code
            assert not [secret for secret in own if secret in text], (user.username, url)
        translation.activate("en")


def test_the_index_of_references_and_of_search_hold_no_sign_up(row):
    assert not ReferenceIndex.objects.filter(content_type__model="submission").exists()
    assert not ReferenceIndex.objects.filter(to_content_type__model="submission").exists()
    from wagtail.search.index import class_is_indexed

    for model in (Submission, Letter, PurgeReceipt, VenueNetwork):
        assert not class_is_indexed(model)


def test_sign_ups_are_no_snippets(row, form_page, client):
    from wagtail.snippets.models import get_snippet_models

    assert VenueNetwork in get_snippet_models()
    assert not {Submission, Letter, PurgeReceipt} & set(get_snippet_models())


# ------------------------------------------------------------------ APIs
def test_no_public_api_is_there(row, client):
    for path in ("/api/", "/api/v2/", "/api/v2/pages/", "/api/v3/", "/api/v3/pages/"):
        for prefix in ("", "/en", "/es"):
            response = client.get(f"{prefix}{path}", follow=True)
            assert response.status_code == 404
            assert NAME not in response.content.decode()
    names = {pattern.callback.__module__ for pattern in _patterns(get_resolver())}
    public = {name for name in names if name.startswith(("wagtail.api", "rest_framework"))}
    assert public == set()


def test_the_admins_own_api_tells_nothing_of_sign_ups(row, form_page, home, inicio, client):
    """Wagtail's choosers read pages through this API, with any fields that a page declares."""
    listing = reverse("wagtailadmin_api:pages:listing")
    detail = reverse("wagtailadmin_api:pages:detail", args=[form_page.pk])
    for user in [*strangers(home, inicio, "en"), User.objects.create_superuser("root")]:
        client.force_login(user)
        for url in (
            f"{listing}?type=signups.SignUpPage&fields=*",
            f"{listing}?type=signups.SignUpPage&fields=submissions",
            f"{detail}?fields=*",
            f"{detail}?fields=submissions(*)",
            f"{detail}?fields=letters(*)",
        ):
            text = client.get(url).content.decode()
            for secret in (NAME, ADDRESS, row.code, str(row.reference)):
                assert secret not in text, (user.username, url)


SECRET_FIELDS = {"submissions", "letters", "answers", "sealed"}


def test_were_the_second_api_mounted_it_would_show_no_sign_ups(row, form_page, client, settings):
    from wagtail.api.v2.views import PagesAPIViewSet

    assert not SECRET_FIELDS & set(PagesAPIViewSet.get_available_fields(SignUpPage))
    settings.ROOT_URLCONF = "tests.signups.api_urls"
    for url in ("/public-api/v2/pages/", f"/public-api/v2/pages/{form_page.pk}/"):
        response = client.get(url, {"type": "signups.SignUpPage", "fields": "*"})
        text = response.content.decode()
        assert response.status_code == 200
        assert "Sign up" in text
        for secret in (NAME, ADDRESS, row.code, str(row.reference)):
            assert secret not in text
        for name in ("submissions", "letters", "submissions(answers)"):
            assert client.get(url, {"fields": name}).status_code == 400


def test_were_the_third_api_mounted_it_would_show_no_sign_ups(
    row, form_page, home, inicio, client, settings
):
    settings.ROOT_URLCONF = "tests.signups.api_urls"
    root = User.objects.create_superuser("root")
    read = 0
    for user in (None, person("everywhere", pages=[home, inicio]), root):
        if user:
            client.force_login(user)
        for path in ("", f"{form_page.pk}/", f"{form_page.pk}"):
            for fields in ("*", "submissions", "letters"):
                url = f"/public-api/v3/pages/{path}"
                response = client.get(url, {"type": "signups.SignUpPage", "fields": fields})
                text = response.content.decode()
                read += response.status_code == 200 and "Sign up" in text
                for secret in (NAME, ADDRESS, row.code, str(row.reference)):
                    assert secret not in text, (user, url)
    assert read, "nothing was read at all"


def test_wagtails_own_forms_are_not_installed(settings, admin_client):
    """No view of Wagtail's forms is installed, since CVE-2026-44199 checked the rights on one form
    and deleted the submissions of another.
    """
    assert "wagtail.contrib.forms" not in settings.INSTALLED_APPS
    with pytest.raises(NoReverseMatch):
        reverse("wagtailforms:list_submissions", args=[1])
    assert admin_client.get("/admin/forms/submissions/1/", follow=True).status_code == 404


def test_a_sign_up_belongs_to_its_form_whatever_the_address_says(row, form_page, home, client):
    """No URL of one form acts on a sign-up of another, and the URL of a sign-up names no form."""
    other = home.add_child(
        instance=SignUpPage(title="Other", slug="other", fields=form_page.fields.get_prep_value())
    )
    client.force_login(organizer())
    client.post(reverse("signups_check_in", args=[other.pk]), {"present": row.code})
    row.refresh_from_db()
    assert row.status == "confirmed"
    html = client.get(reverse("signups_list", args=[other.pk]), {"q": "xochitl"}).content.decode()
    assert NAME not in html
    html = client.get(
        reverse("signups_check_in", args=[other.pk]), {"q": row.code}
    ).content.decode()
    assert NAME not in html
    assert NAME not in b"".join(client.get(reverse("signups_export", args=[other.pk]))).decode()
