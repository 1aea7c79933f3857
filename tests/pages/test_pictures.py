"""Images from every kind of upload: no hidden data is kept, and no stored file breaks a page."""

import datetime
import json
import zlib
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageChops, PngImagePlugin
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile

from home.models import StandardPage
from news.models import NewsIndexPage, NewsPage
from pages.clock import Clock
from pages.models import SummitImage
from partners.models import Partner, PartnerIndexPage

SIZE = (64, 48)
SECRET = b"SECRET-PLACE"
KINDS = {
    "JPEG": ("L", "RGB", "CMYK"),
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "WEBP": ("RGB", "RGBA"),
    "AVIF": ("RGB", "RGBA"),
    "GIF": ("L", "P", "RGBA"),
}
EVERY_MODE = [(kind, mode) for kind, modes in KINDS.items() for mode in modes]


def drawing(mode: str = "RGB") -> Image.Image:
    gray = Image.linear_gradient("L").resize(SIZE)
    if mode == "I;16":
        return gray.convert("I").point(lambda value: value * 257 + 0).convert("I;16")
    return gray.convert(mode)


def written(kind: str = "PNG", mode: str = "RGB", **options) -> bytes:
    output = BytesIO()
    drawing(mode).save(output, kind, **options)
    return output.getvalue()


def telling(kind: str) -> bytes:
    """Return an image with location, time, author and camera in every way its format allows."""
    exif = Image.Exif()
    exif[0x010F] = exif[0x013B] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (19.0, 25.0, 57.0), 3: "W", 4: (99.0, 7.0, 59.0)})
    options: dict = {"comment": SECRET} if kind in ("JPEG", "GIF") else {}
    if kind != "GIF":
        options |= {"exif": exif}
    if kind in ("JPEG", "WEBP", "AVIF"):
        options["xmp"] = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    if kind == "PNG":
        options["pnginfo"] = text = PngImagePlugin.PngInfo()
        text.add_text("Author", SECRET.decode())
        text.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        text.add(b"prVt", SECRET)
        text.add(b"prVs", SECRET, after_idat=True)
    return written(kind, **options) + b"\0behind the end" + SECRET


def chunk(name: bytes, data: bytes) -> bytes:
    """Return a PNG chunk."""
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)


def png_with(name: bytes, data: bytes, behind: bool = False) -> bytes:
    """Return a PNG with an additional chunk before or after its pixels."""
    content = written("PNG")
    at = content.index(b"IEND" if behind else b"IDAT") - 4
    return content[:at] + chunk(name, data) + content[at:]


#: Every spot of a file that can hide data, one at a time: (kind, content).
HIDING: dict[str, tuple[str, bytes]] = {
    f"{what}, {'behind' if behind else 'before'}": (
        "PNG",
        png_with(what.encode()[:4], data, behind),
    )
    for what, data in {
        "tEXt": b"Author\0" + SECRET,
        "zTXt": b"Author\0\0" + zlib.compress(SECRET),
        "iTXt": b"Author\0\0\0\0\0" + SECRET,
        "iTXt compressed": b"Author\0\1\0\0\0" + zlib.compress(SECRET),
        "eXIf": b"MM\0*\0\0\0\x08\0\1\x01\x3b\0\2\0\0\0\x0c\0\0\0\x1a\0\0\0\0" + SECRET,
        "tIME": b"\x07\xea\5\x14\x0a\0\0",
        "prVt": SECRET,
    }.items()
    for behind in (False, True)
} | {f"after the end of a {kind}": (kind, written(kind) + SECRET) for kind in KINDS}


def upload(content: bytes, kind: str = "PNG") -> SimpleUploadedFile:
    return SimpleUploadedFile(f"a.{kind.lower()}", content, f"image/{kind.lower()}")


def hidden(content: bytes, kind: str) -> list[bytes]:
    """Return PNG chunks beside the image, by name, and the secret if the file contains it."""
    found = [SECRET] if SECRET in content else []
    at = 8
    while kind == "PNG" and at < len(content):
        size, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        found += [name] if name not in (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND") else []
        at += size + 12
    return found


@pytest.fixture
def staff(home, inicio) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("admin"))
    return client


