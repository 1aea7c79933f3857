"""Production refuses to start without required settings, and names them; the rest has defaults."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from nacl.public import PrivateKey

from peacesummit.private_key import unprotect
from peacesummit.settings.secret import kept_secret
from signups.privacy.sealing import write_public_key

COMPLETE = {
    "SECRET_KEY": "a-long-and-random-text-that-nobody-will-guess-0123456789-abcdefghij",
    "SITE_URL": "https://summit.example.org",
    "ALLOWED_HOSTS": "summit.example.org",
    "DATABASE_URL": "sqlite:////tmp/none.sqlite3",
    "ANSWERS_KEYS": "another-long-and-random-text-for-the-answers-0123456789",
    "EMAIL_URL": "smtp+tls://user:secret@mail.example.org:587",
}
OTHERS = (
    "DEMO_PASSWORD",
    "DJANGO_SETTINGS_MODULE",
    "PORT",
    "REDIS_URL",
    "SEALING_PUBLIC_KEY",
    "SECRET_KEY_FALLBACKS",
    "TRUSTED_PROXIES",
)


def python(*arguments: str, module="production", **environment: str):
    """Run Python with these settings, and no other settings of ours in the environment."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in COMPLETE and name not in OTHERS
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={**clean, "DJANGO_SETTINGS_MODULE": f"peacesummit.settings.{module}", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def manage(*arguments: str, **environment: str):
    return python("manage.py", *arguments, **environment)


def setting(what: str, **environment: str) -> str:
    """Return the value of a setting, or several, in a new process."""
    result = python("-c", f"from django.conf import settings as s; print({what})", **environment)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_deployment_check_has_nothing_to_say():
    result = manage("check", "--deploy", "--fail-level", "WARNING", **COMPLETE)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_every_missing_variable_is_named():
    result = manage("check")
    assert result.returncode != 0
    for name in COMPLETE:
        assert name in result.stderr


@pytest.mark.parametrize("name", COMPLETE)
def test_each_is_needed(name):
    environment = {key: value for key, value in COMPLETE.items() if key != name}
    result = manage("check", **environment)
    assert result.returncode != 0
    (message,) = result.stderr.strip().splitlines()
    assert message.startswith(f"{name} is needed in production: ")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SECRET_KEY", "short", "too short"),
        ("SITE_URL", "http://example.org", "https://"),
        ("ANSWERS_KEYS", "short", "too short"),
        ("ANSWERS_KEYS", f"{COMPLETE['ANSWERS_KEYS']},short", "too short"),
        ("SEALING_PUBLIC_KEY", "no-key", "no public key"),
        ("TRUSTED_PROXIES", "-1", "must be a number from 0"),
    ],
)
def test_unsafe_values_are_refused(name, value, says):
    result = manage("check", **{**COMPLETE, name: value})
    assert result.returncode != 0
    assert says in result.stderr


