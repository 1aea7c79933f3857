"""The dashboard: whose work is listed, filters, order, files, and a constant number of queries."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pages.text import folded
from tests.translations.conftest import change, send, state_of, translate, write_all
from translations.engine import comments, release, review, segments
from translations.models import Notice, SourceOnly, State, Status

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def titles(response) -> list[str]:
    return [row.title for row in response.context["object_list"]]


def tab(name: str) -> str:
    return reverse("translations_dashboard_list", args=[name])


@pytest.fixture
def rows(site_structure, spanish):
    """Return a function that adds objects as the dashboard lists them."""

    def rows(count: int, **fields):
        values = {
            "locale": spanish,
            "stale": False,
            "model": "home.standardpage",
            "source_pk": "1",
            "status": Status.MISSING,
            "since": timezone.now(),
        } | fields
        return State.objects.bulk_create(
            State(translation_key=uuid.uuid4(), words=folded(named["title"]), **named)
            for named in ({"title": f"Page {number}"} | values for number in range(count))
        )

    return rows


@pytest.fixture
def look(client):
    """Return a function that opens a list as a user."""

    def look(who, url="/admin/translations/", **asked):
        client.force_login(who)
        response = client.get(url, asked)
        assert response.status_code == 200
        return response

    return look


# ------------------------------------------------------------------ whose work is listed
def test_each_sees_what_waits_for_her(page, spanish, translator, reviewer, editor, look):
    assert "About us" in titles(look(editor))
    assert titles(look(translator)) == []
    translation = send(page, spanish)
    assert "About us" not in titles(look(editor))
    assert titles(look(translator)) == ["About us"]
    write_all(translation, translator)
    review.submit(translation, translator)
    assert titles(look(translator)) == []
    assert titles(look(reviewer)) == ["About us"]
    review.request_changes(translation, reviewer, "No.")
    assert titles(look(reviewer)) == []
    response = look(translator)
    assert titles(response) == ["About us"]
    assert "changes requested" in response.content.decode()
    review.submit(translation, translator)
    review.approve(translation, reviewer)
    assert titles(look(translator)) == []
    change(page, introduction="Something else.")
    response = look(translator)
    assert titles(response) == ["About us"]
    assert "1 segment changed" in response.content.decode()


def test_nobody_is_asked_to_review_her_own_work(page, spanish, reviewer, make_person, look):
    from home import structure

    other = make_person(structure.reviewers("es"))
    translation = send(page, spanish)
    write_all(translation, reviewer)
    review.submit(translation, reviewer)
    assert titles(look(reviewer)) == []
    assert titles(look(other)) == ["About us"]


def test_what_is_held_waits_for_its_editor(page, spanish, editor, look):
    page.introduction = "Together."
    page.save_revision(user=editor)
    release.schedule_release(page, [spanish], editor)
    response = look(editor)
    assert "About us" in titles(response)
    assert "on hold until translated" in response.content.decode()


@pytest.mark.parametrize("kind", ["page", "partner", "topic"])
def test_n21_an_open_comment_is_work(request, kind, spanish, translator, reviewer, look, client):
    instance = request.getfixturevalue(kind)
    translation = translate(instance, spanish, translator, reviewer)
    editor_page = reverse("translations_editor", args=[translation.pk])
    text = next(each for each in segments.read(translation) if each.counts)
    client.force_login(reviewer)
    said = {"do": f"remark:{text.key}", f"remark-{text.key}": "¿No sería mejor…?"}
    assert client.post(editor_page, said).status_code == 302
    assert state_of(instance, spanish).status == Status.LIVE
    # It is work for everyone but the author of the comment: counted, and shown on the admin home.
    response = look(translator)
    assert len(titles(response)) == 1
    assert "1 open comment" in response.content.decode()
    assert "¿No sería mejor…?" in look(translator, "/admin/").content.decode()
    assert titles(look(reviewer)) == []
    notice = Notice.objects.get(kind="remark")
    assert (notice.user, notice.note, notice.seen_at) == (translator, "¿No sería mejor…?", None)
    [remark] = translation.remarks.all()
    client.force_login(translator)
    html = client.get(editor_page).content.decode()
    assert "With open comments" in html
    assert client.get(f"{editor_page}?show=remarked").content.decode().count("<article") == 1
    assert client.post(editor_page, {"do": f"resolve:{remark.pk}"}).status_code == 302
    assert "With open comments" not in client.get(editor_page).content.decode()
    assert titles(look(translator)) == []
    notice.refresh_from_db()
    assert notice.seen_at


@pytest.mark.parametrize("kind", ["page", "partner"])
def test_n21_nobody_passes_over_an_open_comment_unawares(
    request, kind, spanish, translator, reviewer, client
):
    instance = request.getfixturevalue(kind)
    translation = send(instance, spanish)
    write_all(translation, translator)
    editor_page = reverse("translations_editor", args=[translation.pk])
    comments.add(translation, None, "¿Y el nombre?", reviewer)
    client.force_login(translator)
    html = client.post(editor_page, {"do": "submit"}).content.decode()
    assert "1 comment is still open." in html
    assert "Submit even though 1 comment is open" in html
    assert segments.waiting_review(translation) is None
    client.post(editor_page, {"do": "submit", "over_remarks": "yes"})
    waiting = segments.waiting_review(translation)
    assert waiting is not None

    client.force_login(reviewer)
    pressed = {"do": "approve", "review": waiting.pk}
    html = client.post(editor_page, pressed).content.decode()
    assert "1 comment is still open." in html
    assert "Approve even though 1 comment is open" in html
    if kind == "page":  # nor with Wagtail's own buttons
        copy = instance.get_translation(spanish).specific
        task, state = copy.current_workflow_task.specific, copy.current_workflow_task_state
        assert {action[0] for action in task.get_actions(copy, reviewer)} == {"reject"}
        with pytest.raises(PermissionDenied):
            task.on_action(state, reviewer, "approve")
    waiting.refresh_from_db()
    assert waiting.state == "waiting"
    client.post(editor_page, pressed | {"over_remarks": "yes"})
    waiting.refresh_from_db()
    assert waiting.state == "approved"
    # Once resolved, the comment blocks nothing.
    change(instance, introduction="New.") if kind == "page" else None
    comments.resolve(translation, translation.remarks.get().pk)
    write_all(translation, translator)
    review.submit(translation, translator)
    review.approve(translation, reviewer)


def test_n21_comments_on_what_is_written_by_hand_wait_for_nobody(
    page, spanish, translator, reviewer, look
):
    translation = translate(page, spanish, translator, reviewer)
    comments.add(translation, None, "¿?", reviewer)
    assert titles(look(translator)) == ["About us"]
    translation.enabled = False
    translation.save()
    assert titles(look(translator)) == []


def test_n21_a_held_draft_does_not_hide_that_what_is_live_is_out_of_date(
    page, spanish, translator, reviewer, editor, look
):
    translation = translate(page, spanish, translator, reviewer)
    page = change(page, introduction="Second.")
    assert state_of(page, spanish).status == Status.OUTDATED
    page.introduction = "Third, held."
    page.save_revision(user=editor)
    release.schedule_release(page, [spanish], editor)
    assert state_of(page, spanish).status == Status.OUTDATED
    page.introduction = "Fourth, held."
    page.save_revision(user=editor)
    state = state_of(page, spanish)
    assert (state.status, state.held) == (Status.OUTDATED, True)
    assert titles(look(translator, tab("outdated"))) == ["About us"]
    # While the new submission is in review, the list still says so.
    write_all(translation, translator)
    review.submit(translation, translator)
    assert "live version out of date" in look(reviewer).content.decode()
    review.approve(translation, reviewer)
    assert state_of(page, spanish).status == Status.LIVE


def test_n21_a_held_draft_alone_makes_nothing_out_of_date(
    page, spanish, translator, reviewer, editor
):
    translate(page, spanish, translator, reviewer)
    page.introduction = "Held."
    page.save_revision(user=editor)
    release.schedule_release(page, [spanish], editor)
    state = state_of(page, spanish)
    assert (state.status, state.behind) == (Status.IN_PROGRESS, False)


@pytest.mark.parametrize("kind", ["page", "topic"])
def test_n21_the_list_is_searched_in_both_languages(
    request, kind, spanish, translator, reviewer, editor, look
):
    instance = request.getfixturevalue(kind)
    translation = send(instance, spanish)
    english = str(instance)
    text = next(t for t in segments.read(translation) if t.context.path in ("title", "name"))
    segments.write(
        translation, text.context, text.string, "Búsqueda &amp; Ñandúes", user=translator
    )
    for words in ("busqueda", "BÚSQUEDA", "ñand", "nandues & búsq", english.upper()):
        response = look(translator, tab("all"), q=words)
        assert titles(response) == [english], words
    assert "Búsqueda &amp; Ñandúes" in response.content.decode()
    assert titles(look(translator, tab("all"), q="búsqueda de nadie")) == []
    assert titles(look(translator, tab("all"), q="…")) == []
    write_all(translation, translator)
    review.submit(translation, translator)
    review.approve(translation, reviewer)
    assert titles(look(editor, tab("all"), q="nandues")) == [english]


def test_an_empty_list_says_so(translator, look):
    html = look(translator).content.decode()
    assert "You’re all caught up. ✓" in html
    assert tab("all") in html


def test_the_dashboard_in_spanish(page, spanish, translator, look):
    from wagtail.users.models import UserProfile

    send(page, spanish)
    UserProfile.objects.create(user=translator, preferred_language="es")
    html = look(translator).content.decode()
    assert '<html lang="es"' in html


# ------------------------------------------------------------------ filters, order, counts
def test_filters(rows, spanish, editor, look):
    old = timezone.now() - timedelta(days=40)
    rows(2, title="Old news", since=old, status=Status.OUTDATED, model="news.newspage")
    rows(1, title="A partner", model="partners.partner", person=editor)
    rows(1, title="Live", status=Status.LIVE)
    seen = {
        "outdated": ["Old news", "Old news"],
        "missing": ["A partner"],
    }
    for name, found in seen.items():
        assert [t for t in titles(look(editor, tab(name))) if t != "Peace Summit"] == found
    for asked, found in (
        ({"model": "partners.partner"}, ["A partner"]),
        ({"age": "30"}, ["Old news", "Old news"]),
        ({"age": "90"}, []),
        ({"status": ["live", "outdated"], "q": "Live"}, ["Live"]),
        ({"person": editor.pk}, ["A partner"]),
        ({"q": "news"}, ["Old news", "Old news"]),
        ({"q": "nothing like that"}, []),
        ({"locale": "es", "model": "news.newspage"}, ["Old news", "Old news"]),
    ):
        assert titles(look(editor, tab("all"), **asked)) == found, asked
    # Invalid filters are ignored and cause no error.
    for asked in (
        {"model": "x"}, {"age": "x"}, {"age": "-3"}, {"person": "x"}, {"locale": "xx"},
        {"status": "x"}, {"p": "x"}, {"ordering": "x"}, {"section": "' OR 1=1"}, {"export": "doc"},
    ):  # fmt: skip
        look(editor, tab("all"), **asked)


def test_section_filter(make_page, home, page, editor, look):
    make_page("Below", parent=page)
    found = titles(look(editor, tab("all"), section=page.path[:12]))
    assert sorted(found) == ["About us", "Below"]


def test_order_is_oldest_first(rows, editor, look):
    now = timezone.now()
    rows(1, title="Young", since=now)
    rows(1, title="Timeless", since=None)
    rows(1, title="Aged", since=now - timedelta(days=90), status=Status.LIVE)
    assert titles(look(editor, tab("all"), q="e"))[0] == "Aged"
    ours = {"Young", "Timeless", "Aged"}

    def ordered(by):
        return [t for t in titles(look(editor, tab("all"), ordering=by)) if t in ours]

    assert ordered("since") == ["Aged", "Young", "Timeless"]
    assert ordered("-since") == ["Young", "Aged", "Timeless"]
    assert ordered("title") == ["Aged", "Timeless", "Young"]
    assert ordered("status") == ["Young", "Timeless", "Aged"]


def test_counts_and_progress(rows, spanish, editor, look):
    State.objects.all().delete()
    rows(3, status=Status.LIVE)
    rows(2, status=Status.OUTDATED)
    rows(4, status=Status.MISSING)
    rows(5, status=Status.SOURCE_ONLY)
    response = look(editor)
    assert {each["url"].split("/")[-2]: each["count"] for each in response.context["tabs"]} == {
        "waiting": 4, "outdated": 2, "missing": 4, "all": 14,
    }  # fmt: skip
    [line] = response.context["progress"]
    assert (line["each"].live, line["each"].total, line["each"].percent) == (3, 9, 33)
    assert "3 of 9 live (33%)" in response.content.decode()


def test_the_reason_is_shown(page, spanish, editor, look):
    SourceOnly.objects.create(
        translation_key=page.translation_key, locale=spanish, reason="Only for our lawyers."
    )
    response = look(editor, tab("all"), q="About")
    assert "Only for our lawyers." in response.content.decode()
    assert "Only for our lawyers." in "".join(
        chunk.decode() for chunk in look(editor, tab("all"), export="csv").streaming_content
    )


def test_an_unknown_tab_is_not_found(client, editor):
    client.force_login(editor)
    assert client.get(tab("nonsense"), follow=True).status_code == 404


# ------------------------------------------------------------------ files
def test_files_hold_what_is_filtered_and_no_formula(rows, editor, client):
    from io import BytesIO

    from openpyxl import load_workbook

    rows(1, title='=HYPERLINK("https://example.org")', status=Status.OUTDATED)
    rows(1, title="\x07 +1", status=Status.OUTDATED)
    rows(1, title="Not in it")
    client.force_login(editor)
    response = client.get(tab("outdated"), {"export": "csv"})
    assert re.search(
        r'filename="translations-\d{4}-\d\d-\d\d\.csv"', response["Content-Disposition"]
    )
    text = b"".join(response.streaming_content).decode()
    lines = text.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("Title,Translated title,Type,Section,Language,Status,Notes")
    assert any(line.startswith("\"'=HYPERLINK") for line in lines)
    assert "Not in it" not in text
    response = client.get(tab("outdated"), {"export": "xlsx"})
    editor_page = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert editor_page.max_row == 3
    cells = [editor_page.cell(row, 1) for row in (2, 3)]
    # These are text cells, so no program evaluates them as formulas.
    assert all(cell.data_type == "s" and cell.number_format == "@" for cell in cells)
    assert '=HYPERLINK("https://example.org")' in [cell.value for cell in cells]


# ------------------------------------------------------------------ queries
def queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["waiting", "all"])
def test_the_number_of_queries_does_not_grow(rows, editor, translator, reviewer, client, name):
    def fill(count):
        State.objects.all().delete()
        for status in (Status.OUTDATED, Status.MISSING, Status.SOURCE_ONLY, Status.IN_REVIEW):
            for model in ("partners.partner", "home.standardpage"):
                rows(count, status=status, model=model, section="000100010001", person=translator)

    for person in (editor, translator, reviewer):
        client.force_login(person)
        fill(3)
        few = queries(client, tab(name))
        fill(300)
        assert queries(client, tab(name)) == few, person
        assert few <= 45