# ------------------------------------------------------------------ kinds of upload
def described(prefix: str = "") -> dict:
    root = Collection.get_first_root_node().pk
    return {f"{prefix}title": "A", f"{prefix}collection": root, f"{prefix}is_decorative": "on"}


def single(client, file) -> list[str]:
    response = client.post(reverse("wagtailimages:add"), described() | {"file": file})
    return [] if response.status_code == 302 else response.context["form"].errors["file"]


def several(client, file) -> list[str]:
    data = {"title": "A", "files[]": file, "collection": Collection.get_first_root_node().pk}
    response = client.post(reverse("wagtailimages:add_multiple"), data)
    assert response.status_code == 200
    found = response.json()
    if not found["success"]:
        return [found["error_message"]]
    number = found["uploaded_file_id"]
    with UploadedFile.objects.get(pk=number).file.open() as kept:
        kind = file.name.rpartition(".")[2].upper()
        assert not hidden(kept.read(), kind), "while it waits for its description"
    address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[number])
    response = client.post(address, described(f"uploaded-image-{number}-"))
    assert response.json()["success"]
    return []


def chooser(client, file) -> list[str]:
    prefix = "image-chooser-upload-"
    data = described(prefix) | {f"{prefix}file": file}
    response = client.post(reverse("wagtailimages_chooser:create"), data)
    assert response.status_code == 200
    found = json.loads(response.content)
    return [] if found["step"] == "chosen" else [found["htmlFragment"]]


def replacing(client, file) -> list[str]:
    image = SummitImage.objects.create(title="Old", file=ContentFile(written(), "old.png"))
    address = reverse("wagtailimages:edit", args=[image.pk])
    response = client.post(address, described() | {"file": file})
    if response.status_code == 302:
        return []
    image.delete()
    return response.context["form"].errors["file"]


def from_program(file) -> None:
    """Store the file as commands and the sample content do."""
    SummitImage.objects.create(title="A", file=ContentFile(file.read(), file.name))


FORMS = [single, several, chooser, replacing]


@pytest.mark.parametrize(
    ("way", "kind", "most_in_memory"),
    [
        *[(single, kind, 2**20) for kind in KINDS],
        *[(way, "PNG", size) for way in FORMS for size in (2**20, 0)],
        (several, "JPEG", 0),
        (several, "WEBP", 0),
    ],
)
def test_n08_nothing_hidden_is_stored(staff, settings, way, kind, most_in_memory):
    """No hidden data is stored, even from uploads that exceed memory and go to a temporary file."""
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = most_in_memory
    sent = telling(kind)
    assert SECRET in sent
    assert way(staff, upload(sent, kind)) == []
    image = SummitImage.objects.get()
    with image.file.open() as file:
        stored = file.read()
    assert SECRET not in stored
    with Image.open(BytesIO(stored)) as picture:
        picture.load()
        assert picture.format == kind
        assert not picture.getexif()
        assert ImageChops.difference(picture.convert("L"), drawing("L")).getextrema()[1] < 8
    assert (image.width, image.height) == SIZE
    assert image.file_size == len(stored)
    assert not UploadedFile.objects.exists()


@pytest.mark.parametrize("way", FORMS)
@pytest.mark.parametrize("where", HIDING)
def test_n08_no_hiding_place_is_left_by_any_way(staff, way, where):
    """Each spot is tested alone: a file with several was once rewritten because of another."""
    kind, sent = HIDING[where]
    with Image.open(BytesIO(sent)) as picture:
        picture.load()
        assert picture.format == kind
    assert way(staff, upload(sent, kind)) == []
    with SummitImage.objects.get().file.open() as file:
        stored = file.read()
    assert not hidden(stored, kind)


