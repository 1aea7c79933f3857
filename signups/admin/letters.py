"""Mails that did not go out, receipts of what was deleted, and the warning on the first screen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from signups.admin import audit
from signups.admin.base import DeskView, policy
from signups.emails import enqueue
from signups.models import Letter, PurgeReceipt
from signups.registration.lost_keys import look


class AgainColumn(Column):
    """The button that tries once more."""

    cell_template_name = "signups/admin/again_cell.html"


def _whose(letter: Letter) -> str:
    if letter.to_staff:
        return str(_("organisers"))
    return letter.submission.spaced_code if letter.submission else str(_("deleted sign-up"))


def _where(letter: Letter) -> str:
    """Return the address of the sign-up, or of the list for a notice to the organisers."""
    if letter.submission:
        return reverse("signups_one", args=[letter.submission.pk])
    return reverse("signups_list", args=[letter.page_id])


def _next_attempt(letter: Letter):
    """Return when it is tried again by itself; what was refused never is."""
    return letter.due_at if letter.state == Letter.State.OWED else None


class LettersView(PermissionCheckedMixin, DeskView, BaseListingView):
    """The mails that need a person, and how the others are doing. No address is shown."""

    permission_policy = policy
    permission_required = "view"
    model = Letter
    template_name = "signups/admin/letters.html"
    results_template_name = "signups/admin/list_results.html"
    page_title = gettext_lazy("Mails")
    header_icon = "mail"
    index_url_name = "signups_letters"
    paginate_by = 50
    default_ordering = ("created_at", "pk")

    @cached_property
    def may_send(self) -> bool:
        return policy.user_has_permission(self.request.user, "change")

    def get_base_queryset(self):
        return Letter.objects.stuck().select_related("page", "submission")

    @cached_property
    def no_results_message(self):
        return _("No mail is stuck.")

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "code",
                label=_("Sign-up"),
                accessor=_whose,
                get_url=_where,
                link_classname="desk-code",
            ),
            Column("page", label=_("Form"), accessor="page.title"),
            Column("kind", label=_("Mail"), accessor="get_kind_display"),
            Column("state", label=_("State"), accessor="get_state_display"),
            Column("attempts", label=_("Attempts")),
            Column("trouble", label=_("What went wrong")),
            DateColumn("due_at", label=_("Next attempt"), accessor=_next_attempt),
            *([AgainColumn("again", label=_("Try again"))] if self.may_send else []),
        ]

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        owed = Letter.objects.owed().aggregate(count=Count("pk"), oldest=Min("created_at"))
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        context["owed"] = owed["count"]
        context["oldest"] = owed["oldest"]
        context["sent"] = Letter.objects.filter(sent_at__gte=today).count()
        context["may_send"] = self.may_send
        return context

    def post(self, request, *args, **kwargs):
        """Try again: one letter (`letter`) or all of them (`all`)."""
        if not self.may_send:
            raise PermissionDenied
        stuck = Letter.objects.stuck().select_related("page__locale", "submission")
        if "all" in request.POST:
            letters = list(stuck)
        else:
            number = request.POST.get("letter", "")
            letter = get_object_or_404(Letter, pk=number if number.isdecimal() else 0)
            letters = list(stuck.filter(pk=letter.pk))  # it may have been sent meanwhile
        for letter in letters:
            enqueue.send_again(letter)
            audit.note(letter.submission or letter.page, "signups.resend", request.user)
        text = ngettext(
            "%(count)d mail is tried again now.",
            "%(count)d mails are tried again now.",
            len(letters),
        )
        messages.success(request, text % {"count": len(letters)})
        return redirect(get_valid_next_url_from_request(request) or reverse("signups_letters"))


class ReceiptsView(PermissionCheckedMixin, DeskView, BaseListingView):
    """What was deleted because its time was over: figures, never content."""

    permission_policy = policy
    permission_required = "view"
    model = PurgeReceipt
    results_template_name = "signups/admin/list_results.html"
    page_title = gettext_lazy("Receipts of deletion")
    header_icon = "bin"
    index_url_name = "signups_receipts"
    paginate_by = 50
    default_ordering = ("-made_at", "-pk")

    def get_base_queryset(self):
        return PurgeReceipt.objects.all()

    @cached_property
    def no_results_message(self):
        return _("Nothing has been deleted yet.")

    @cached_property
    def columns(self):
        return [
            DateColumn("made_at", label=_("When")),
            Column("submissions", label=_("Sign-ups deleted")),
            Column("answers", label=_("Answers deleted")),
            Column("forms", label=_("Forms"), accessor=self._forms),
        ]

    @staticmethod
    def _forms(receipt: PurgeReceipt) -> str:
        parts = []
        for form in receipt.forms:
            answers = sum((form.get("answers") or {}).values())
            parts.append(
                _("%(title)s: %(submissions)d sign-ups, %(answers)d answers")
                % {
                    "title": form.get("title", ""),
                    "submissions": form.get("submissions", 0),
                    "answers": answers,
                }
            )
        return "; ".join(parts)


class StuckPanel(Component):
    """The warning on the first screen of the admin, for whoever sees sign-ups."""

    name = "stuck_letters"
    template_name = "signups/admin/stuck_panel.html"
    order = 50

    def __init__(self, count: int):
        self.count = count

    def get_context_data(self, parent_context):
        return {"count": self.count}


class LostKeyPanel(Component):
    """The warning that answers cannot be read, on the same screen."""

    name = "lost_key"
    template_name = "signups/admin/lost_key_panel.html"
    order = 40


def warn_of_lost_keys(request, panels) -> None:
    """Hook `construct_homepage_panels`: say first if the keys are not those of the sign-ups."""
    if not policy.user_has_permission(request.user, "view"):
        return
    if look().unreadable:
        panels.insert(0, LostKeyPanel())


def warn_of_stuck_letters(request, panels) -> None:
    """Hook `construct_homepage_panels`: put the warning first, if there is something to warn of."""
    if not policy.user_has_permission(request.user, "view"):
        return
    count = Letter.objects.stuck().count()
    if count:
        panels.insert(0, StuckPanel(count))
