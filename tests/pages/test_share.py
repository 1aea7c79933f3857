"""The share image of a page."""

import contextlib
import io
import threading

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import translation
from PIL import Image

from home.models import StandardPage
from pages import share
from pages.models import SummitImage
from pages.share import Card
from tests.reviewed import translate

LONG = (
    "Responsabilidades extraordinariamente interinstitucionales de las organizaciones "
    "participantes en la construcción de la paz, la memoria y la justicia en toda la región"
)


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


# ------------------------------------------------------------------ drawing
@pytest.mark.parametrize(
    "card",
    [
        Card("Peace Summit", "About", (), "a"),
        Card("Cumbre Binacional por la Paz", LONG, ("23 y 24 de febrero", "Ciudad de México"), "b"),
        Card("", "Peace Summit"),
        Card("Peace Summit", "W" * 200, ("x " * 300,), "c"),
        Card("Peace Summit", "☃ 平和", (), "d"),
        Card("Peace Summit", "", (), "e"),
    ],
)
def test_a_picture_of_the_right_size_and_light(card):
    data = share.draw(card)
    assert picture(data).size == (1200, 630)
    assert picture(data).format == "PNG"
    assert len(data) < 300_000
    assert data.endswith(share.PNG_END)


def test_the_same_words_give_the_same_picture_and_others_another():
    card = Card("Peace Summit", "About", ("Today",), "a")
    assert share.draw(card) == share.draw(card)
    for other in (
        Card("Cumbre", "About", ("Today",), "a"),
        Card("Peace Summit", "About us", ("Today",), "a"),
        Card("Peace Summit", "About", ("Tomorrow",), "a"),
        Card("Peace Summit", "About", ("Today",), "b"),
    ):
        assert share.draw(card) != share.draw(other)
        assert share.digest(card) != share.digest(other)


def test_words_stay_on_their_side():
    for card in (
        Card("Cumbre Binacional por la Paz", LONG, ("W" * 90,), "a"),
        Card("Cumbre", "W" * 100, (LONG,), "a"),
    ):
        empty = picture(share.draw(Card("", "", (), "a"))).convert("RGB")
        full = picture(share.draw(card)).convert("RGB")
        edge = (share.RIGHT + 8, 0, share.SHEET[0], share.HEIGHT)
        assert full.crop(edge).getcolors() == empty.crop(edge).getcolors()


@pytest.mark.parametrize(
    ("words", "most"), [("Paz", 1), ("Diálogo en Tijuana", 2), (LONG[:60], 4), (LONG, 4)]
)
def test_a_title_fits(words, most):
    lines, font = share.fit(words, 700, 300)
    assert len(lines) <= most
    assert all(font.getlength(line) <= 700 for line in lines)
    assert len(lines) * font.size * 1.12 <= 300
    cut = " ".join(lines)
    assert cut == words or (cut.endswith("…") and words.startswith(cut[:-1]))
    assert (cut == words) == (words != LONG)


def test_a_short_title_is_larger():
    assert share.fit("Paz", 700, 300)[1].size > share.fit(LONG[:60], 700, 300)[1].size


def test_the_letters_of_both_languages_are_in_the_font():
    words = "áéíóúüñÁÉÍÓÚÜÑ¿¡“”‘’–—…·«»ABCxyz0123456789,.;:!?()&/'\"-"
    assert share.drawable(words) == words
    # Letters that the font lacks lose their accents, as in a headline, instead of vanishing.
    assert share.drawable("São Açaí ☃ Zoë") == "Sao Acaí Zoe"


# ------------------------------------------------------------------ serving
@pytest.fixture
def about(home):
    page = home.add_child(instance=StandardPage(title="About us", slug="about"))
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


@pytest.fixture(autouse=True)
def _empty(db):
    def clear(folder):
        folders, files = default_storage.listdir(folder)
        for name in files:
            default_storage.delete(f"{folder}/{name}")
        for name in folders:
            clear(f"{folder}/{name}")

    with contextlib.suppress(FileNotFoundError):
        clear(share.FOLDER)


def address(client, page) -> str:
    html = client.get(page.url).text
    start = html.index('property="og:image" content="http://localhost') + 45
    return html[start : html.index('"', start)]


def kept(page) -> list[str]:
    return default_storage.listdir(f"share/{page.locale.language_code}/{page.pk}/_")[1]


def test_it_is_drawn_once_then_read(client, about, monkeypatch):
    url = address(client, about)
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert "max-age=31536000" in answer["Cache-Control"]
    assert "immutable" in answer["Cache-Control"]
    assert "Set-Cookie" not in answer
    # The response is the same for everybody: caches need not vary it by the reader's language.
    assert "Accept-Language" not in answer.get("Vary", "")
    assert "Cookie" not in answer.get("Vary", "")
    assert kept(about) == [url.rpartition("-")[2]]

    def broken(card):
        raise AssertionError("drawn again")

    monkeypatch.setattr(share, "draw", broken)
    assert client.get(url).content == answer.content


