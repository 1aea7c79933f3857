"""What the dashboard uses of Wagtail and wagtail-localize without their promise of stability.

`tests/pages/test_compat.py` checks its registered points.
"""

import inspect

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.db.models.signals import post_save
from django.urls import URLPattern, resolve
from wagtail.admin.api.urls import admin_api
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)
from wagtail_localize import wagtail_hooks
from wagtail_localize.models import StringTranslation

from translations import compat, compat_views
from translations.admin import closed_routes
from translations.models import ReviewTask

SILENT = (
    (task_submitted, TaskState),
    (workflow_submitted, WorkflowState),
    (workflow_rejected, WorkflowState),
    (workflow_approved, WorkflowState),
)


def foreign(signal, sender) -> list[str]:
    """Return the receivers of a signal of `sender` that are not ours."""
    live, _asynchronous = signal._live_receivers(sender)
    names = (
        f"{getattr(each, '__module__', '')}.{getattr(each, '__qualname__', type(each).__name__)}"
        for each in live
    )
    return [name for name in names if not name.startswith("translations.")]


def addresses() -> list[str]:
    """Return every URL of wagtail-localize in the admin, with numbers as arguments."""
    found = []
    for each in wagtail_hooks.register_admin_urls():
        for pattern in each.url_patterns:
            assert isinstance(pattern, URLPattern)
            route = str(pattern.pattern)
            for converter in pattern.pattern.converters:
                for kind in ("int", "str", "slug"):
                    route = route.replace(f"<{kind}:{converter}>", "7")
            found.append(f"/admin/localize/{route}")
    return found


# ------------------------------------------------------------------ closed
@pytest.mark.parametrize("address", addresses())
def test_every_address_of_wagtail_localize_is_closed(address):
    assert "<" not in address, f"An argument of {address} is of a new kind."
    view = inspect.unwrap(resolve(address).func)
    if address.endswith("jsi18n/"):
        assert view is not closed_routes.guard
    else:
        assert view is closed_routes.guard, f"{address} is open, and asks for no right."


def test_no_address_answers_if_one_is_elsewhere(monkeypatch):
    class Elsewhere:
        pattern = "translate/"

    monkeypatch.setattr(compat_views.upstream, "register_admin_urls", lambda: [Elsewhere()])
    with pytest.raises(ImproperlyConfigured, match="close them in"):
        closed_routes.urls()


def test_the_api_of_the_admin_has_no_actions():
    endpoint = admin_api._endpoints["pages"]
    assert endpoint is closed_routes.PagesWithoutActions, "Wagtail registers its own in our place."
    assert endpoint.actions == {}


def test_the_names_of_wagtail_localize_are_as_they_were():
    actions = {
        getattr(each, "name", None)
        for each in vars(wagtail_hooks).values()
        if isinstance(each, type)
    }
    assert compat_views.RESTART in actions, "The button that starts again has a new name."
    assert compat_views.TO_ALIAS in actions, "The entry that makes an alias has a new name."


# ------------------------------------------------------------------ silent
@pytest.mark.parametrize(("signal", "sender"), SILENT)
def test_wagtail_mails_nothing_about_workflows(signal, sender):
    assert foreign(signal, sender) == [], "Wagtail mails with a receiver of a new name."


def test_wagtail_localize_writes_no_titles():
    names = foreign(post_save, StringTranslation)
    assert not any("post_save_string_translation" in name for name in names)


def test_a_mail_that_has_another_name_stops_the_start():
    # The signals are already disconnected, so no receiver with that name is connected.
    with pytest.raises(ImproperlyConfigured, match="group_approval_task_submitted"):
        compat_views.silence_mails()
    with pytest.raises(ImproperlyConfigured, match="post_save_string_translation"):
        compat_views.silence_titles()


# ------------------------------------------------------------------ reviews and lists
@pytest.mark.django_db
def test_a_task_knows_who_is_in_its_groups(django_user_model):
    person = django_user_model.objects.create_user("reads", password="x")
    group = Group.objects.create(name="readers")
    task = ReviewTask.objects.create(name="Reading")
    task.groups.add(group)
    assert not compat.is_in_groups(task, person)
    person.groups.add(group)
    assert compat.is_in_groups(task, django_user_model.objects.get(pk=person.pk))


@pytest.mark.django_db
def test_without_the_question_for_groups_nobody_approves(django_user_model, monkeypatch):
    person = django_user_model.objects.create_user("reads", password="x")
    monkeypatch.delattr("wagtail.models.AbstractGroupApprovalTask._user_in_groups")
    with pytest.raises(AttributeError):
        ReviewTask(name="Reading").may_review(person)


def test_the_list_of_pages_has_a_column_of_status():
    names = [column.name for column in ExplorableIndexView.base_columns]
    assert "status" in names, "Ours would stand at the end, not before the status."
