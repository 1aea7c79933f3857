"""How answers lie in the database: one column, encrypted, that holds a mapping of keys to values.

An address to which a letter is on its way is kept in the same manner (`SecretField`).

The encryption is that of django-fernet-encrypted-fields (Fernet: AES-128-CBC with HMAC-SHA256).
Its keys come from `SECRET_KEY` and `SALT_KEY` together; the first of each encrypts, all of them
(`SECRET_KEY_FALLBACKS` included) decrypt, so that keys can be changed without a pause:
see `manage.py rotate_answers`.
"""

import json
import logging
from typing import TYPE_CHECKING, Any

from cryptography.fernet import InvalidToken
from encrypted_fields.fields import EncryptedTextField

if TYPE_CHECKING:
    from django.db.models import TextField

    class Encrypted(TextField[dict[str, Any], dict[str, Any]]):
        f: Any  # the cipher

    class EncryptedText(TextField[str, str]):
        f: Any
else:
    Encrypted = EncryptedText = EncryptedTextField

logger = logging.getLogger(__name__)


class Unreadable(dict[str, Any]):
    """Answers whose key is missing. They look empty; saving them stores what was there before."""

    def __init__(self, stored: str):
        super().__init__()
        self.stored = stored


class AnswersField(Encrypted):
    """A dict in Python, encrypted JSON in the database. Never searched or filtered by content."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> dict[str, Any]:
        if not value:
            return {}
        if isinstance(value, dict):
            return value
        # Plain JSON, which begins with "{", is what was written before there was encryption.
        text = value if value.startswith("{") else super().to_python(value)
        try:
            return json.loads(text)
        except ValueError:
            logger.error("The answers of a sign-up cannot be decrypted: a key is missing.")
            return Unreadable(value)

    def get_prep_value(self, value: Any) -> str:
        if isinstance(value, Unreadable):
            return value.stored
        # ASCII only: a NUL or half a surrogate pair cannot upset a database.
        text = json.dumps(value or {}, separators=(",", ":"))
        return self.f.encrypt(text.encode()).decode()

    def clean(self, value: Any, model_instance) -> dict[str, Any]:
        return value  # a dict, made by the sign-up form

    def value_to_string(self, obj) -> str:
        return self.get_prep_value(self.value_from_object(obj))


class SecretField(EncryptedText):
    """A short text in Python, encrypted in the database; nothing is stored of an empty one.

    It is never searched by content, and is left out of dumps. What cannot be decrypted is empty.
    """

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", "")
        kwargs.setdefault("blank", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression, connection) -> str:
        if not value:
            return ""
        try:
            return self.f.decrypt(value.encode()).decode()
        except InvalidToken:
            logger.error("The address of a letter cannot be decrypted: a key is missing.")
            return ""

    def to_python(self, value: Any) -> str:
        return str(value or "")

    def get_prep_value(self, value: Any) -> str:
        return self.f.encrypt(str(value).encode()).decode() if value else ""

    def value_to_string(self, obj) -> str:
        return ""
