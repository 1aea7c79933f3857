"""Times in the reader’s time zone, and what changes with the hour, in a real browser.

The sample summit is on February 23 and 24 from 10:00 in Mexico City; the dialogue in Los Angeles is
upcoming too. The browser’s clock is set, the server’s is not: it always says "to come", as a page
does that was cached earlier.
"""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest

from tests.browser.pages import PAGES
from tests.browser.reader import PHONE

pytestmark = pytest.mark.browser

MEXICO = ZoneInfo("America/Mexico_City")
SUMMIT = PAGES["summit"]
FIRST = ".when-time .second-zone"


@pytest.fixture
def starts(site) -> datetime.datetime:
    """Return when the sample summit begins, in its own time zone."""
    ((text,),) = site.query(
        "SELECT starts FROM events_summitpage JOIN wagtailcore_page"
        " ON wagtailcore_page.id = page_ptr_id WHERE slug = 'summit'"
    )
    moment = text if isinstance(text, datetime.datetime) else datetime.datetime.fromisoformat(text)
    return moment.replace(tzinfo=moment.tzinfo or datetime.UTC).astimezone(MEXICO)


# ---------------------------------------------------------------- the reader’s own time zone
@pytest.mark.parametrize(
    ("zone", "english", "spanish"),
    [
        (
            "America/New_York",
            "11 a.m. where you are (New York)",
            "11:00 donde estás (Nueva York)",
        ),
        (
            "Asia/Tokyo",
            "1 a.m. the next day where you are (Tokyo)",
            "01:00 del día siguiente donde estás (Tokio)",
        ),
    ],
)
def test_the_own_time_stands_beside_that_of_the_event(read, zone, english, spanish):
    for language, words in (("en", english), ("es", spanish)):
        reader = read(width=PHONE, timezone_id=zone)
        reader.open(SUMMIT[language])
        assert reader.page.locator(FIRST).first.inner_text() == words
        city = words[words.index("(") + 1 : -1]
        assert city in reader.page.locator("[data-own-time-note]").inner_text()
        # One line for each session; those after the evening are on the next day in Tokyo.
        own = reader.page.locator(".session-time .second-zone")
        assert own.count() == reader.page.locator(".session-time").count() > 10
        reader.open(PAGES["home"][language])
        assert reader.page.locator(FIRST).first.inner_text() == words
        assert reader.trouble == []


@pytest.mark.parametrize(
    "zone",
    [
        "America/Mexico_City",  # the zone itself
        "America/Guatemala",  # a different zone with the same time
        "Etc/UTC",  # what a browser reports that hides its reader’s location
    ],
)
def test_nothing_is_added_where_it_would_say_nothing(read, zone):
    reader = read(timezone_id=zone)
    reader.open(SUMMIT.es)
    assert reader.page.locator(".second-zone:visible").count() == 0


# time zone of the reader: moments as the page writes them, and the text shown beside them
MOMENTS = {
    # Ciudad Juárez follows the clocks of El Paso, which change on March 14 and November 7, 2027.
    "America/Ciudad_Juarez": {
        "2027-03-13T10:00-06:00": "9 a.m. where you are (Ciudad Juárez)",
        "2027-03-14T10:00-06:00": "",
        "2027-11-06T10:00-06:00": "",
        "2027-11-07T10:00-06:00": "9 a.m. where you are (Ciudad Juárez)",
    },
    "America/Tijuana": {
        "2027-03-13T10:00-06:00": "8 a.m. where you are (Tijuana)",
        "2027-03-14T10:00-06:00": "9 a.m. where you are (Tijuana)",
        "2027-11-07T10:00-06:00": "8 a.m. where you are (Tijuana)",
        "2027-02-23T01:00-06:00": "11 p.m. the previous day where you are (Tijuana)",
    },
    # Europe changes two weeks later than the border.
    "Europe/Madrid": {
        "2027-03-20T10:00-07:00": "6 p.m. where you are (Madrid)",
        "2027-03-28T10:00-07:00": "7 p.m. where you are (Madrid)",
    },
    "America/New_York": {
        "2027-02-23T11:00-06:00": "noon where you are (New York)",
        "2027-02-23T23:30-06:00": "12:30 a.m. the next day where you are (New York)",
    },
}


