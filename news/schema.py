"""A piece of news in the words of schema.org: a pure function of plain data."""

import datetime
from collections.abc import Iterable

from pages.languages import Text
from pages.schema import Node, moment, node, text

HEADLINE = 110  # letters of a headline that search engines show


def article(
    url: str,
    headline: str,
    language: str,
    *,
    date: datetime.date,
    modified: datetime.datetime | None,
    byline: str,
    publisher: Node,
    topics: Iterable[Text] = (),
    partners: Iterable[tuple[str, str]] = (),
    **more,
) -> Node:
    """Return the news at the address `url`.

    A byline may name a person, a team or an organisation, and nobody knows which: it is given as
    `creditText`. Without one the publisher is the author. `partners` are (name, address).
    """
    return node(
        "NewsArticle",
        f"{url}#article",
        headline=headline if len(headline) <= HEADLINE else f"{headline[: HEADLINE - 1]}…",
        url=url,
        inLanguage=language,
        mainEntityOfPage={"@id": url},
        datePublished=moment(date),
        dateModified=moment(modified),
        author=None if byline else publisher,
        creditText=byline,
        publisher=publisher,
        about=[node("Thing", name=text(name)) for name in topics],
        mentions=[node("Organization", name=name, url=there) for name, there in partners],
        isAccessibleForFree=True,
        **more,
    )
