"""Every list that can be downloaded: no program reads a formula in it, and no value changes."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from home.models import StandardPage
from partners.models import Partner

pytestmark = pytest.mark.django_db


def tables(client, url: str, column: int = 0):
    """Return the CSV file and the first worksheet of a downloadable list."""
    found = client.get(url, {"export": "csv"})
    assert found.status_code == 200
    text = b"".join(found).decode()
    book = client.get(url, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(book))).active
    return list(csv.reader(io.StringIO(text, newline=""))), sheet


def test_n16_the_reports_of_wagtail(home, admin_client):
    page = home.add_child(instance=StandardPage(title='=HYPERLINK("http://x")', slug="x"))
    page.save_revision().publish()
    rows, sheet = tables(admin_client, reverse("wagtailadmin_reports:aging_pages"))
    assert any('\'=HYPERLINK("http://x")' in row for row in rows)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    (cell,) = (cell for cell in cells if str(cell.value).startswith("="))
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://x")', "s")
    assert cell.number_format == "@"


def test_n16_the_users_of_the_admin(home, admin_user, admin_client):
    """User names that begin with a formula character are exported as text."""
    admin_user.username = "-admin@x"
    admin_user.save()
    home.add_child(instance=StandardPage(title="x", slug="x")).save_revision(
        user=admin_user
    ).publish()
    rows, _sheet = tables(admin_client, reverse("wagtailadmin_reports:site_history"))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("-", "=", "+", "@"))]


def test_n16_the_list_of_partners(admin_client):
    Partner.objects.create(name="+Paz\u200b =1", website="https://example.org")
    url = reverse("partners_partner_modeladmin_index")
    rows, sheet = tables(admin_client, url)
    assert rows[1][0] == "'+Paz\u200b =1"
    cell = sheet.cell(2, 1)
    assert (cell.value, cell.data_type, cell.number_format) == ("+Paz\u200b =1", "s", "@")
