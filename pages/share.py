"""Generate the share image of a page: title, date, and its own image or a paper-cut pattern.

It is generated on first request and stored. Equal cards give equal bytes; the `digest` of the card
is part of the URL, so that the image may be cached forever.
"""

import hashlib
import io
import json
import logging
import unicodedata
from dataclasses import asdict, dataclass, replace
from functools import cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw, ImageFont
from wagtail.images import get_image_model
from wagtail.images.models import Filter

from pages.page_lookup import open_pages
from pages.public_languages import in_public_language
from papel import colors, drawing

logger = logging.getLogger(__name__)

WIDTH, HEIGHT = 1200, 630
DESIGN = 1  # increase when the design changes: every image then gets a new URL
FOLDER = "share"
YEAR = 365 * 24 * 3600
HOUR = 3600

FONT = "fonts/bricolage-grotesque.woff2"  # the static file that pages use
PAPER, INK, ACCENT = (colors.COLORS[name] for name in ("cal", "noche", "rosa mexicano"))
LEFT, RIGHT, TOP, BOTTOM = 72, 772, 66, 560  # pixels, bounds of the text
SHEET = (812, 0, WIDTH - 812, HEIGHT)  # x, y, width, height of the pattern, in pixels
BESIDE = Filter(spec=f"fill-{SHEET[2]}x{SHEET[3]}|format-png")  # for the page's own image
SIZES = (88, 80, 72, 64, 58, 52, 46)
LINES = 4
COLORS = 96
PNG_END = b"IEND\xaeB`\x82"


@dataclass(frozen=True)
class Card:
    """The content of a share image, in the language of the page."""

    site: str  # "" if the title contains it
    title: str
    lines: tuple[str, ...] = ()  # date and place
    pattern: str = ""  # seed of the pattern: equal in all languages
    image: int | None = None  # key of the page's own image, instead of the pattern
    version: str = ""  # changes with that image's file and focal point


def digest(card: Card) -> str:
    """Return 16 hexadecimal digits that depend on the card and the design."""
    said = json.dumps([DESIGN, asdict(card)], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def titled(title: str, lines: tuple[str, ...] = (), pattern: str = "", image=None) -> Card:
    """Return a card in the active language, with the site's name unless the title has it.

    `image` is the page's own image or None.
    """
    site = _("Peace Summit")
    card = Card("" if site in title else site, title, lines, pattern)
    if image is None:
        return card
    version = f"{image.file_hash or image.file.name} {BESIDE.get_cache_key(image)}"
    return replace(card, image=image.pk, version=version)


def site_card() -> Card:
    """Return the card of the site itself, in the active language."""
    return titled(_("Peace Summit"), pattern="site")


# ------------------------------------------------------------------ rendering
@cache
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(finders.find(FONT)), size)
    font.set_variation_by_axes([weight])
    return font


@cache
def _is_drawn(letter: str) -> bool:
    return letter.isspace() or _font(40, 800).getmask(letter).getbbox() is not None


def drawable(words: str) -> str:
    """Return `words` in characters of the font: "ç" becomes "c"; unknown ones are left out."""
    out = []
    for letter in unicodedata.normalize("NFC", words):
        if _is_drawn(letter):
            out.append(letter)
        else:
            plain = unicodedata.normalize("NFKD", letter)
            out += [part for part in plain if not unicodedata.combining(part) and _is_drawn(part)]
    return " ".join("".join(out).split())


def wrap(words: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Return `words` in lines of at most `width` pixels; wider words are broken."""
    lines: list[str] = []
    for word in words.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(joined) <= width:
            lines[-1] = joined
            continue
        lines.append(word)
        while font.getlength(lines[-1]) > width and len(lines[-1]) > 1:
            cut = len(lines[-1]) - 1
            while cut > 1 and font.getlength(lines[-1][:cut]) > width:
                cut -= 1
            lines[-1:] = [lines[-1][:cut], lines[-1][cut:]]
    return lines


def fit(words: str, width: int, height: int) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """Return the lines of a title, four at most, and the largest font in which they fit.

    In the smallest size, overflow is cut and ends in "…".
    """
    for size in SIZES:
        font = _font(size, 800)
        lines = wrap(words, font, width)
        whole = all(font.getlength(word) <= width for word in words.split())
        if whole and len(lines) <= LINES and len(lines) * size * 1.12 <= height:
            return lines, font
    lines = wrap(words, font, width)
    if len(lines) > LINES:
        last = lines[LINES - 1]
        while " " in last and font.getlength(f"{last}…") > width:
            last = last.rpartition(" ")[0]
        lines = [*lines[: LINES - 1], f"{last.rstrip(' ,.;:–—')}…"]
    return lines, font


def draw(card: Card, beside: Image.Image | None = None) -> bytes:
    """Return the image as PNG, 1200 by 630 pixels.

    `beside` is the page's own image, in the size of the pattern that it replaces.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    x, y, width, height = SHEET
    image.paste(beside or drawing.raster(card.pattern or card.title, width, height), (x, y))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 16, HEIGHT), fill=ACCENT)
    top, bottom = TOP, BOTTOM
    if card.site:
        font = _font(32, 700)
        pen.text((LEFT, top), drawable(card.site), font=font, fill=ACCENT, anchor="la")
        top += 78
    font = _font(34, 600)
    below = [line for words in card.lines for line in wrap(drawable(words), font, RIGHT - LEFT)]
    for line in reversed(below[:3]):
        pen.text((LEFT, bottom), line, font=font, fill=INK, anchor="ls")
        bottom -= 46
    bottom -= 20 if below else 0
    lines, font = fit(drawable(card.title), RIGHT - LEFT, bottom - top)
    step = font.size * 1.12
    # A short title without a site name is centered vertically.
    start = top if card.site else top + (bottom - top - len(lines) * step) / 2
    for number, line in enumerate(lines):
        pen.text((LEFT, start + number * step), line, font=font, fill=INK, anchor="la")
    out = io.BytesIO()
    colors = COLORS if beside is None else 256  # it may be a photo
    image.quantize(colors).save(out, "PNG", optimize=True)
    return out.getvalue()


