"""Emails that were not sent, deletion records, and warnings on the admin home page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from mailing.models import Mail
from mailing.views import StuckPanel, StuckView
from mailing.views import policy as mails
from signups.admin import audit
from signups.admin.base import AdminListView, AdminPageMixin, policy
from signups.models import Letter, PurgeReceipt
from signups.registration.lost_keys import check_keys


class OutboxView(AdminPageMixin, StuckView):
    """Emails that need attention, and the state of the others. Shows no address."""

    permission_policy = policy
    model = Letter
    template_name = "signups/admin/outbox.html"
    results_template_name = "signups/admin/list_results.html"
    index_url_name = "signups_outbox"

    def mails(self):
        return Letter.objects.select_related("page__locale", "submission")

    def first_columns(self):
        return [
            TitleColumn(
                "code",
                label=_("Sign-up"),
                accessor=lambda letter: self._about(letter)[0],
                get_url=lambda letter: self._about(letter)[1],
                link_classname="sign-ups-code",
            ),
            Column("page", label=_("Form"), accessor="page.title"),
            Column("kind", label=_("Message"), accessor="get_kind_display"),
        ]


def note_again(request, mail: Mail) -> None:
    """Hook `mail_is_tried_again`: log that an email was sent again."""
    letter = Letter.objects.filter(pk=mail.pk).select_related("page__locale", "submission").first()
    if letter is not None:
        audit.note(letter.submission or letter.page, "signups.resend", request.user)


def _forms(receipt: PurgeReceipt) -> str:
    """Return in words what was deleted from each form."""
    text = _("%(title)s: %(submissions)d sign-ups, %(answers)d answers")
    return "; ".join(
        text % {**form, "answers": sum(form["answers"].values())} for form in receipt.forms
    )


class ReceiptsView(AdminListView):
    """What was deleted at the end of its retention period: numbers, never content."""

    model = PurgeReceipt
    page_title = gettext_lazy("Deletion records")
    header_icon = "bin"
    index_url_name = "signups_receipts"
    default_ordering = ("-made_at", "-pk")
    no_results_message = gettext_lazy("Nothing has been deleted yet.")
    columns = [
        DateColumn("made_at", label=gettext_lazy("When")),
        Column("submissions", label=gettext_lazy("Sign-ups deleted")),
        Column("answers", label=gettext_lazy("Answers deleted")),
        Column("forms", label=gettext_lazy("Forms"), accessor=_forms),
    ]


class LostKeyPanel(Component):
    """The warning on the admin home page that answers cannot be read."""

    name = "lost_key"
    template_name = "signups/admin/lost_key_panel.html"
    order = 40


def warn_of_lost_keys(request, panels) -> None:
    """Hook `construct_homepage_panels`: warn first if the keys do not match the sign-ups."""
    if not policy.user_has_permission(request.user, "view"):
        return
    if check_keys().unreadable:
        panels.insert(0, LostKeyPanel())


def warn_of_stuck_messages(request, panels) -> None:
    """Hook `construct_homepage_panels`: show the warning first, if there is a problem."""
    if not policy.user_has_permission(request.user, "view"):
        return
    if mails.user_has_permission(request.user, "view"):
        return  # they see the warning about all emails
    if count := Letter.objects.stuck().count():
        words = ngettext(
            "%(count)d email to someone who signed up is stuck",
            "%(count)d emails to people who signed up are stuck",
            count,
        )
        panels.insert(0, StuckPanel(words % {"count": count}, reverse("signups_outbox")))
