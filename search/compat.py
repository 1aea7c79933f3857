"""What the search uses of Wagtail that it does not promise to keep.

See `mailing.upstream`.
"""

from functools import cache

from mailing.upstream import demand, replace
from pages.text import seen

# The index itself is asked for when it is used first: that of the one database cannot be loaded
# beside the other.
upstream = demand("""
Nothing would be found.
    wagtail.search.backends.database:SearchBackend(params)
""")


@cache
def index_what_is_seen(module: str) -> None:
    """Have the index of a backend hold words without what nobody can see; called once for each.

    A text that was written in code or before forms took it out may hold a soft hyphen. Wagtail
    names the class that reads objects in the middle of a method, so it cannot be replaced.
    Raises `ImproperlyConfigured` where there is no such method.
    """
    indexer = demand(f"""
        A text with a soft hyphen in it would not be found.
            {module}:ObjectIndexer.prepare_value(self, value)
    """).ObjectIndexer
    prepare_value = indexer.prepare_value
    replace(indexer, "prepare_value", lambda self, value: seen(prepare_value(self, value)))
