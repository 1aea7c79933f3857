"""Redis or the media bucket down or hanging: pages stay up; installations keep their keys apart."""

import socket
import subprocess
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.cache.backends.base import BaseCache
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage, default_storage
from django.template.loader import render_to_string
from PIL import Image
from redis import Redis
from redis.exceptions import RedisError

from pages.models import SummitImage
from peacesummit import cache as redis_cache
from peacesummit import storage as media
from peacesummit.cache import RedisCache
from tests.browser.server import free_port
from tests.pages.test_renditions import image  # noqa: F401 - a fixture

SECRETS = {"access_key": "KEY-ID-OF-THE-SITE", "secret_key": "do-not-tell"}


@contextmanager
def hanging():
    """A port that accepts connections and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(50)
        yield server.getsockname()[1]


@pytest.fixture(params=["refuses", "hangs"])
def dead_port(request):
    redis_cache._breakers.clear()
    media.breaker.answered()
    if request.param == "refuses":
        yield free_port()
    else:
        with hanging() as port:
            yield port
    redis_cache._breakers.clear()
    media.breaker.answered()


@pytest.fixture(scope="module")
def redis_url():
    """An empty Redis for the tests."""
    port = free_port()
    process = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    url = f"redis://127.0.0.1:{port}/0"
    try:
        for _turn in range(200):
            try:
                Redis.from_url(url).ping()
                break
            except RedisError:  # not listening yet, or still loading
                time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.wait()


def backend(url: str, prefix: str = "summit.example.org") -> BaseCache:
    return RedisCache(url, {"KEY_PREFIX": prefix})


# ------------------------------------------------------------------ Redis
def test_n20_two_installations_in_one_redis_keep_apart(redis_url):
    one, other = backend(redis_url, "a[*].example.org"), backend(redis_url, "aa.example.org")
    one.set_many({"roots": 1, "more": 2})
    other.set("roots", 3)
    assert (one.get("roots"), other.get("roots"), other.get("more")) == (1, 3, None)
    assert one.clear()
    assert (one.get("roots"), one.get("more"), other.get("roots")) == (None, None, 3)
    assert other.incr("roots") == 4
    assert other.add("roots", 1) is False
    with pytest.raises(ValueError, match="not found"):
        one.incr("roots")


def test_n20_the_prefix_is_the_address_of_the_site():
    from tests.peacesummit.test_settings import COMPLETE, setting

    cached = setting("s.CACHES, s.SESSION_ENGINE", **COMPLETE, REDIS_URL="redis://localhost/1")
    assert "'KEY_PREFIX': 'summit.example.org'" in cached
    # A session that ends while Redis is down must not come back with it.
    assert cached.endswith("django.contrib.sessions.backends.db")


def test_n20_without_redis_nothing_is_kept_and_nothing_fails(dead_port, caplog):
    cache = backend(f"redis://:geheim@127.0.0.1:{dead_port}/0")
    begin = time.monotonic()
    for _turn in range(50):
        cache.set("a", 1)
        assert cache.get("a", 7) == 7
        assert cache.get_or_set("a", lambda: 5) == 5
        assert cache.get_many(["a"]) == {}
        assert cache.set_many({"a": 1}) == ["a"]
        assert not cache.add("a", 1)
        assert not cache.touch("a")
        assert not cache.delete("a")
        assert "a" not in cache
        assert not cache.clear()
        cache.delete_many(["a"])
        with pytest.raises(ValueError, match="not found"):
            cache.incr("a")
    assert time.monotonic() - begin < 10  # 600 times half a second would be five minutes
    assert len(caplog.records) == 1
    assert "Redis does not answer" in caplog.text
    for private in ("geheim", "127.0.0.1", str(dead_port)):
        assert private not in caplog.text


def test_n20_redis_that_comes_back_is_used_again(redis_url):
    redis_cache._breakers.clear()
    cache = backend(redis_url, "back.example.org")
    cache.set("a", 1)
    cache._breaker.failed(OSError())
    assert cache.get("a") is None
    cache._breaker._again_at = time.monotonic() - 1  # the pause is over
    assert cache.get("a") == 1
    assert not cache._breaker.is_open()


@pytest.mark.parametrize("number", [0, 1])
def test_n20_of_several_servers_the_one_that_is_written_to_is_cleared(redis_url, number):
    redis_cache._breakers.clear()
    server = f"{redis_url[:-1]}{number}"
    cache = backend(f"{server};{server}", "several.example.org")
    cache.set("a", 1)
    assert cache.clear()
    assert cache.get("a") is None


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/", "/es/", "/en/search/?q=peace", "/admin/login/"])
def test_n20_pages_stay_up_without_redis(client, home, inicio, settings, dead_port, path):
    settings.CACHES = {
        "default": {
            "BACKEND": "peacesummit.cache.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{dead_port}/0",
            "KEY_PREFIX": "summit.example.org",
        }
    }
    assert client.get(path).status_code == 200


# ------------------------------------------------------------------ S3
def s3(settings, port: int = 1, **more) -> None:
    options = {"bucket_name": "summit", "endpoint_url": f"http://127.0.0.1:{port}", **SECRETS}
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "peacesummit.storage.MediaStorage", "OPTIONS": options | more}
    }


def test_n20_no_address_of_a_picture_holds_a_key_or_ends(settings):
    s3(settings)
    assert default_storage.url("images/ñ a.jpg") == "/media/images/%C3%B1%20a.jpg"
    s3(settings, custom_domain="media.example.org")
    assert default_storage.url("images/a.jpg") == "https://media.example.org/images/a.jpg"


class Bucket(BaseHTTPRequestHandler):
    """As much of S3 as storing files needs; records requests."""

    asked: list[tuple[str, str, str]] = []

    def do_HEAD(self):
        self.answer(404)

    def do_PUT(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        rights = [
            name for name in self.headers if name.lower().startswith(("x-amz-acl", "x-amz-gr"))
        ]
        self.asked.append((self.path.partition("?")[0], self.headers["Host"], "".join(rights)))
        self.answer(200)

    def answer(self, status: int):
        self.send_response(status)
        self.send_header("ETag", '"x"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


STORED = """
import django; django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.apps import apps
from pages.models import SummitImage, SummitRendition
fields = [SummitImage._meta.get_field("file"), SummitRendition._meta.get_field("file")]
fields += [apps.get_model(name)._meta.get_field("file") for name in (
    "wagtaildocs.Document", "wagtailcore.UploadedFile")]