# Values that were misread, or ended in a traceback.
WRONG = {
    "DATABASE_URL": [
        "foo",
        "mysql://u:geheim@h/n",
        "postgres://u:geheim@h",
        "postgres://h:geheim/n",
    ],
    "TRUSTED_PROXIES": ["yes", "-1", "1.5", "9" * 5000, "²"],
    "ALLOWED_HOSTS": ["*", "https://summit.example.org", "summit.example.org:443", "a b", "x.org"],
    "SITE_URL": [
        "summit.example.org",
        "https://summit.example.org/en/",
        "https://summit.example.org?x",
        "https://u:geheim@summit.example.org",
        "https://summit.example.org:port",
        "https://",
        "http://summit.example.org",
        "ftp://summit.example.org",
        "https://sum mit.example.org",
        "https://[::1",
    ],
    "REDIS_URL": [
        "127.0.0.1",
        "http://127.0.0.1",
        "redis://h/geheim",
        "redis://h:geheim",
        "redis:",
    ],
    "EMAIL_URL": ["mail.example.org", "smtp://", "smtp+tls://u:geheim@h:x", "foo://h"],
    "DEFAULT_FROM_EMAIL": ["Peace Summit", "a@b@c", "a@example.org\nBcc: x@example.org"],
    "SECRET_KEY": ["geheim"],
    "ANSWERS_KEYS": ["geheim", f"{COMPLETE['ANSWERS_KEYS']},", ","],
    "SECRET_KEY_FALLBACKS": ["geheim,,x"],
    "SEALING_PUBLIC_KEY": ["geheim"],
    "PORT": ["http", "0", "70000"],
    "WEB_CONCURRENCY": ["0", "many"],
    "WEB_THREADS": ["0", "-1"],
    "LOG_LEVEL": ["loud"],
    "TIME_ZONE": ["Mexico City", "CST6CDT5"],
    "GUNICORN_LOG_LEVEL": ["loud"],
    "LIBRETRANSLATE_URL": ["localhost:5000", "http://"],
    "DEEPL_FORMALITY": ["friendly"],
    "S3_BUCKET": ["https://s3/geheim"],
    "S3_ENDPOINT_URL": ["minio:9000"],
    "S3_ACCESS_KEY": ["geheim"],
    "S3_PUBLIC_DOMAIN": ["https://media.example.org", "media.example.org/x"],
    "S3_PUBLIC_BUCKET": ["https://s3/geheim", "pictures"],
    "DATA_DIR": ["/dev/null"],
    "SECRET_KEY_FILE": ["/nowhere/geheim"],
}
FAULTS = """
import json, sys
from importlib import import_module, reload
from peacesummit.settings import environment
from tests.peacesummit.test_settings import COMPLETE, WRONG
found = {}
for name, values in WRONG.items():
    for value in values:
        more = {} if name == "S3_ACCESS_KEY" else {"S3_BUCKET": "summit"}
        variables = {**COMPLETE, **(more if name.startswith("S3") else {}), name: value}
        if name.endswith("_FILE"):
            del variables[name.removesuffix("_FILE")]
        environment.env.__init__(variables)
        try:
            for module in ("base", "production"):
                module = f"peacesummit.settings.{module}"
                reload(sys.modules[module]) if module in sys.modules else import_module(module)
            found[f"{name}={value[:60]}"] = ""
        except environment.WrongSettings as error:
            found[f"{name}={value[:60]}"] = str(error)
print(json.dumps(found))
"""


def test_n21_each_wrong_value_is_one_sentence_and_no_secret_is_told():
    result = python("-c", FAULTS, module="test")
    assert result.returncode == 0, result.stderr
    for asked, told in json.loads(result.stdout).items():
        name = asked.partition("=")[0]
        assert told.startswith(name.partition("_")[0]), (asked, told)
        lines = [line for line in told.splitlines() if "is needed in" not in line]
        assert len(lines) == 1, (asked, told)
        assert lines[0].endswith("."), told
        assert "geheim" not in told, told


WRONG_AT_ONCE = {
    "DATABASE_URL": "foo",
    "TRUSTED_PROXIES": "yes",
    "ALLOWED_HOSTS": "*",
    "SITE_URL": "https://summit.example.org/en",
    "REDIS_URL": "127.0.0.1",
}


@pytest.mark.parametrize(
    "command",
    [
        ["manage.py", "check"],
        ["manage.py", "worker"],
        ["-m", "gunicorn", "--config", "peacesummit/gunicorn.py"],
        ["-m", "scripts.serve", "serve"],
    ],
    ids=" ".join,
)
def test_n21_all_faults_at_once_and_the_status_is_1(command):
    result = python(*command, **{**COMPLETE, **WRONG_AT_ONCE, "PORT": "8000"})
    assert result.returncode == 1, result.stderr
    assert "Traceback" not in result.stderr
    for name in WRONG_AT_ONCE:
        assert name in result.stderr
    lines = result.stderr.strip().splitlines()
    if command[1] == "scripts.serve":
        assert lines[0].startswith("Stopped: the settings are wrong. ")
        assert len(lines) == 1
    else:
        assert len(lines) == len(WRONG_AT_ONCE)


def test_n21_a_secret_may_be_in_a_file(tmp_path):
    file = tmp_path / "key"
    file.write_text("$a-long-and-random-text-that-nobody-will-guess-0123456789-abcdefghij\n")
    environment = {key: value for key, value in COMPLETE.items() if key != "SECRET_KEY"}
    # A leading "$" was taken for the name of another variable.
    assert setting("s.SECRET_KEY", **environment, SECRET_KEY_FILE=str(file)).startswith("$a-long")


