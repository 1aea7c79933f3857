"""The home panel of the admin: the user's tasks and unread notices."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from translations.admin import status_display, worklist
from translations.admin.base import DashboardAccessView
from translations.admin.worklist import Roles
from translations.engine import notices, permissions
from translations.models import Notice

SHOWN = 10


class WaitingPanel(Component):
    """The user's tasks (at most ten) and unread notices."""

    name = "translations_waiting"
    template_name = "translations/dashboard/waiting_panel.html"
    order = 205

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        roles = Roles(user)
        found = worklist.worklist_of(roles)
        rows = list(found[: SHOWN + 1])
        count = len(rows) if len(rows) <= SHOWN else found.count()
        news = notices.unseen(user)
        return {
            "request": parent_context["request"],
            "csrf_token": parent_context.get("csrf_token", ""),
            "count": count,
            "rows": [
                line | {"url": status_display.url_for(line["state"], roles)}
                for line in status_display.status_rows(rows[:SHOWN])
            ],
            "notices": [
                {
                    "notice": each,
                    "url": notices.url_of(each),
                    "name": status_display.language_label(each.locale),
                }
                for each in news[:SHOWN]
            ],
            "more_notices": max(0, len(news) - SHOWN),
        }


def add_panel(request, panels) -> None:
    if permissions.may_see_dashboard(request.user):
        panels.append(WaitingPanel())


class NoticesSeenView(DashboardAccessView):
    http_method_names = ["post"]

    def post(self, request):
        Notice.objects.filter(user=request.user, seen_at__isnull=True).update(
            seen_at=timezone.now()
        )
        messages.success(request, _("Everything has been marked as read."))
        return redirect("wagtailadmin_home")
