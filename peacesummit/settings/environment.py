"""Read environment variables, and collect errors to report them all at once.

An invalid value is recorded as a sentence and replaced by the default, so that reading continues.
Values that may be secret are never repeated. `NAME_FILE` may contain the path of a file with the
value of `NAME`. An empty variable counts as unset.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from redis.connection import parse_url

from signups.privacy.sealing import SealError, read_public_key

HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)
BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,254}")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
DATABASES = ("sqlite", "postgres", "postgresql", "psql", "pgsql")


class WrongSettings(ImproperlyConfigured):
    """Errors in the environment variables, one sentence per line."""


class Environment:
    """The variables of this process; `faults` collects errors in those that were read."""

    def __init__(self, variables: dict[str, str] | None = None):
        self.variables = dict(os.environ) if variables is None else variables
        self.faults: list[str] = []

    def fault(self, sentence: str) -> None:
        if sentence not in self.faults:
            self.faults.append(sentence)

    def stop_if_wrong(self) -> None:
        """Raise WrongSettings with all errors, if there are any."""
        if self.faults:
            raise WrongSettings("\n".join(self.faults))

    # -------------------------------------------------------------- types of values
    def text(self, name: str, default: str = "") -> str:
        """Return a text, stripped of surrounding whitespace."""
        if value := self.variables.get(name, "").strip():
            return value
        file = self.variables.get(f"{name}_FILE", "").strip()
        if not file:
            return default
        try:
            return Path(file).read_text().strip() or default
        except (OSError, ValueError):
            self.fault(f"{name}_FILE must name a file with a text that can be read.")
            return default

    def texts(self, name: str) -> list[str]:
        """Return a list of comma-separated texts."""
        value = self.text(name)
        parts = [part.strip() for part in value.split(",")] if value else []
        if not all(parts):
            self.fault(f"{name} has nothing before, between or behind its commas.")
        return [part for part in parts if part]

    def number(self, name: str, default: int, least: int, most: int) -> int:
        value = self.text(name)
        if not value:
            return default
        if not (value.isascii() and value.isdecimal() and len(value) < 10):
            self.fault(f"{name} must be a number from {least} to {most}, not “{value}”.")
        elif not least <= int(value) <= most:
            self.fault(f"{name} must be a number from {least} to {most}, not {value}.")
        else:
            return int(value)
        return default

    def one_of(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """Return one of `choices`, regardless of case."""
        value = self.text(name, default)
        for choice in choices:
            if value.casefold() == choice.casefold():
                return choice
        self.fault(f"{name} must be one of {', '.join(choices)}, not “{value}”.")
        return default

    def zone(self, name: str, default: str) -> str:
        """Return the name of a time zone (IANA)."""
        value = self.text(name, default)
        if value in available_timezones():
            return value
        self.fault(f"{name} must be the name of a time zone, such as {default}, not “{value}”.")
        return default

    def folder(self, name: str, default: Path) -> Path:
        path = Path(self.text(name, str(default))).resolve()
        if path.exists() and not path.is_dir():
            self.fault(f"{name} must be a folder, and {path} is none.")
        return path

    def url(self, name: str, default: str = "", *, path: bool = True) -> str:
        """Return the URL of a website, without a trailing slash."""
        value = self.text(name)
        if not value:
            return default
        if not value.isascii() or not value.isprintable() or " " in value:
            parts = None
        else:
            parts = _split(value)
        if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
            self.fault(
                f"{name} must be a whole address that begins with https:// or http://, for "
                "example https://summit.example.org."
            )
        elif not HOST.fullmatch(parts.netloc.rpartition("@")[2].removesuffix(f":{parts.port}")):
            self.fault(f"{name} must name a host.")
        elif "@" in parts.netloc or parts.query or parts.fragment:
            self.fault(f"{name} must hold no password, “?” or “#”.")
        elif not path and parts.path not in ("", "/"):
            self.fault(f"{name} must end after the host, without “{parts.path}”.")
        else:
            return value.rstrip("/")
        return default

    def hosts(self, name: str, default: list[str]) -> list[str]:
        found = self.texts(name)
        for host in found:
            if host != "*" and not HOST.fullmatch(host):
                self.fault(
                    f"{name} must hold names of hosts, without https://, port or path, separated "
                    f"by commas; “{host}” is none."
                )
        return found or default

    def host(self, name: str) -> str:
        value = self.text(name)
        if value and not HOST.fullmatch(value):
            self.fault(f"{name} must be the name of a host, without https:// and without a path.")
            return ""
        return value

    # -------------------------------------------------------------- services
    def database(self, name: str, default: str) -> dict[str, Any]:
        value = self.text(name)
        try:
            scheme = value.partition("://")[0]
            if value and ("://" not in value or scheme not in DATABASES):
                raise ValueError
            parts = urlsplit(value)
            _ = parts.port
            config = environ.Env.db_url_config(value or default)
            if (value and not config["NAME"]) or (scheme not in ("", "sqlite") and not parts.path):
                raise ValueError
        except (ValueError, KeyError, ImproperlyConfigured):
            self.fault(
                f"{name} must be the address of a database, postgres://user:password@host/name "
                "or sqlite:////path/of/a/file."
            )
            return environ.Env.db_url_config(default)
        return config

    def redis(self, name: str) -> str:
        value = self.text(name)
        if not value:
            return ""
        try:
            for server in re.split("[;,]", value):
                options = parse_url(server)
                database = urlsplit(server).path.strip("/")
                if not options.get("path") and not options.get("host"):
                    raise ValueError
                if options.get("host") and database and not database.isdecimal():
                    raise ValueError
        except ValueError:
            self.fault(f"{name} must be an address such as redis://127.0.0.1:6379/0.")
            return ""
        return value

    def mail(self, name: str, default: str) -> dict[str, Any]:
        value = self.text(name, default)
        try:
            if value.partition("://")[0] not in environ.Env.EMAIL_SCHEMES or "://" not in value:
                raise ValueError
            config = environ.Env.email_url_config(value)
            if config["EMAIL_BACKEND"].endswith("smtp.EmailBackend") and not config["EMAIL_HOST"]:
                raise ValueError
        except (ValueError, KeyError, ImproperlyConfigured):
            self.fault(
                f"{name} must be the address of a mail server, for example "
                "smtp+tls://user:password@mail.example.org:587."
            )
            return environ.Env.email_url_config(default)
        return config

    def sender(self, name: str, default: str) -> str:
        """Return an email address, optionally with a display name."""
        value = self.text(name, default)
        try:
            if not value.isprintable():
                raise ValidationError("")
            validate_email(parseaddr(value)[1])
        except ValidationError:
            self.fault(
                f"{name} must be an e-mail address, for example Peace Summit <summit@example.org>."
            )
            return default
        return value

    def public_key(self, name: str) -> str:
        value = self.text(name)
        try:
            if value:
                read_public_key(value)
        except SealError:
            self.fault(
                f"{name} is no public key: copy the line that `make keys` printed, whole. "
                "The private key stays out."
            )
            return ""
        return value

    def buckets(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the options of two S3 storages: for all media, and for public renditions.

        The second one holds only renditions, so that it can be public while the first stays
        private. Options are {} for a storage that is not configured.
        """
        access, secret = self.text("S3_ACCESS_KEY"), self.text("S3_SECRET_KEY")
        options = {
            "bucket_name": self.text("S3_BUCKET"),
            "endpoint_url": self.url("S3_ENDPOINT_URL") or None,
            "access_key": access or None,
            "secret_key": secret or None,
        }
        bucket, domain = self.text("S3_PUBLIC_BUCKET"), self.host("S3_PUBLIC_DOMAIN")
        if not options["bucket_name"]:
            if any((*options.values(), bucket, domain)):
                self.fault(
                    "S3_BUCKET is missing, and another variable that begins with S3_ is set."
                )
            return {}, {}
        if not BUCKET.fullmatch(str(options["bucket_name"])):
            self.fault("S3_BUCKET must be the name of a bucket, and no address.")
        if bool(access) != bool(secret):
            self.fault("S3_ACCESS_KEY and S3_SECRET_KEY belong together, and one is missing.")
        if bucket and not BUCKET.fullmatch(bucket):
            self.fault("S3_PUBLIC_BUCKET must be the name of a bucket, and no address.")
        elif (bucket and not self.text("S3_PUBLIC_DOMAIN")) or (domain and not bucket):
            self.fault(
                "S3_PUBLIC_BUCKET and S3_PUBLIC_DOMAIN belong together, and one is missing: only a "
                "bucket of its own, without originals, may be public."
            )
        elif bucket and bucket == options["bucket_name"]:
            self.fault("S3_PUBLIC_BUCKET must be another one than S3_BUCKET, which stays private.")
        public = options | {"bucket_name": bucket, "custom_domain": domain} if bucket else {}
        return options, public


def _split(value: str) -> SplitResult | None:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return None
    return parts


@contextmanager
def report_wrong_settings() -> Iterator[None]:
    """Exit with status 1 and one sentence per error, without a traceback."""
    try:
        yield
    except WrongSettings as error:
        sys.exit(str(error))


#: The variables that the settings read.
env = Environment()