@pytest.mark.parametrize("where", HIDING)
def test_n08_no_hiding_place_is_left_by_a_program(db, where):
    kind, sent = HIDING[where]
    assert hidden(sent, kind)
    from_program(upload(sent, kind))
    with SummitImage.objects.get().file.open() as file:
        assert not hidden(file.read(), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_n08_nothing_hidden_is_stored_by_a_program(db, kind):
    from_program(upload(telling(kind), kind))
    with SummitImage.objects.get().file.open() as file:
        assert SECRET not in file.read()


def test_n08_colors_stay_when_their_profile_goes(db):
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    from_program(upload(written("PNG", icc_profile=profile)))
    with SummitImage.objects.get().file.open() as file, Image.open(file) as picture:
        assert "icc_profile" not in picture.info
        assert ImageChops.difference(picture.convert("L"), drawing("L")).getextrema()[1] < 3


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_n08_a_picture_of_a_person_tells_nothing_either(staff, kind):
    profile = UserProfile.get_for_user(User.objects.get(username="admin"))
    data = {
        "name_email-first_name": "A",
        "name_email-last_name": "B",
        "name_email-email": "a@example.org",
        "locale-preferred_language": "en",
        "locale-current_time_zone": "",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "avatar-avatar": upload(telling(kind), kind),
    }
    assert staff.post(reverse("wagtailadmin_account"), data).status_code == 302
    profile.refresh_from_db()
    with profile.avatar.open() as file:
        assert SECRET not in file.read()


# ------------------------------------------------------------------ leftovers
def pending(client) -> UploadedFile:
    data = {"title": "A", "files[]": upload(written()), "collection": 1}
    found = client.post(reverse("wagtailimages:add_multiple"), data).json()
    return UploadedFile.objects.get(pk=found["uploaded_file_id"])


def test_n08_what_nobody_finishes_goes_after_a_day(staff):
    row, lost = pending(staff), pending(staff)
    names = [row.file.name, lost.file.name]
    UploadedFile.objects.filter(pk=lost.pk).delete()  # its file remains
    now = timezone.now()
    Clock().tick(now + datetime.timedelta(hours=23))
    assert UploadedFile.objects.get() == row
    assert all(default_storage.exists(name) for name in names)
    Clock().tick(now + datetime.timedelta(hours=25))
    assert not UploadedFile.objects.exists()
    assert not any(default_storage.exists(name) for name in names)
    Clock().tick(now + datetime.timedelta(hours=27))  # an empty folder causes no error


@pytest.mark.parametrize(
    ("language", "arrived", "button"),
    [
        ("en", "the image is not in the library yet", "Add to the library"),
        ("es", "la imagen todavía no está en la biblioteca", "Agregar a la biblioteca"),
    ],
)
def test_n08_the_screen_says_what_is_still_to_be_done(staff, language, arrived, button):
    user = User.objects.get(username="admin")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    html = staff.get(reverse("wagtailimages:add_multiple")).text
    assert arrived in html
    assert "Upload successful. Please" not in html
    assert "Image updated." not in html
    data = {"title": "A", "files[]": upload(written()), "collection": 1}
    answer = staff.post(reverse("wagtailimages:add_multiple"), data).json()
    assert button in answer["form"]
    assert not SummitImage.objects.exists()


# ------------------------------------------------------------------ unreadable images
@pytest.fixture
def published(home, english):
    """Return a function that publishes an image everywhere and returns the URLs that show it."""

    def publish(image: SummitImage) -> list[str]:
        directory = PartnerIndexPage(title="Partners", slug="partners")
        home.add_child(instance=directory)
        directory.save_revision().publish()
        Partner.objects.create(
            name="Voices", slug="voices", country="US", region="us-ca", locale=english, logo=image
        )
        index = NewsIndexPage(title="News", slug="news", listing_image=image)
        home.add_child(instance=index)
        index.save_revision().publish()
        block = {"image": image.pk, "caption": "", "alt_text": ""}
        page = NewsPage(
            title="Big news",
            slug="big",
            date=datetime.date(2030, 5, 20),
            introduction="News.",
            listing_image=image,
            social_image=image,
            body=json.dumps([{"type": "picture", "value": block}]),
        )
        index.add_child(instance=page)
        page.save_revision().publish()
        home.social_image = image
        home.save_revision().publish()
        return ["/en/", "/en/news/", "/en/news/big/", "/en/partners/voices/", "/en/news/feed/"]

    return publish


@pytest.mark.parametrize("way", FORMS)
def test_n01_sixteen_bits_by_each_way(staff, way):
    assert way(staff, upload(written("PNG", "I;16"))) == []
    with SummitImage.objects.get().file.open() as file, Image.open(file) as picture:
        assert picture.mode == "RGB"


@pytest.mark.parametrize(("kind", "mode"), EVERY_MODE)
def test_n01_every_mode_is_stored_with_eight_bits(db, kind, mode):
    from_program(upload(written(kind, mode), kind))
    with SummitImage.objects.get().file.open() as file, Image.open(file) as picture:
        assert picture.mode in ({"L", "P"} if kind == "GIF" else {"RGB", "RGBA"})
        seen = drawing("1" if mode == "1" else "L").convert("L")
        assert ImageChops.difference(picture.convert("L"), seen).getextrema()[1] < 9


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "I;16"), ("PNG", "LA"), ("JPEG", "CMYK")])
def test_n01_what_is_taken_is_drawn_on_each_page(staff, published, kind, mode):
    assert single(staff, upload(written(kind, mode), kind)) == []
    for address in published(SummitImage.objects.get())[:-1]:
        response = staff.get(address)
        assert response.status_code == 200, address
        assert "not-found" not in response.text, address
    assert "/media/images/" in response.text


