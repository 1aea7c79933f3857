"""The search index of the database in use reads texts as the search expects."""

from importlib import import_module

import pytest
from django.core.exceptions import ImproperlyConfigured
from wagtail.search.backends import database, get_search_backend

from search import compat


@pytest.mark.django_db
@pytest.mark.both_databases
def test_the_index_holds_what_is_seen():
    get_search_backend()  # this replaces it
    module = import_module(type(database.SearchBackend({})).__module__)
    prepare = module.ObjectIndexer.prepare_value
    assert hasattr(prepare, "__wrapped__"), "Wagtail's own reads the texts."
    assert prepare(module.ObjectIndexer.__new__(module.ObjectIndexer), "al\u00adto") == "alto"


def test_an_index_that_reads_otherwise_is_not_used():
    with pytest.raises(ImproperlyConfigured, match="soft hyphen"):
        compat.index_what_is_seen.__wrapped__("wagtail.search.backends.base")
