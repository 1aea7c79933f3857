"""The whole sample site, built once for all tests of this folder."""

from unittest import mock

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.utils import translation

from home import structure
from pages.files import drawing
from sample import accounts, builder


@pytest.fixture(scope="package")
def _sample(django_db_setup, django_db_blocker):
    """Build the sample content in a transaction that ends with the last test of this folder.

    Images are encoded as fast as possible and twice as large: no test in this folder checks size.
    """
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        mock.patch.object(drawing, "AVIF_SPEED", 10),
    ):
        structure.build()
        accounts.create()
        context = builder.build_all()
        with django_db_blocker.block():
            yield context
        transaction.set_rollback(True)


@pytest.fixture
def sample(_sample, db):
    """What the seed built, by key: pages, partners, topics, images."""
    return _sample


@pytest.fixture(scope="package")
def public(_sample):
    """Return a function that gives the response to a first-time visitor at an address.

    Each address is requested once for all tests of this folder: `public(path)`, where the database
    may be used.
    """
    kept = {}

    def public(path: str):
        if path not in kept:
            kept[path] = Client().get(path)
            translation.activate(settings.LANGUAGE_CODE)
        return kept[path]

    return public


@pytest.fixture
def sign_in(sample):
    """Return a function that gives a client signed in as one of the sample accounts."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=name))
        return client

    return sign_in
