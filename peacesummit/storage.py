"""Store media in an S3-compatible bucket, without keys in URLs and without long waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from peacesummit.circuit_breaker import CircuitBreaker

breaker = CircuitBreaker("The storage of media (S3)")


@contextmanager
def bounded() -> Iterator[None]:
    """Raise OSError, as a disk would, for all errors and timeouts of the service."""
    if breaker.is_open():
        raise OSError("The storage of media does not answer.")
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
        if status >= 500:
            breaker.failed(error)
        else:
            breaker.answered()
        raise OSError(f"The storage of media refused: {status}.") from error
    except (BotoCoreError, Boto3Error) as error:
        breaker.failed(error)
        raise OSError("The storage of media does not answer.") from error
    except FileNotFoundError:
        breaker.answered()
        raise
    breaker.answered()


class MediaStorage(S3Storage):
    """S3 storage whose URLs are those of the site, or unsigned ones of a public domain.

    With `custom_domain`, readers fetch renditions from that domain; its bucket must hold nothing
    else. Files are as private as their bucket: no ACL is sent.
    """

    def get_default_settings(self):
        return super().get_default_settings() | {
            "file_overwrite": False,
            "querystring_auth": False,
            "client_config": Config(
                connect_timeout=2,
                read_timeout=4,
                retries={"total_max_attempts": 2, "mode": "standard"},
                # Options that every compatible service supports.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
            "transfer_config": TransferConfig(num_download_attempts=1),
        }

    def url(self, name, parameters=None, expire=None, http_method=None):
        if self.custom_domain:
            return super().url(name, parameters, expire, http_method)
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name))

    def _open(self, name, mode="rb"):
        with bounded():
            file = super()._open(name, mode)
            if "r" in mode:
                file.file  # noqa: B018 - fetch now: later, errors would not be handled
            return file

    _save = bounded()(S3Storage._save)
    delete = bounded()(S3Storage.delete)
    exists = bounded()(S3Storage.exists)
    listdir = bounded()(S3Storage.listdir)
    size = bounded()(S3Storage.size)
    get_modified_time = bounded()(S3Storage.get_modified_time)
