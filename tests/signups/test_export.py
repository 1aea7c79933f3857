"""The export: the same answers in CSV and XLSX, without formulas, none truncated."""

import csv
import io
import uuid

import pytest
from django.conf import settings
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st
from nacl.public import PrivateKey
from openpyxl import load_workbook

from pages.spreadsheets import FORMULA_STARTS, safe_cell
from signups.admin.export import (
    LONGEST_IN_WORKBOOK,
    TOO_LONG,
    csv_lines,
    workbook_text,
    write_workbook,
)
from signups.models import Submission
from signups.privacy.sealing import seal, unseal
from tests.signups.conftest import ANSWERS, Visitor
from tests.signups.people import organizer, sign_up

pytestmark = pytest.mark.both_databases

EN, ES = "/en/sign-up/", "/es/inscripcion/"


def read_csv(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes) -> list[list[str]]:
    sheet = load_workbook(io.BytesIO(content)).active
    return [[cell.value or "" for cell in row] for row in sheet.iter_rows()]


@pytest.fixture
def get(client, form_page):
    """Return a function that downloads both files as an organizer and returns their equal rows.

    It ignores the apostrophes of the CSV file; the workbook has what was typed.
    """

    def get(user=None, page=form_page, **asked) -> list[list[str]]:
        client.force_login(user or organizer())
        found = client.get(reverse("signups_export", args=[page.pk]), asked)
        book = client.get(reverse("signups_workbook", args=[page.pk]), asked)
        for response, ending in ((found, "csv"), (book, "xlsx")):
            assert response.status_code == 200
            assert "no-store" in response["Cache-Control"]
            assert f'.{ending}"' in response["Content-Disposition"]
        rows = read_xlsx(book.content)
        assert read_csv(found) == [[safe_cell(cell) for cell in row] for row in rows]
        return rows

    return get


# ------------------------------------------------------------------ contents
@pytest.mark.django_db
def test_the_file_has_codes_that_no_language_changes(form_page, spanish_page, get):
    Visitor().send(EN, ANSWERS | {"full_name": '=HYPERLINK("http://x")', "needs": ["ramp"]})
    Visitor().send(ES, ANSWERS | {"email": "b@example.org", "country": "us"})
    header, *rows = get(ordering="created_at")
    assert header[:8] == [
        "Code",
        "Status",
        "People",
        "Language",
        "Signed up",
        "Reference",
        "Full name [full_name]",
        "Your story [story]",
    ]
    first, second = (dict(zip(header, row, strict=True)) for row in rows)
    assert first["Full name [full_name]"] == '=HYPERLINK("http://x")'
    assert first["Phone [telephone]"] == ANSWERS["telephone"]
    assert (first["Country [country]"], second["Country [country]"]) == ("mx", "us")
    assert (first["Language"], second["Language"]) == ("en", "es")
    assert first["Status"] == "confirmed"
    assert first["I agree [consent]"] == "yes"
    assert first["Signed up"].endswith("-06:00")
    assert "T" in first["Signed up"]
    row = Submission.objects.order_by("pk").first()
    assert first["Code"] == row.spaced_code
    assert uuid.UUID(first["Reference"]) == row.reference
    # Sensitive answers are included, but only the holder of the private key can read them.
    assert first["What do you need? [needs]"] == row.sealed["needs"]
    assert first["What do you need? [needs]"].startswith("sealed:1:")


@pytest.mark.django_db
def test_it_is_the_same_file_in_a_spanish_admin(form_page, spanish_page, get):
    Visitor().send(ES, ANSWERS)
    assert get(organizer("es")) == get(organizer("en"))


@pytest.mark.django_db
def test_the_filter_the_search_and_the_order_hold(form_page, get):
    for name, country in {"Zoé": "mx", "Ana": "mx", "Zoila": "us"}.items():
        sign_up(form_page, name, country=country)
    user = organizer()
    assert [row[6] for row in get(user, q="zo")[1:]] == ["Zoila", "Zoé"]
    assert [row[6] for row in get(user, q="zo", answer_country="mx")[1:]] == ["Zoé"]
    assert [row[6] for row in get(user, ordering="name")[1:]] == ["Ana", "Zoé", "Zoila"]
    assert get(user, status="nonsense")[1:] == []