# ------------------------------------------------------------------ URLs
def path(language: str, card: Card, pk: int | None = None, part: str = "") -> str:
    """Return the URL of the image of the page `pk`, or of the site, in this language.

    `part` is a part of the page with its own URL (the slug of a partner).
    """
    with translation.override(language):
        if pk is None:
            return reverse("share_site", args=[digest(card)])
        if part:
            return reverse("share_part", args=[pk, part, digest(card)])
        return reverse("share_page", args=[pk, digest(card)])


@require_safe
@in_public_language
def serve(request: HttpRequest, digest: str, pk: int | None = None, part: str = "") -> HttpResponse:
    """Serve the image, generating it on first request.

    The URL of an older version redirects to the current image; 404 if the page is not public.
    """
    language = translation.get_language() or settings.LANGUAGE_CODE
    card = _card_of(request, language, pk, part)
    address = path(language, card, pk, part)
    if request.path != address:
        elsewhere = redirect(address)
        patch_cache_control(elsewhere, public=True, max_age=HOUR)
        return elsewhere
    answer = HttpResponse(_picture(card, _folder(language, pk, part)), content_type="image/png")
    patch_cache_control(answer, public=True, max_age=YEAR, immutable=True)
    return answer


def _card_of(request: HttpRequest, language: str, pk: int | None, part: str) -> Card:
    if pk is None:
        return site_card()
    page = open_pages(request).filter(pk=pk, locale__language_code=language)
    found = page.select_related("locale").specific().first()
    card = found.share_card(part) if hasattr(found, "share_card") else None
    if card is None:
        raise Http404
    return card


# ------------------------------------------------------------------ storage
def _folder(language: str, pk: int | None, part: str) -> str:
    """Return the folder that holds only the image of one page or part."""
    return f"{FOLDER}/{language}/{'site' if pk is None else pk}/{part or '_'}"


def _picture(card: Card, folder: str) -> bytes:
    name = f"{folder}/{digest(card)}.png"
    kept = _read(name)
    if kept is None:
        beside = _beside(card)
        kept = draw(card, beside)
        if card.image and beside is None:
            return kept  # do not store it: the page's own image may be available later
        try:
            _keep(name, kept)
        except Exception:  # whatever happens to the storage, serve the image
            logger.exception("The share picture %s could not be kept", name)
    return kept


def _beside(card: Card) -> Image.Image | None:
    """Return the page's own image, or None if it has none or rendering fails."""
    image = get_image_model().objects.filter(pk=card.image).first() if card.image else None
    if image is None:
        return None
    try:
        drawn = BESIDE.run(image, io.BytesIO())
        with Image.open(drawn.f) as picture:
            return picture.convert("RGB")
    except Exception:  # decoders raise anything for broken files
        logger.exception("The picture %s could not be drawn for sharing", image.pk)
        return None


def _read(name: str) -> bytes | None:
    """Return the stored image; None if it is missing or truncated.

    An unavailable storage counts as missing: the image is generated again.
    """
    try:
        with default_storage.open(name) as file:
            data = file.read()
    except OSError:
        return None
    return data if data.endswith(PNG_END) else None


def _keep(name: str, data: bytes) -> None:
    """Store an image, and delete those of older versions."""
    if default_storage.exists(name):
        default_storage.delete(name)
    # If another process was faster, the storage adds a suffix to our name; it is deleted below.
    default_storage.save(name, ContentFile(data))
    folder, _slash, own = name.rpartition("/")
    for other in default_storage.listdir(folder)[1]:
        if other != own:
            default_storage.delete(f"{folder}/{other}")