@pytest.mark.parametrize("zone", MOMENTS)
def test_clocks_that_change(read, zone):
    """Local times are right around clock changes, for moments that the test puts into the page."""
    reader = read(timezone_id=zone)
    page = reader.page
    ours = "".join(f'<p class="ours" data-from="{moment}">Then:</p>' for moment in MOMENTS[zone])

    def with_ours(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("<main", f"{ours}<main", 1))

    page.route(re.compile(r"/en/summit/$"), with_ours)
    reader.open(SUMMIT.en)
    said = [text.removeprefix("Then:").strip() for text in page.locator(".ours").all_inner_texts()]
    assert said == list(MOMENTS[zone].values())


# ---------------------------------------------------------------- before, during, after
def at(read, moment: datetime.datetime, path: str, **options):
    """Open `path` in a browser whose clock shows `moment` and moves only when the test moves it."""
    reader = read(timezone_id="America/Mexico_City", **options)
    reader.page.clock.install(time=moment)
    reader.open(path)
    return reader


def shown(reader) -> dict[str, bool]:
    parts = {
        "now": ".hero .badge-live",
        "over": ".hero .badge-past",
        "notice": ".hero .notice-success",
        "actions": ".hero .actions",
        "stream": ".event-facts dd > [data-during] > a",
    }
    return {name: reader.page.locator(css).first.is_visible() for name, css in parts.items()}


BEFORE = {"now": False, "over": False, "notice": False, "actions": True, "stream": True}
DURING = BEFORE | {"now": True, "notice": True}
AFTER = BEFORE | {"over": True, "actions": False, "stream": False}


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_old_page_knows_what_time_it_is(read, starts, language):
    minute, day = datetime.timedelta(minutes=1), datetime.timedelta(days=1)
    for moment, wanted in (
        (starts - minute, BEFORE),
        (starts + minute, DURING),
        (starts + 3 * day, AFTER),
    ):
        reader = at(read, moment, SUMMIT[language])
        assert shown(reader) == wanted, moment
        reader.close()


def test_a_page_that_stays_open_goes_with_the_time(read, starts):
    """An open page changes with the time, from an hour before to the day after, without reload."""
    reader = at(read, starts - datetime.timedelta(hours=1), SUMMIT.en)
    page = reader.page
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    assert shown(reader) == BEFORE
    status = page.locator(".hero [role=status]")
    assert status.inner_text().strip() == ""
    page.clock.run_for("01:00:30")
    assert shown(reader) == DURING
    assert "This event is happening now." in status.inner_text()
    link = status.locator("a")
    assert link.is_visible()
    assert link.get_attribute("href").startswith("https://")
    for _hour in range(40):
        page.clock.run_for("01:00:00")
    assert shown(reader) == AFTER
    assert "This event is over." in status.inner_text()
    assert asked == []
    assert reader.trouble == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_first_page_leads_to_the_stream(read, starts, language):
    reader = at(read, starts + datetime.timedelta(hours=2), PAGES["home"][language])
    link = reader.page.locator(".hero [role=status] a")
    assert link.is_visible()
    assert link.get_attribute("href").startswith("https://")
    assert reader.axe_day_and_night() == []


def test_a_page_that_was_left_and_comes_back(read, starts):
    reader = at(read, starts - datetime.timedelta(hours=1), SUMMIT.en)
    reader.page.clock.set_fixed_time(starts + datetime.timedelta(hours=1))
    assert shown(reader) == BEFORE
    reader.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert shown(reader) == DURING


def test_the_program_marks_what_goes_on(read, starts):
    reader = at(read, starts + datetime.timedelta(minutes=5), SUMMIT.es)
    now = reader.page.locator(".session[data-state=now]")
    times = now.evaluate_all("all => all.map(each => [each.dataset.starts, each.dataset.ends])")
    moment = starts + datetime.timedelta(minutes=5)
    assert times
    for bounds in times:
        begins, ends = map(datetime.datetime.fromisoformat, bounds)
        assert begins <= moment <= ends
    assert reader.page.locator(".session .badge-live:visible").count() == len(times)


def test_cards_follow_too(read, starts):
    reader = at(read, starts - datetime.timedelta(days=400), PAGES["dialogues"].en)
    first = reader.page.locator(".card[data-state=upcoming]").first
    begins = datetime.datetime.fromisoformat(first.get_attribute("data-starts"))
    title = first.locator("h3").inner_text()
    reader.close()
    reader = at(read, begins + datetime.timedelta(minutes=1), PAGES["dialogues"].en)
    card = reader.page.locator(".card", has_text=title).first
    assert card.locator(".badge-live").is_visible()
    assert not card.locator(".badge-past").is_visible()


