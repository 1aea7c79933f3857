"""Replayed rows equal those that the code of the site wrote: every row of every table."""

import datetime
from uuid import uuid4

import pytest
import time_machine
from django.db import connection, transaction

from home.models import StandardPage
from tests.arranged import arranged
from tests.reviewed import translate

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def everything() -> dict[str, list[str]]:
    """Return all rows by table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


@pytest.fixture
def pages(home, spanish):
    """Return a function that arranges a page in two languages, and the count of builds."""
    name, made = str(uuid4()), []

    def pages() -> StandardPage:
        def build() -> StandardPage:
            made.append(name)
            page = home.add_child(instance=StandardPage(title="About", slug="about"))
            translate(page, spanish, title="Acerca", slug="acerca")
            return page

        return arranged(name, build, home, spanish)

    return pages, made


def after(arrange) -> dict[str, list[str]]:
    """Return all rows as they are after `arrange`, and roll it back."""
    with transaction.atomic():
        arrange()
        rows = everything()
        transaction.set_rollback(True)
    return rows


def test_every_row_is_the_same(pages, home):
    arrange, made = pages
    before, first = everything(), after(arrange)
    assert before["wagtailcore_page"] != first["wagtailcore_page"]
    assert len(first["wagtailcore_page"]) == len(before["wagtailcore_page"]) + 2
    home.refresh_from_db()
    with transaction.atomic():  # other numbers are assigned meanwhile
        other = home.add_child(instance=StandardPage(title="Other", slug="other"))
        other.save_revision().publish()
        transaction.set_rollback(True)
    second = after(arrange)
    assert {name for name in first if first[name] != second[name]} == set()
    assert len(made) == 1


def test_what_comes_later_stands_behind_it(pages, home):
    arrange, made = pages
    after(arrange)
    page = arrange()
    later = home.add_child(instance=StandardPage(title="Later", slug="later"))
    assert len(made) == 1
    assert later.pk > page.get_translations().get().pk > page.pk
    assert [each.pk for each in page.get_next_siblings()] == [later.pk]


def test_it_is_made_anew_where_the_rows_would_not_fit(pages, home):
    arrange, made = pages
    after(arrange)
    with time_machine.travel(datetime.datetime(2031, 5, 1, tzinfo=datetime.UTC)):
        after(arrange)
    assert len(made) == 2
    home.refresh_from_db()
    home.add_child(instance=StandardPage(title="In the way", slug="first"))
    page = arrange()
    assert len(made) == 3
    assert [each.slug for each in page.get_prev_siblings()] == ["first"]
