"""Convert segments to and from field values, and compare them.

wagtail-localize stores every segment as a fragment of HTML. Translators see plain text if
there are no tags, and otherwise the tags; a line break is a line break in both.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from bs4 import BeautifulSoup
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail_localize.strings import StringValue, validate_translation_links

from translations.engine.segments import Segment, fragment, slug_of

PIECES = re.compile(r"\s+|<[^>]*>|\w+|.", re.DOTALL)
LINE_BREAK = re.compile(r"<br\s*/?>")
# An escaped ampersand that is not part of an entity.
LONE_AMPERSAND = re.compile(r"&amp;(?![#\w]+;)")


class MarkupError(ValueError):
    """The text cannot be shown on a page; the message explains why."""


@dataclass(frozen=True)
class Tag:
    """The opening and closing tag that a translator puts around words."""

    opening: str
    closing: str

    @property
    def label(self) -> str:
        return f"{self.opening}…{self.closing}"


def with_tags(text: Segment) -> bool:
    """Return whether a segment is edited with tags, from its source or its translation."""
    return bool(tags(text.source) or tags(text.data))


def to_field(html: str, tagged: bool) -> str:
    """Return a fragment as a field value: plain text, or with its tags if `tagged`."""
    if not html:
        return ""
    if not tagged:
        return StringValue(html).render_text()
    return LONE_AMPERSAND.sub("&", LINE_BREAK.sub("\n", html))


def from_field(value: str, text: Segment) -> str:
    """Return the fragment for a field value; "" if it is empty.

    Raises `MarkupError` for tags that are not allowed and for links that the source does not have.
    """
    value = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not value:
        return ""
    if text.context.path == "slug":
        slug = slug_of(value)
        if not slug:
            raise MarkupError(_("Use unaccented letters and digits, joined by hyphens."))
        return slug
    if not with_tags(text):
        return StringValue.from_plaintext(value).data
    try:
        html = fragment(value.replace("\n", "<br/>"))
        validate_translation_links(text.source, html)
    except ValueError as error:
        raise MarkupError(str(error)) from error
    return html


def tags(html: str) -> list[Tag]:
    """Return the distinct tags of a fragment, except line breaks, in order."""
    found = {}
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        if tag.name != "br":
            number = f' id="{tag["id"]}"' if tag.get("id") else ""
            each = Tag(f"<{tag.name}{number}>", f"</{tag.name}>")
            found[each.opening] = each
    return list(found.values())


@dataclass(frozen=True)
class Difference:
    """Two texts as HTML, with their differences marked."""

    before: SafeString
    after: SafeString


def difference(before: str, after: str) -> Difference:
    """Compare two plain texts word by word; their content is escaped."""
    old, new = PIECES.findall(before), PIECES.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    left, right = [], []
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        left.append(_marked("del", old[old_start:old_end], kind != "equal"))
        right.append(_marked("ins", new[new_start:new_end], kind != "equal"))
    return Difference(mark_safe("".join(left)), mark_safe("".join(right)))


def _marked(tag: str, pieces: list[str], differs: bool) -> SafeString:
    text = "".join(pieces)
    if differs and text:
        return format_html("<{}>{}</{}>", tag, text, tag)
    return format_html("{}", text)