def test_a_new_title_gives_a_new_address_and_the_old_one_leads_there(client, about):
    old = address(client, about)
    before = client.get(old).content
    about.title = "Who we are"
    about.save_revision().publish()
    new = address(client, about)
    assert new != old
    answer = client.get(old)
    assert answer.status_code == 302
    assert answer["Location"] == new
    assert "immutable" not in answer["Cache-Control"]
    assert client.get(new).content != before
    assert len(kept(about)) == 1


def test_each_language_has_its_own(client, about, spanish, inicio):
    acerca = translate(about, spanish, title="Acerca")
    one, other = address(client, about), address(client, acerca)
    assert one.startswith("/en/share/")
    assert other.startswith("/es/share/")
    assert client.get(one).content != client.get(other).content
    assert client.get(one.replace("/en/", "/es/")).status_code == 404
    assert client.get(one.replace("/en/", "/xx/")).status_code == 404
    with translation.override("es"):
        assert acerca.share_card().site == "Cumbre Binacional por la Paz"
        # Both languages use the same paper pattern.
        assert acerca.share_card().pattern == about.share_card().pattern


def test_only_what_anybody_may_read(client, about):
    url = address(client, about)
    about.view_restrictions.create(restriction_type="login")
    assert client.get(url).status_code == 404
    about.view_restrictions.all().delete()
    assert client.get(url).status_code == 200
    about.unpublish()
    assert client.get(url).status_code == 404
    assert client.get("/en/share/999999-0123456789abcdef.png").status_code == 404
    assert client.get(url.replace(f"/{about.pk}-", f"/{about.pk}/part/")).status_code == 404


def test_half_a_file_is_drawn_anew(client, about):
    url = address(client, about)
    whole = client.get(url).content
    name = f"share/en/{about.pk}/_/{kept(about)[0]}"
    default_storage.delete(name)
    default_storage.save(name, ContentFile(whole[:1000]))
    assert client.get(url).content == whole
    with default_storage.open(name) as file:
        assert file.read() == whole


def test_a_full_disk_takes_no_picture_away(client, about, monkeypatch, caplog):
    url = address(client, about)

    def full(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    assert client.get(url).status_code == 200
    assert "could not be kept" in caplog.text


def test_many_at_once_leave_one_file():
    card, folder, answers = Card("", "Together"), "share/en/1/_", []
    threads = [
        threading.Thread(target=lambda: answers.append(share._picture(card, folder)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(answers)) == 1
    assert len(answers) == 4
    share._picture(card, folder)
    assert default_storage.listdir(folder)[1] == [f"{share.digest(card)}.png"]


@pytest.mark.parametrize(("path", "code"), [("/en/search/", "en"), ("/es/nada/", "es")])
def test_what_is_no_page_has_the_picture_of_the_site(client, home, inicio, path, code):
    html = client.get(path).text
    start = html.index(f"http://localhost/{code}/share/site-") + len("http://localhost")
    assert client.get(html[start : html.index('"', start)]).status_code == 200


def test_what_an_editor_has_chosen_wins(client, about):
    from pages.models import SummitImage

    data = io.BytesIO()
    Image.new("RGB", (1600, 1200), "red").save(data, "PNG")
    image = SummitImage.objects.create(
        title="Red", file=ContentFile(data.getvalue(), "red.png"), description="All in red"
    )
    about.social_image = image
    about.save_revision().publish()
    html = client.get(about.url).text
    assert "/share/" not in html.partition("</head>")[0]
    assert '<meta property="og:image:type" content="image/jpeg">' in html
    assert '<meta property="og:image:width" content="1200">' in html
    assert '<meta property="og:image:height" content="630">' in html
    assert '<meta property="og:image:alt" content="All in red">' in html


# ------------------------------------------------------------------ the page's own image
def own_picture(color: str) -> SummitImage:
    output = io.BytesIO()
    Image.new("RGB", (900, 700), color).save(output, "PNG")
    return SummitImage.objects.create(title="A", file=ContentFile(output.getvalue(), "a.png"))


def beside(client, page) -> tuple[int, ...]:
    """Return the color in the middle of the right side of a share image."""
    shown = picture(client.get(address(client, page)).content).convert("RGB")
    return shown.getpixel((1000, 300))


def test_n14_a_page_is_shared_with_its_own_picture(client, about, spanish, inicio):
    plain = address(client, about)
    about.listing_image = own_picture("#123456")
    about.save_revision().publish()
    assert beside(client, about) == (0x12, 0x34, 0x56)
    first = address(client, about)
    assert first != plain
    acerca = translate(about, spanish, title="Acerca")
    assert beside(client, acerca) == (0x12, 0x34, 0x56)
    about.listing_image = own_picture("#654321")
    about.save_revision().publish()
    assert address(client, about) != first
    assert beside(client, about) == (0x65, 0x43, 0x21)


def test_n14_cut_paper_stands_in_for_a_picture_that_cannot_be_drawn(client, about, caplog):
    about.listing_image = image = own_picture("#123456")
    about.save_revision().publish()
    default_storage.delete(image.file.name)
    url = address(client, about)
    assert client.get(url).content == share.draw(
        share.titled("About us", pattern=str(about.translation_key))
    )
    default_storage.save(image.file.name, own_picture("#123456").file)
    assert beside(client, about) == (0x12, 0x34, 0x56), "once it can be drawn, it is"
