"""Store answers in the database: one encrypted column that holds a mapping of keys to values.

For the encryption and the rotation of keys, see `mailing/encryption.py`.
"""

import json
import logging
from typing import TYPE_CHECKING, Any

from cryptography.fernet import InvalidToken
from django.db.models import TextField

from mailing.encryption import decrypt, encrypt

if TYPE_CHECKING:
    DictField = TextField[dict[str, Any], dict[str, Any]]
else:
    DictField = TextField

logger = logging.getLogger(__name__)


class Unreadable(dict[str, Any]):
    """Answers whose key is missing. They look empty; saving them keeps the stored value."""

    def __init__(self, stored: str):
        super().__init__()
        self.stored = stored


class AnswersField(DictField):
    """A dict in Python, encrypted JSON in the database. Never searched or filtered by content."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression, connection) -> dict[str, Any]:
        return self.to_python(value)

    def to_python(self, value: Any) -> dict[str, Any]:
        if not value:
            return {}
        if isinstance(value, dict):
            return value
        try:
            return json.loads(decrypt(value))
        except (InvalidToken, ValueError):
            logger.error("The answers of a sign-up cannot be decrypted: a key is missing.")
            return Unreadable(value)

    def get_prep_value(self, value: Any) -> str:
        if isinstance(value, Unreadable):
            return value.stored
        # ASCII only, so that NUL or half a surrogate pair cannot break a database.
        return encrypt(json.dumps(value or {}, separators=(",", ":")))

    def clean(self, value: Any, model_instance) -> dict[str, Any]:
        return value  # a dict, made by the sign-up form

    def value_to_string(self, obj) -> str:
        return self.get_prep_value(self.value_from_object(obj))
