"""The outbox view of emails that could not be sent, and the warning on the admin home."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min
from django.forms import Media
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.permission_policies import ModelPermissionPolicy

from mailing import composers, outbox
from mailing.compat_views import upstream
from mailing.models import Mail, MailQuerySet

STYLES = Media(css={"all": ["mailing/stuck.css"]})
policy = ModelPermissionPolicy(Mail)


class AgainColumn(Column):
    """The button to try again."""

    cell_template_name = "mailing/admin/again_cell.html"


def _label(mail: Mail) -> str:
    composer = composers.registered.get(mail.composer)
    return composer.label_of(mail) if composer else mail.composer


def _next_attempt(mail: Mail):
    """Return when it is tried again automatically; None if it was refused."""
    return mail.due_at if mail.state == Mail.State.PENDING else None


class StuckView(upstream.PermissionCheckedMixin, upstream.BaseListingView):
    """The emails that need a person, and the number of the others. No address is shown.

    A feature can list its own emails with a subclass that has its own `mails` and columns.
    """

    permission_policy = policy
    permission_required = "view"
    model = Mail
    template_name = "mailing/admin/stuck.html"
    page_title = gettext_lazy("Outbox")
    header_icon = "mail"
    index_url_name = "mailing_stuck"
    paginate_by = 50
    default_ordering = ("created_at", "pk")
    no_results_message = gettext_lazy("No emails are stuck.")

    def mails(self) -> MailQuerySet:
        """Return the emails that this view covers, stuck or not."""
        related = {name for each in composers.registered.values() for name in each.related}
        return Mail.objects.select_related(*sorted(related)) if related else Mail.objects.all()

    @cached_property
    def may_send(self) -> bool:
        return self.permission_policy.user_has_permission(self.request.user, "change")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_base_queryset(self):
        return self.mails().stuck()

    @cached_property
    def columns(self):
        again = [AgainColumn("again", label=_("Try again"))] if self.may_send else []
        return [
            *self.first_columns(),
            Column("state", label=_("State"), accessor="get_state_display"),
            Column("attempts", label=_("Attempts")),
            Column("trouble", label=_("What went wrong")),
            DateColumn("due_at", label=_("Next attempt"), accessor=_next_attempt),
            *again,
        ]

    def first_columns(self) -> list[Column]:
        """Return the columns that identify the email."""
        return [
            Column("label", label=_("Message"), accessor=_label),
            TitleColumn(
                "about",
                label=_("Recipient"),
                accessor=lambda mail: self._about(mail)[0] or "–",
                get_url=lambda mail: self._about(mail)[1],
            ),
        ]

    def _about(self, mail: Mail) -> tuple[str, str]:
        composer = composers.registered.get(mail.composer)
        return composer.about(mail, self.request.user) if composer else ("", "")

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        pending = self.mails().pending().aggregate(count=Count("pk"), oldest=Min("created_at"))
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        context["owed"] = pending["count"]
        context["oldest"] = pending["oldest"]
        context["sent"] = self.mails().filter(sent_at__gte=today).count()
        context["may_send"] = self.may_send
        context["media"] = context.get("media", Media()) + STYLES
        return context

    def post(self, request, *args, **kwargs):
        """Try again: one email (`mail`) or all of them (`all`)."""
        if not self.may_send:
            raise PermissionDenied
        chosen = self.get_base_queryset()
        if "all" not in request.POST:
            number = request.POST.get("mail", "")
            mail = get_object_or_404(self.mails(), pk=number if number.isdecimal() else 0)
            chosen = chosen.filter(pk=mail.pk)  # it may have been sent meanwhile
        again = [mail for mail in list(chosen) if outbox.send_again(mail)]
        for mail in again:
            for note in hooks.get_hooks("mail_is_tried_again"):
                note(request, mail)
        text = ngettext(
            "Trying to send %(count)d email again.",
            "Trying to send %(count)d emails again.",
            len(again),
        )
        messages.success(request, text % {"count": len(again)})
        return redirect(get_valid_next_url_from_request(request) or reverse(self.index_url_name))


class StuckPanel(Component):
    """The warning on the admin home, for users who may see the stuck emails at `url`."""

    name = "stuck_mails"
    template_name = "mailing/admin/stuck_panel.html"
    order = 50

    def __init__(self, words: str, url: str):
        self.words, self.url = words, url

    def get_context_data(self, parent_context):
        return {"words": self.words, "url": self.url}


def warn(request, panels) -> None:
    """Hook `construct_homepage_panels`: put the warning first if emails are stuck."""
    if not policy.user_has_permission(request.user, "view"):
        return
    if count := Mail.objects.stuck().count():
        words = ngettext("%(count)d email is stuck", "%(count)d emails are stuck", count)
        panels.insert(0, StuckPanel(words % {"count": count}, reverse("mailing_stuck")))
