"""Internals of Wagtail on which the dashboard relies, importable by models.

See `mailing.upstream`; views are in `compat_views`, which no model imports.
"""

from typing import Any

from mailing.upstream import demand

upstream = demand("""
It says who may approve a translation.
    wagtail.models:AbstractGroupApprovalTask._user_in_groups(self, user)
People could approve what they have written themselves.
    wagtail.models:AbstractGroupApprovalTask.get_actions(self, obj, user)
    wagtail.models:AbstractGroupApprovalTask.on_action(self, task_state, user, action_name)
A page could not be taken down in all languages.
    wagtail.actions.unpublish_page:UnpublishPageAction.execute(self, skip_permission_checks)
""")


def is_in_groups(task: Any, user: Any) -> bool:
    """Return whether `user` is in a group of an approval task."""
    return bool(task._user_in_groups(user))