def test_keys_are_changed_by_putting_the_new_one_first():
    what = "s.ANSWERS_KEYS, s.SECRET_KEY_FALLBACKS, s.SEALING_PUBLIC_KEY, s.TRUSTED_PROXIES"
    old, new = COMPLETE["ANSWERS_KEYS"], "a-new-long-and-random-text-for-the-answers-0123456789"
    public = write_public_key(PrivateKey.generate().public_key)
    changed = {
        **COMPLETE,
        "ANSWERS_KEYS": f"{new},{old}",
        "SECRET_KEY_FALLBACKS": "one,two",
        "SEALING_PUBLIC_KEY": public,
        "TRUSTED_PROXIES": "2",
    }
    assert setting(what, **changed) == f"{[new, old]} ['one', 'two'] {public} 2"


def test_no_sample_account_in_production():
    result = manage("seed", **COMPLETE)
    assert result.returncode != 0
    assert "Unknown command: 'seed'" in result.stderr, "it is not even installed"


def test_mail_keeps_its_login():
    """Options of the mail server reach Django’s MAILERS, including user and password."""
    options = setting("s.MAILERS['default']['OPTIONS']", **COMPLETE)
    for part in ("'mail.example.org'", "587", "'user'", "'secret'", "'use_tls': True"):
        assert part in options


def test_the_demonstration_keeps_its_secret(tmp_path):
    demo = {"module": "demo", "DATA_DIR": str(tmp_path)}
    secret = setting("s.SECRET_KEY", **demo)
    assert secret == setting("s.SECRET_KEY", **demo)
    assert len(secret) > 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_the_demonstration_keeps_its_key_for_answers(tmp_path):
    """The key for answers has its own file: answers stay readable if the secret key is lost."""
    demo = {"module": "demo", "DATA_DIR": str(tmp_path)}
    what = "s.ANSWERS_KEYS, s.SECRET_KEY"
    keys, secret = setting(what, **demo).split(" ", 1)
    (tmp_path / "secret-key").unlink()
    again, other = setting(what, **demo).split(" ", 1)
    assert (again == keys, other == secret) == (True, False)
    file = tmp_path / "answers-key"
    assert file.read_text().strip() in keys
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_demonstration_makes_a_key_pair(tmp_path):
    """The sample forms ask sensitive questions; the passphrase is that of the sample accounts."""

    def public_key(**environment: str) -> str:
        return setting("s.SEALING_PUBLIC_KEY", module="demo", DATA_DIR=str(tmp_path), **environment)

    public = public_key(DEMO_PASSWORD="only-here")
    file = tmp_path / "organizer" / "summit-private-key.txt"
    key = unprotect(file.read_text(), "only-here")
    assert write_public_key(key.public_key) == public == public_key()
    assert file.stat().st_mode & 0o777 == 0o600
    (tmp_path / "sealing-public-key").unlink()  # or it was never written: the pair stays the same
    assert public_key(DEMO_PASSWORD="only-here") == public
    other = write_public_key(PrivateKey.generate().public_key)
    assert public_key(SEALING_PUBLIC_KEY=other) == other


def test_who_starts_at_once_gets_the_same_secret(tmp_path):
    """Web server and worker of a new folder get the same secret, never a half-written file."""
    for turn in range(50):
        together = Barrier(8)

        def make(_, path=tmp_path / f"{turn}" / "secret-key", together=together) -> str:
            together.wait()
            return kept_secret(path)

        with ThreadPoolExecutor(8) as pool:
            (secret,) = set(pool.map(make, range(8)))
        assert len(secret) == 64


def test_sqlite_waits_and_writes_ahead(tmp_path):
    code = (
        "from django.db import connection as c; k = c.cursor();"
        "print([k.execute(f'PRAGMA {p}').fetchone()[0] for p in"
        " ('journal_mode', 'foreign_keys', 'busy_timeout', 'synchronous')])"
    )
    result = manage("shell", "--no-imports", "-c", code, module="demo", DATA_DIR=str(tmp_path))
    assert "['wal', 1, 20000, 1]" in result.stdout, result.stdout + result.stderr