for number, field in enumerate(fields):
    name = field.storage.save(f"{field.name}-{number}", ContentFile(b"x"))
    print(field.storage.url(name))
"""


def test_n08_originals_are_private_in_a_bucket_too():
    """Originals are private; the public bucket contains only resized images."""
    from tests.peacesummit.test_settings import COMPLETE, python

    Bucket.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Bucket) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        result = python(
            "-c",
            STORED,
            **COMPLETE,
            S3_BUCKET="private",
            S3_ENDPOINT_URL=f"http://127.0.0.1:{server.server_port}",
            S3_ACCESS_KEY="KEY",
            S3_SECRET_KEY="secret",
            S3_PUBLIC_BUCKET="pictures",
            S3_PUBLIC_DOMAIN="media.example.org",
        )
        server.shutdown()
    assert result.returncode == 0, result.stderr
    original, resized, document, pending = result.stdout.split()
    assert resized == "https://media.example.org/file-1"
    # Of these, the site serves only documents, at its own addresses.
    assert (original, document, pending) == ("/media/file-0", "/media/file-2", "/media/file-3")
    assert [(path, rights) for path, _host, rights in Bucket.asked] == [
        ("/private/file-0", ""),
        ("/pictures/file-1", ""),
        ("/private/file-2", ""),
        ("/private/file-3", ""),
    ]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"S3_PUBLIC_DOMAIN": "media.example.org"}, "S3_PUBLIC_BUCKET and S3_PUBLIC_DOMAIN"),
        (
            {"S3_PUBLIC_DOMAIN": "media.example.org", "S3_PUBLIC_BUCKET": "summit"},
            "S3_PUBLIC_BUCKET must be another one",
        ),
    ],
)
def test_n08_the_bucket_of_originals_is_never_the_public_one(more, told):
    from tests.peacesummit.test_settings import COMPLETE, manage

    result = manage("check", **COMPLETE, S3_BUCKET="summit", **more)
    assert result.returncode == 1
    assert result.stderr.startswith(told)


@pytest.mark.django_db
def test_n20_pages_and_files_without_the_bucket(client, home, image, settings, dead_port, caplog):  # noqa: F811
    s3(settings, dead_port)
    begin = time.monotonic()
    home.social_image = image
    home.save()
    image = SummitImage.objects.get(pk=image.pk)
    html = render_to_string("components/picture.html", {"image": image})
    assert 'alt="Cut paper"' in html
    assert client.get("/en/").status_code == 200
    address = client.get("/en/").content.decode().split('property="og:image" content="')[1]
    path = address.partition('"')[0].removeprefix("http://localhost")
    assert path.startswith("/en/share/")  # the drawn image replaces the chosen one
    assert client.get(path)["Content-Type"] == "image/png"
    answer = client.get("/media/images/a.jpg")
    assert answer.status_code == 503
    assert "no-store" in answer["Cache-Control"]
    assert time.monotonic() - begin < 60  # a separate timeout for each image would take minutes
    assert SECRETS["access_key"] not in html + caplog.text


class NoDisk(Storage):
    """A storage whose files have no path, as in a bucket."""

    memory = InMemoryStorage()

    def _open(self, name, mode="rb"):
        return self.memory.open(name, mode)

    def _save(self, name, content):
        return self.memory.save(name, content)

    def exists(self, name):
        return self.memory.exists(name)


@pytest.mark.django_db
def test_n20_pictures_are_served_from_any_storage(client, settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.NoDisk"}}
    for name in ("images/a.avif", "original_images/a.jpg", "documents/a.pdf"):
        default_storage.save(name, ContentFile(b"x" * 500))
    answer = client.get("/media/images/a.avif")
    assert (answer.status_code, answer.content) == (200, b"x" * 500)
    assert answer["Content-Type"] == "image/avif"
    assert "max-age" in answer["Cache-Control"]
    known = {"if-none-match": answer["ETag"]}
    assert client.get("/media/images/a.avif", headers=known).status_code == 304
    for wrong in (
        "../original_images/a.jpg",
        "..%2Foriginal_images%2Fa.jpg",
        "x/../../documents/a.pdf",
        "/a.avif",
        "none.avif",
        "%00",
        "x" * 3000 + ".avif",
    ):
        assert client.get(f"/media/images/{wrong}").status_code == 404, wrong


@pytest.mark.django_db
def test_n20_a_damaged_picture_costs_no_page(image):  # noqa: F811
    with default_storage.open(image.file.name, "wb") as file:
        file.write(b"no picture")
    with pytest.raises(OSError, match="cannot identify"):
        Image.open(default_storage.open(image.file.name))
    html = render_to_string("components/picture.html", {"image": image})
    assert 'alt="Cut paper"' in html