@pytest.mark.parametrize(
    ("way", "kind"), [*[(single, kind) for kind in KINDS], *[(way, "PNG") for way in FORMS[1:]]]
)
def test_n01_a_picture_that_is_cut_off_is_refused_with_a_sentence(staff, way, kind):
    noise = BytesIO()
    Image.effect_noise((300, 200), 90).convert("RGB").save(noise, kind)
    for part in (0.2, 0.6, 0.95):
        content = noise.getvalue()[: int(len(noise.getvalue()) * part)]
        (error,) = way(staff, upload(content, kind))
        assert "save it as JPEG or PNG" in error or "not an image" in error, part
    assert not SummitImage.objects.exists()
    assert not UploadedFile.objects.exists()


def test_n01_it_is_refused_in_spanish(staff):
    user = User.objects.get(username="admin")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "es"})
    noise = BytesIO()
    Image.effect_noise((300, 200), 90).save(noise, "PNG")
    data = described() | {"file": upload(noise.getvalue()[:9000])}
    html = staff.post(reverse("wagtailimages:add"), data).text
    assert "guárdala como JPEG o PNG" in html


def test_n01_many_frames_are_counted_together(staff, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64 * 48 * 3
    moving = BytesIO()
    frames = [drawing().rotate(angle) for angle in (0, 90, 180, 270)]
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:])
    (error,) = single(staff, upload(moving.getvalue(), "GIF"))
    assert "save it as JPEG or PNG" in error


def inflated() -> bytes:
    """Return an image whose text chunk decompresses to more than decoders accept."""
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "x" * 2**21, zip=True)
    return written("PNG", pnginfo=text)


def immense() -> bytes:
    """Return a small file that claims to have 900 million pixels."""
    content = bytearray(written("PNG"))
    content[16:24] = (30_000).to_bytes(4) * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4)
    return bytes(content)


def stored_raw(content: bytes | None) -> SummitImage:
    """Return an image whose file predates the rule, was damaged since, or is missing."""
    image = SummitImage.objects.create(title="A", file=ContentFile(written(), "a.png"))
    default_storage.delete(image.file.name)
    if content is not None:
        default_storage.save(image.file.name, ContentFile(content))
    return SummitImage.objects.get(pk=image.pk)


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"no picture",
        written("PNG", "I;16"),
        written("PNG")[:90],
        inflated(),
        immense(),
    ],
    ids=["gone", "empty", "text", "16 bits", "cut off", "inflated", "immense"],
)
def test_n01_a_picture_that_cannot_be_drawn_costs_no_page(client, published, content):
    image = stored_raw(content)
    for address in published(image):
        response = client.get(address)
        assert response.status_code == 200, address
        if "og:image" in response.text:
            share = response.text.split('property="og:image" content="')[1].partition('"')[0]
            assert client.get(share.removeprefix("http://localhost")).status_code == 200


