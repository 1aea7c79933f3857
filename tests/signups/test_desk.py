"""The organiser's list, who may see it, its file, and pages that cannot be deleted."""

import csv
import io

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import GroupPagePermission, Page, ReferenceIndex

from signups.export import FORMULA_STARTS, csv_lines, safe_cell
from signups.models import SignUpPage, Submission
from tests.signups.conftest import ANSWERS, Visitor

EN, ES = "/en/sign-up/", "/es/inscripcion/"


def person(name: str, *codenames: str, pages=()) -> User:
    """Return a user who may enter the admin, has these permissions, and may edit these pages."""
    user = User.objects.create_user(name, password="x")
    group = Group.objects.create(name=f"{name}s")
    found = Permission.objects.filter(codename__in=[*codenames, "access_admin"])
    assert len(found) == len(codenames) + 1
    group.permissions.set(found)
    for page in pages:
        for right in ("add_page", "change_page", "publish_page"):
            GroupPagePermission.objects.create(
                group=group, page=page, permission=Permission.objects.get(codename=right)
            )
    user.groups.add(group)
    return user


@pytest.fixture
def two(form_page, spanish_page):
    """One sign-up in each language."""
    Visitor().send(EN, ANSWERS | {"full_name": '=HYPERLINK("http://x")', "needs": ["ramp"]})
    Visitor().send(ES, ANSWERS | {"email": "b@example.org", "country": "us"})
    return form_page


def addresses(page) -> list[str]:
    return [
        reverse("signups_forms"),
        reverse("signups_list", args=[page.pk]),
        reverse("signups_list_results", args=[page.pk]),
        reverse("signups_export", args=[page.pk]),
    ]


@pytest.mark.django_db
def test_an_organiser_reads_one_list(two, client):
    client.force_login(person("organiser", "view_submission", "export_submission"))
    html = client.get(reverse("signups_forms")).content.decode()
    assert "Sign up" in html
    html = client.get(reverse("signups_list", args=[two.pk])).content.decode()
    for submission in two.submissions.all():
        assert submission.spaced_code in html
    assert "Mexico" in html
    assert "United States" in html
    assert "Estados Unidos" not in html
    assert "Español" in html
    # What is sensitive is not in the list.
    assert "A ramp" not in html
    assert reverse("signups_export", args=[two.pk]) in html
    filtered = client.get(reverse("signups_list", args=[two.pk]), {"language": "es"})
    assert "United States" in filtered.content.decode()
    assert "Mexico<" not in "".join(filtered.content.decode().split())
    assert reverse("signups_forms") in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.django_db
def test_the_file_has_codes_that_no_language_changes(two, client):
    client.force_login(person("organiser", "view_submission", "export_submission"))
    response = client.get(reverse("signups_export", args=[two.pk]))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    header, first, second = csv.reader(io.StringIO(text))
    assert header[4:6] == ["Full name", "Your story"]
    first, second = (dict(zip(header, row, strict=True)) for row in (first, second))
    assert first["Full name"] == '\'=HYPERLINK("http://x")'
    assert first["Telephone"].startswith("'+52")
    assert (first["Country"], second["Country"]) == ("mx", "us")
    assert (first["Language"], second["Language"]) == ("es", "es")
    assert first["What do you need?"] == "ramp"
    assert first["I agree"] == "yes"
    assert first["Signed up"].endswith("-06:00")
    assert "no-store" in response["Cache-Control"]
    with_filter = client.get(reverse("signups_export", args=[two.pk]), {"language": "es"})
    assert len(list(csv.reader(io.StringIO(b"".join(with_filter).decode())))) == 2