@pytest.mark.django_db
def test_the_holder_of_the_key_opens_what_was_exported(form_page, get, settings):
    key = PrivateKey.generate()
    reference = uuid.uuid4()
    text = seal(["ramp"], key.public_key, reference=str(reference), question="needs")
    row = sign_up(form_page, "Ana", sealed={"needs": text})
    Submission.objects.filter(pk=row.pk).update(reference=reference)
    header, cells = get()
    cell = dict(zip(header, cells, strict=True))
    assert unseal(
        cell["What do you need? [needs]"], key, reference=cell["Reference"], question="needs"
    ) == ["ramp"]


@pytest.mark.django_db
def test_more_rows_than_are_read_at_once(form_page, get, monkeypatch):
    monkeypatch.setattr("signups.admin.selection.CHUNK", 3)
    for number in range(8):
        sign_up(form_page, f"Person {number}")
    assert [row[6] for row in get(ordering="name")[1:]] == [f"Person {n}" for n in range(8)]


@pytest.mark.django_db
def test_odd_answers_do_not_break_the_files(form_page, client):
    odd = "sealed:1:\x01\x1f\ud800=\ufffe"
    sign_up(form_page, "\x00=1", story=odd)
    client.force_login(organizer())
    book = client.get(reverse("signups_workbook", args=[form_page.pk]))
    assert read_xlsx(book.content)[1][6] == "=1"
    assert settings.ANSWERS_KEYS


# ------------------------------------------------------------------ cells
@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+52 55", "'+52 55"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("  =1", "'  =1"),
        ("\0=1", "'=1"),
        ("＝1", "'＝1"),
        ("a=b", "a=b"),
        ("", ""),
        ("Núñez", "Núñez"),
        ("sealed:1:abcd:AA==", "sealed:1:abcd:AA=="),
    ],
)
def test_cells_are_neutralised(value, cell):
    assert safe_cell(value) == cell
    assert workbook_text(value) == value.replace("\0", "")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("a\x01b", "a�b"),
        ("\x1f=1", "�=1"),
        ("a\nb", "a\nb"),
        ("_x0041_", "_x005F_x0041_"),
        ("_x003D_1+1", "_x005F_x003D_1+1"),
        ("sealed:1:_x0041_", "sealed:1:_x0041_"),
        ("sealed:1:\x01", "sealed:1:�"),
        ("x" * LONGEST_IN_WORKBOOK, "x" * LONGEST_IN_WORKBOOK),
        ("x" * (LONGEST_IN_WORKBOOK + 1), TOO_LONG),
    ],
)
def test_what_a_workbook_cannot_hold(value, cell):
    assert workbook_text(value) == cell


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


@example(["\0"])
@given(st.lists(st.text(min_size=1), min_size=1, max_size=5))
def test_every_cell_of_a_workbook_is_a_text(row):
    out = io.BytesIO()
    write_workbook(out, ["#N/A"] * len(row), [row])
    sheet = load_workbook(out).active
    for cell, value in zip(sheet[2], row, strict=True):
        wanted = workbook_text(value)
        assert cell.data_type in (["s"] if wanted else ["inlineStr"])  # an empty text
        # XML reads every line ending as one character.
        assert (cell.value or "").replace("\r\n", "\n").replace("\r", "\n") == wanted.replace(
            "\r\n", "\n"
        ).replace("\r", "\n")
        assert cell.number_format == "@"
    assert {cell.data_type for cell in sheet[1]} == {"s"}


@pytest.mark.django_db
def test_n16_a_telephone_in_the_workbook_is_what_was_typed(form_page, client):
    typed = {"telephone": "+52 55 1234 5678", "full_name": "=1+1", "story": "-3\n@x"}
    sign_up(form_page, typed.pop("full_name"), **typed)
    client.force_login(organizer())
    book = client.get(reverse("signups_workbook", args=[form_page.pk]))
    sheet = load_workbook(io.BytesIO(book.content)).active
    columns = {cell.value.partition("[")[2].strip("]"): cell.column for cell in sheet[1]}
    for key, value in {**typed, "full_name": "=1+1"}.items():
        cell = sheet.cell(2, columns[key])
        assert (cell.value, cell.data_type, cell.number_format) == (value, "s", "@")
