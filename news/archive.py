"""The news that remain when the reader asks for a topic or a year.

Knows no model: it is given the news, the topics and the parameters of the address.
"""

from collections.abc import Iterable, Mapping

from pages.languages import Text
from pages.text import alphabetical
from partners.directory import build_filter


class Archive:
    """What the list of news shows.

    `news` is a `NewsPageQuerySet`; `topics` are (short name, `Text` of the name);
    `params` holds `topic` and `year`. A value that is not among the choices narrows nothing;
    `not_understood` is then true, so that the page can say so.
    """

    def __init__(self, news, topics: Iterable[tuple[str, Text]], params: Mapping):
        years = [str(day.year) for day in news.dates("date", "year", order="DESC")]
        self.topic = build_filter(
            "topic", sorted(topics, key=lambda topic: alphabetical(str(topic[1]))), params
        )
        self.year = build_filter("year", [(year, year) for year in years], params)
        filters = (self.topic, self.year)
        self.not_understood = any(params.get(each.name) and not each.value for each in filters)
        self.is_filtered = any(each.value for each in filters)
        if self.topic.value:
            news = news.about_topic(self.topic.value)
        if self.year.value:
            news = news.of_year(int(self.year.value))
        self.news = news