@pytest.mark.django_db
def test_the_list_costs_the_same_for_many(two, client):
    client.force_login(person("organiser", "view_submission"))
    url = reverse("signups_list", args=[two.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(20):
        Visitor().send(EN, {"full_name": str(number)})
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


@pytest.mark.django_db
def test_who_edits_pages_sees_no_sign_up(two, client, home, inicio):
    stranger = User.objects.create_user("stranger", password="x")
    people = [
        stranger,
        person("editor", pages=[home, inicio]),
        person("translator", pages=[inicio]),
    ]
    code = two.submissions.first().spaced_code
    for user in people:
        client.force_login(user)
        for url in addresses(two):
            response = client.get(url)
            assert response.status_code in (302, 403), (user, url)
            if response.status_code == 302:
                assert response["Location"] in (
                    reverse("wagtailadmin_home"),
                    f"{reverse('wagtailadmin_login')}?next={url}",
                )
        if user is stranger:
            continue
        front = client.get(reverse("wagtailadmin_home")).content.decode()
        assert reverse("signups_forms") not in front
        for page in SignUpPage.objects.all():
            for name in ("edit", "usage", "history"):
                html = client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk])).content
                assert code not in html.decode()
                assert "ana@example.org" not in html.decode()
    client.logout()
    assert all(client.get(url).status_code == 302 for url in addresses(two))


@pytest.mark.django_db
def test_who_may_look_may_not_export(two, client):
    client.force_login(person("looker", "view_submission"))
    *looking, export = addresses(two)
    assert all(client.get(url).status_code == 200 for url in looking)
    assert client.get(export).status_code in (302, 403)
    assert export not in client.get(looking[1]).content.decode()
    # Wagtail's own export of lists is not a way around.
    response = client.get(looking[1], {"export": "csv"})
    assert "text/html" in response["Content-Type"]


@pytest.mark.django_db
def test_the_list_of_a_translation_is_that_of_its_source(two, spanish_page, client):
    client.force_login(person("organiser", "view_submission"))
    url = reverse("signups_list", args=[spanish_page.pk])
    assert client.get(url, follow=True).status_code == 404


@pytest.mark.django_db
def test_sign_ups_are_not_in_the_index_of_references(two):
    found = ReferenceIndex.objects.filter(base_content_type__app_label="signups")
    assert not found.filter(content_type__model="submission").exists()


# ------------------------------------------------------------------ deleting
@pytest.mark.django_db
def test_a_page_with_sign_ups_cannot_be_deleted(two, spanish_page, admin_client, home):
    for page in (two, home):
        for method in ("get", "post"):
            url = reverse("wagtailadmin_pages:delete", args=[page.pk])
            response = getattr(admin_client, method)(url, follow=True)
            assert response.status_code == 200
            assert "people have signed up there" in response.content.decode()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = admin_client.post(f"{url}?id={two.pk}", follow=True)
    assert "people have signed up there" in response.content.decode()
    assert SignUpPage.objects.filter(pk=two.pk).exists()
    assert Submission.objects.count() == 2
    # The translation holds none: it can go.
    admin_client.post(reverse("wagtailadmin_pages:delete", args=[spanish_page.pk]))
    assert not Page.objects.filter(pk=spanish_page.pk).exists()
    assert Submission.objects.count() == 2


@pytest.mark.django_db
def test_a_page_without_sign_ups_can_be_deleted(form_page, admin_client):
    admin_client.post(reverse("wagtailadmin_pages:delete", args=[form_page.pk]))
    assert not Page.objects.filter(pk=form_page.pk).exists()


# ------------------------------------------------------------------ cells
@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+52 55", "'+52 55"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("\0=1", "'=1"),
        ("a=b", "a=b"),
        ("", ""),
        ("Núñez", "Núñez"),
    ],
)
def test_cells_are_neutralised(value, cell):
    assert safe_cell(value) == cell


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2)))
def test_no_cell_is_a_formula_and_none_is_lost(rows):
    text = "".join(csv_lines(["a", "b"], rows)).removeprefix("\ufeff")
    read = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert len(read) == len(rows)
    for cells, row in zip(read, rows, strict=True):
        for cell, value in zip(cells, row, strict=True):
            assert cell.removeprefix("'") == value.replace("\0", "").removeprefix("'")
            assert not cell.startswith(FORMULA_STARTS)
            assert "\0" not in cell
