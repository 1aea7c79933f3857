"""What the search uses of Wagtail that it does not promise to keep.

See `mailing.upstream`, which asks for each point when the site starts.
"""

import sys
from functools import cache

from mailing import upstream
from pages.text import seen

#: Where it is, and what the search relies on. The index itself is asked for when it is used first:
#: that of the one database cannot be loaded beside the other.
POINTS = {
    "wagtail.search.backends.database:SearchBackend(params)": "Nothing would be found.",
}


@cache
def index_what_is_seen(module: str) -> None:
    """Have the index of a backend hold words without what nobody can see; called once for each.

    A text that was written in code or before forms took it out may hold a soft hyphen. Wagtail
    names the class that reads objects in the middle of a method, so it cannot be replaced.
    Relies on `ObjectIndexer.prepare_value` of the backend; raises `ImproperlyConfigured` without.
    """
    prepare_value = upstream.demand(
        f"{module}:ObjectIndexer.prepare_value(self, value)",
        "A text with a soft hyphen in it would not be found.",
    )
    indexer = sys.modules[module].ObjectIndexer
    upstream.replace(indexer, "prepare_value", lambda self, value: seen(prepare_value(self, value)))
