"""Which words differ between two texts."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

PIECES = re.compile(r"\s+|<[^>]*>|\w+|.", re.DOTALL)


@dataclass(frozen=True)
class Difference:
    """Two texts as HTML, in which what only one of them has is marked."""

    before: SafeString
    after: SafeString


def difference(before: str, after: str) -> Difference:
    """Compare two plain texts word by word; whatever they contain is escaped."""
    old, new = PIECES.findall(before), PIECES.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    left, right = [], []
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        left.append(_marked("del", old[old_start:old_end], kind != "equal"))
        right.append(_marked("ins", new[new_start:new_end], kind != "equal"))
    return Difference(_joined(left), _joined(right))


def _marked(tag: str, pieces: list[str], differs: bool) -> SafeString:
    text = "".join(pieces)
    if differs and text:
        return format_html("<{}>{}</{}>", tag, text, tag)
    return format_html("{}", text)


def _joined(parts: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
