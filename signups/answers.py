"""How answers lie in the database: one text column that holds a mapping of keys to values.

The column is text and not the database's own JSON, so that what is written into it can become
an encrypted text without a change of the table. Reading tells the two apart by their first
character: plain JSON begins with "{".
"""

import json
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    TextField = models.TextField[dict[str, Any], dict[str, Any]]
else:
    TextField = models.TextField


class AnswersField(TextField):
    """A dict in Python, JSON text in the database. Never searched or filtered by content."""

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
        return value if isinstance(value, dict) else json.loads(value)

    def get_prep_value(self, value: Any) -> str:
        # ASCII only: a NUL or half a surrogate pair cannot upset a database.
        return json.dumps(value or {}, separators=(",", ":"))

    def value_to_string(self, obj) -> str:
        return self.get_prep_value(self.value_from_object(obj))
