"""Internals of other packages on which the outbox and its view rely.

See `mailing.upstream`.
"""

from mailing.upstream import demand

upstream = demand("""
Lost mails would not be sent again.
    django_tasks_db.models:DBTaskResult.objects.ready()
Screens would be open to people without the right to see them.
    wagtail.admin.views.generic.permissions:PermissionCheckedMixin.dispatch(self, request)
A list would show all rows, also those that a person may not see.
    wagtail.admin.views.generic.base:BaseListingView.get_base_queryset(self)
""")
