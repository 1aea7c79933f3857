"""Describe a story in schema.org terms."""

from django.utils import timezone

from pages.head import Head
from pages.languages import localized_text
from pages.schema import Node, moment, node, text

HEADLINE = 110  # characters of a headline that search engines show


def article(page, about: Head) -> Node:
    """Return the schema.org article of a `NewsPage`.

    A byline may name a person, a team or an organization, and its type is unknown: it becomes
    `creditText`. Without a byline, the publisher is the author.
    """
    headline = page.title
    published = page.last_published_at and timezone.localtime(page.last_published_at)
    return node(
        "NewsArticle",
        f"{about.url}#article",
        headline=headline if len(headline) <= HEADLINE else f"{headline[: HEADLINE - 1]}…",
        url=about.url,
        inLanguage=about.language,
        mainEntityOfPage={"@id": about.url},
        datePublished=moment(page.date),
        dateModified=moment(published),
        author=None if page.byline else about.publisher,
        creditText=page.byline,
        publisher=about.publisher,
        about=[
            node("Thing", name=text(localized_text(topic.name, topic)))
            for topic in about.context.get("topics") or ()
        ],
        mentions=[partner.mention() for partner in about.context.get("partners") or ()],
        isAccessibleForFree=True,
        description=about.description,
        image=about.image,
    )
