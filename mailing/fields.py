"""A model field that is encrypted in the database."""

import logging
from typing import TYPE_CHECKING, Any

from cryptography.fernet import InvalidToken
from django.db.models import TextField

from mailing.encryption import decrypt, encrypt

if TYPE_CHECKING:
    StrField = TextField[str, str]
else:
    StrField = TextField

logger = logging.getLogger(__name__)


class SecretField(StrField):
    """A short text in Python, encrypted in the database; an empty one is stored as empty.

    It cannot be searched and is left out of dumps. What cannot be decrypted reads as empty.
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
            return decrypt(value)
        except InvalidToken:
            logger.error("The address of a letter cannot be decrypted: a key is missing.")
            return ""

    def to_python(self, value: Any) -> str:
        return str(value or "")

    def get_prep_value(self, value: Any) -> str:
        return encrypt(str(value)) if value else ""

    def value_to_string(self, obj) -> str:
        return ""