def test_a_wrong_clock_brings_nothing_back(read, starts):
    """A wrong clock does not bring back what the server knows to be over."""
    path = PAGES["dialogue-past"].en
    reader = at(read, datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC), path)
    assert reader.page.locator("main .badge-past").first.is_visible()
    assert reader.page.locator(".actions a[href$='calendar.ics']").count() == 0


@pytest.mark.parametrize("language", ["en", "es"])
def test_without_script_nothing_is_missing(read, language):
    reader = read(script=False, timezone_id="Asia/Tokyo")
    reader.open(SUMMIT[language])
    words = reader.page.locator(".hero .when-time").inner_text()
    assert ("Mexico City time" if language == "en" else "hora de la Ciudad de México") in words
    assert shown(reader) == BEFORE
    assert not reader.page.locator("[data-own-time-note]").is_visible()
    assert not reader.page.locator(".theme-choice").is_visible()


# ---------------------------------------------------------------- directions
MAPS = {
    "phone": {"has_touch": True, "is_mobile": True, "width": PHONE},
    "desk": {},
}


@pytest.mark.parametrize("device", MAPS)
@pytest.mark.parametrize("script", [True, False])
def test_a_map_is_one_touch_away_and_asked_by_nobody_else(read, device, script):
    reader = read(script=script, **MAPS[device])
    reader.open(SUMMIT.es)
    links = reader.page.locator(".map-links a:visible")
    addresses = (
        links.evaluate_all("all => all.map(a => a.href)")
        if script
        else [links.nth(number).get_attribute("href") for number in range(links.count())]
    )
    schemes = [address.split(":")[0] for address in addresses]
    assert schemes == (["geo", "https"] if device == "phone" else ["https"])
    assert all("Papel%20Picado" in address for address in addresses)
    assert reader.trouble == []


# ---------------------------------------------------------------- colors, menu, copies
def background(reader) -> str:
    return reader.page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_the_colors_are_kept_only_when_chosen(read):
    reader = read(color_scheme="light")
    reader.open(PAGES["home"].en)
    page = reader.page
    light = background(reader)
    assert page.evaluate("localStorage.length") == 0
    page.locator("[data-theme-choice=dark]").check()
    assert background(reader) != light
    assert page.evaluate("({...localStorage})") == {"theme": "dark"}
    reader.open(PAGES["about"].es)
    assert background(reader) != light
    assert page.locator("[data-theme-choice=dark]").is_checked()
    # No bright flash: it is dark before anything is painted.
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.locator("[data-theme-choice=auto]").check()
    assert background(reader) == light
    assert page.evaluate("localStorage.length") == 0
    page.emulate_media(color_scheme="dark")
    assert background(reader) != light


def test_the_colors_are_there_before_the_first_paint(read):
    """The script comes before the body: no element is drawn in the wrong colors."""
    reader = read()
    reader.open(PAGES["home"].en)
    reader.page.evaluate("localStorage.setItem('theme', 'dark')")
    reader.page.add_init_script(
        "new MutationObserver((_, observer) => { if (document.body) {"
        " window.first = document.documentElement.dataset.theme; observer.disconnect(); } })"
        ".observe(document, {childList: true, subtree: true})"
    )
    reader.open(PAGES["about"].en)
    assert reader.page.evaluate("window.first") == "dark"


def test_colors_can_be_chosen_where_nothing_may_be_stored(read):
    reader = read(color_scheme="light")
    reader.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('forbidden'); }})"
    )
    reader.open(PAGES["home"].en)
    light = background(reader)
    reader.page.locator("[data-theme-choice=dark]").check()
    assert background(reader) != light
    assert reader.trouble == []


def test_the_menu_closes_by_escape_and_by_a_click_elsewhere(read):
    reader = read(width=PHONE)
    reader.open(PAGES["home"].es)
    page = reader.page
    menu, summary = page.locator("details.menu"), page.locator("details.menu summary")
    summary.click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert summary.evaluate("each => each === document.activeElement")
    summary.click()
    assert menu.get_attribute("open") is not None
    page.mouse.click(200, 780)
    assert menu.get_attribute("open") is None


def test_a_link_is_copied_and_said(read, site):
    reader = read(permissions=["clipboard-read", "clipboard-write"])
    reader.open(PAGES["news-item"].es)
    button = reader.page.locator("[data-copy]").first
    button.click()
    said = reader.page.locator(".share [role=status]").first
    said.filter(has_text=re.compile(r"\w")).wait_for()
    assert said.inner_text() == button.get_attribute("data-copied")
    copied = reader.page.evaluate("navigator.clipboard.readText()")
    assert copied == button.get_attribute("data-copy")
    assert copied.endswith(PAGES["news-item"].es)