def screens(image: SummitImage) -> list[str]:
    """Return the admin URLs that show `image`, published by `published`."""
    page = NewsPage.objects.get()
    first, second = page.save_revision().pk, page.save_revision().pk
    partner = Partner.objects.get()
    pictures, chooser = "wagtailimages", "wagtailimages_chooser"
    number = [image.pk]
    return [
        reverse(f"{pictures}:index"),
        reverse(f"{pictures}:index") + "?layout=list",
        reverse(f"{pictures}:edit", args=number),
        reverse(f"{pictures}:image_usage", args=number),
        reverse(f"{pictures}:delete", args=number),
        reverse(f"{chooser}:choose"),
        reverse(f"{chooser}:choose") + "?layout=list",
        reverse(f"{chooser}:choose") + "?select_format=true",
        reverse(f"{chooser}:chosen", args=number),
        reverse(f"{chooser}:chosen_multiple") + f"?id={image.pk}",
        reverse(f"{chooser}:select_format", args=number),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:edit", args=[page.get_site().root_page.pk]),
        reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
        reverse("wagtailadmin_pages:revisions_view", args=[page.pk, first]),
        reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", second]),
        reverse("partners_partner_modeladmin_edit", args=[partner.pk]),
        reverse("partners_partner_modeladmin_index"),
        reverse("wagtailadmin_api:images:detail", args=number),
        reverse("wagtailadmin_api:images:listing"),
        reverse("translations_dashboard"),
        "/admin/reports/site-history/",
    ]


DAMAGED = {"gone": None, "empty": b"", "text": b"no picture", "cut off": written("PNG")[:90]}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_n01_a_picture_that_cannot_be_drawn_costs_no_screen_of_the_admin(staff, published, content):
    image = stored_raw(content)
    published(image)
    for address in screens(image):
        assert staff.get(address).status_code == 200, address
    address = reverse("wagtailimages:preview", args=[image.pk, "fill-400x300"])
    assert staff.get(address).status_code == 410


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
def test_n01_a_picture_that_cannot_be_drawn_is_chosen_described_and_replaced(staff, content):
    image = stored_raw(content)
    chosen = staff.get(reverse("wagtailimages_chooser:chosen", args=[image.pk])).json()
    assert chosen["result"]["id"] == str(image.pk)
    assert "not-found" in chosen["result"]["preview"]["url"]
    into_text = {"image-chooser-insertion-format": "fullwidth"}
    into_text |= {"image-chooser-insertion-alt_text": "A house"}
    address = reverse("wagtailimages_chooser:select_format", args=[image.pk])
    inserted = staff.post(address, into_text)
    assert inserted.json()["result"]["alt"] == "A house"
    address = reverse("wagtailimages:edit", args=[image.pk])
    assert staff.post(address, described() | {"title": "B"}).status_code == 302
    assert SummitImage.objects.get().title == "B"
    assert staff.post(address, described() | {"file": upload(written())}).status_code == 302
    chosen = staff.get(reverse("wagtailimages_chooser:chosen", args=[image.pk])).json()
    assert "not-found" not in chosen["result"]["preview"]["url"]


def test_n14_the_credit_of_each_picture_is_shown(client, home, published):
    image = SummitImage.objects.create(
        title="A", file=ContentFile(written(), "a.png"), credit="Ana Pérez, CC BY 4.0"
    )
    published(image)
    html = client.get("/en/news/big/").text
    assert html.count(image.credit) == 2, "at the head of the page, and in its text"
    lead = html.split('class="lead-picture"')[1].partition("</figure>")[0]
    assert f"<figcaption>{image.credit}</figcaption>" in lead
    person = {"name": "Ana", "role": "", "image": image.pk, "text": ""}
    body = [{"type": "people", "value": {"title": "", "items": [person]}}]
    about = StandardPage(title="About", slug="about", listing_image=image, body=json.dumps(body))
    home.add_child(instance=about)
    about.save_revision().publish()
    assert client.get("/en/about/").text.count(image.credit) == 2
    image.credit = ""
    image.save()
    assert "figcaption" not in client.get("/en/about/").text
