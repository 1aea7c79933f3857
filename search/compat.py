"""Unstable parts of Wagtail that the search depends on.

See `mailing.upstream`.
"""

from functools import cache

from mailing.upstream import demand, replace
from pages.text import seen

# The index is requested on first use: that of one database cannot be loaded with the other.
upstream = demand("""
Nothing would be found.
    wagtail.search.backends.database:SearchBackend(params)
""")


@cache
def index_what_is_seen(module: str) -> None:
    """Remove invisible characters from what a backend indexes; runs once per backend module.

    Texts set in code, or saved before forms removed them, may contain soft hyphens. Wagtail names
    the indexer class inside a method, so the class cannot be replaced. Raise `ImproperlyConfigured`
    if there is no such method.
    """
    indexer = demand(f"""
        A text with a soft hyphen in it would not be found.
            {module}:ObjectIndexer.prepare_value(self, value)
    """).ObjectIndexer
    prepare_value = indexer.prepare_value
    replace(indexer, "prepare_value", lambda self, value: seen(prepare_value(self, value)))
