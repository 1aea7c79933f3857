"""Measure the translation dashboard with 100, 1,000 and 10,000 objects: times, queries, ratios."""

import os
import statistics
import tempfile
import time
import uuid
from datetime import timedelta

SIZES = (100, 1_000, 10_000)
REPEATS = 5


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "peacesummit.settings.test"
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        run()


def run() -> None:
    """Add objects step by step and print a line for each size."""
    from django.contrib.auth.models import Group, User
    from django.test import Client
    from django.test.utils import setup_test_environment

    from home import structure

    setup_test_environment()
    structure.build()
    editor = User.objects.create_user("editor", "editor@example.org", "secret")
    editor.groups.add(Group.objects.get(name=structure.COMMUNICATIONS))
    client = Client()
    client.force_login(editor)
    before: dict[str, float] = {}
    print(f"{'objects':>8}  {'open':>9} {'ratio':>6} {'queries':>8}  {'compute':>9} {'ratio':>6}")
    for size in SIZES:
        fill(size)
        compute = measure_compute(size)
        opened, queries = measure_open(client)
        found = {"open": opened, "compute": compute}
        ratio = {k: f"{found[k] / before[k]:.1f}" if before else "" for k in found}
        print(
            f"{size:>8,}  {opened * 1000:>6.0f} ms {ratio['open']:>6} {queries:>8}  "
            f"{compute * 1000:>6.0f} ms {ratio['compute']:>6}"
        )
        before = found


def fill(size: int) -> None:
    """Fill the database up to `size` topics, each with a status per language."""
    from django.utils import timezone
    from wagtail.models import Locale

    from pages.models import Topic
    from translations.models import State

    english = Locale.get_default()
    there = Topic.objects.count()
    Topic.objects.bulk_create(
        Topic(name=f"Topic {n}", slug=f"topic-{n}", locale=english, translation_key=uuid.uuid4())
        for n in range(there, size)
    )
    others = Locale.objects.exclude(pk=english.pk)
    known = set(State.objects.values_list("translation_key", flat=True))
    State.objects.bulk_create(
        State(
            translation_key=key,
            locale=locale,
            stale=True,
            since=timezone.now() - timedelta(days=place % 120),
        )
        for place, key in enumerate(Topic.objects.values_list("translation_key", flat=True))
        if key not in known
        for locale in others
    )


def measure_compute(size: int) -> float:
    """Return the seconds it takes to compute all statuses again."""
    from translations.engine import status_store
    from translations.models import State

    State.objects.update(stale=True)
    start = time.perf_counter()
    status_store.refresh()
    return time.perf_counter() - start


def measure_open(client) -> tuple[float, int]:
    """Return the median time in seconds to open the first page of the list, and its query count."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = "/admin/translations/list/all/"
    client.get(url)
    times = []
    for _attempt in range(REPEATS):
        start = time.perf_counter()
        response = client.get(url)
        times.append(time.perf_counter() - start)
        if response.status_code != 200:
            raise SystemExit(f"{url} answers {response.status_code}")
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return statistics.median(times), len(asked)


if __name__ == "__main__":
    main()
