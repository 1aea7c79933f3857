"""Quarantined sign-ups: the panel on the admin home page and the bulk actions."""

from collections import Counter
from collections.abc import Callable, Sequence

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from wagtail.admin.ui.components import Component

from signups.admin import audit
from signups.admin.base import ICON, canonical_pages, policy
from signups.admin.selection import Selection
from signups.compat_views import upstream
from signups.models import SignUpPage, Submission
from signups.registration import transitions

Status = Submission.Status
OBJECT_TYPE = "submission"


# ------------------------------------------------------------------ the admin home page
class QuarantinePanel(Component):
    """The number of quarantined sign-ups by form, each with a link to them."""

    name = "quarantined_sign_ups"
    template_name = "signups/admin/quarantine_panel.html"
    order = 60

    def __init__(self, pages: Sequence[SignUpPage]):
        self.pages = pages

    def get_context_data(self, parent_context):
        return {
            "count": sum(page.quarantined for page in self.pages),
            "pages": [(page, url_of(page)) for page in self.pages],
        }


def url_of(page: SignUpPage) -> str:
    return f"{reverse('signups_list', args=[page.pk])}?status={Status.QUARANTINED}"


def add_quarantine_panel(request, panels) -> None:
    """Hook `construct_homepage_panels`: show first that people wait for a decision."""
    if not policy.user_has_permission(request.user, "view"):
        return
    waiting = Count("submissions", filter=Q(submissions__status=Status.QUARANTINED))
    pages = canonical_pages().annotate(quarantined=waiting).filter(quarantined__gt=0)
    if found := list(pages.order_by("title", "pk")):
        panels.insert(0, QuarantinePanel(found))


# ------------------------------------------------------------------ bulk actions
class ChoiceColumn(upstream.BulkActionsCheckboxColumn):
    """A checkbox for each quarantined sign-up; bulk actions apply to no others."""

    cell_template_name = "signups/admin/choice_cell.html"

    def __init__(self):
        super().__init__("choice", obj_type=OBJECT_TYPE)

    @staticmethod
    def title_id(row: Submission) -> str:
        """Return the id of the element that names a row, for screen readers."""
        return f"{OBJECT_TYPE}_{row.pk}_title"


#: The message for a number of sign-ups, by result: a status, or why they stay.
OUTCOMES = {
    str(Status.CONFIRMED): ngettext_lazy(
        "%(count)d sign-up now has a spot.", "%(count)d sign-ups now have a spot.", "count"
    ),
    str(Status.WAITING): ngettext_lazy(
        "%(count)d sign-up is now on the waitlist.",
        "%(count)d sign-ups are now on the waitlist.",
        "count",
    ),
    str(Status.DECLINED): ngettext_lazy(
        "%(count)d sign-up was declined.", "%(count)d sign-ups were declined.", "count"
    ),
    "NoPlace": ngettext_lazy(
        "%(count)d sign-up is still in quarantine because all spots are taken.",
        "%(count)d sign-ups are still in quarantine because all spots are taken.",
        "count",
    ),
    "EmailTaken": ngettext_lazy(
        "%(count)d sign-up is still in quarantine because another sign-up now uses the "
        "same email address.",
        "%(count)d sign-ups are still in quarantine because other sign-ups now use the "
        "same email addresses.",
        "count",
    ),
    "Over": ngettext_lazy(
        "%(count)d sign-up is still in quarantine because the event was canceled or is over.",
        "%(count)d sign-ups are still in quarantine because the event was canceled or is over.",
        "count",
    ),
    "gone": ngettext_lazy(
        "%(count)d sign-up has since been deleted by the person who sent it.",
        "%(count)d sign-ups have since been deleted by the people who sent them.",
        "count",
    ),
}


class QuarantineAction(upstream.BulkAction):
    """A bulk action on the selected sign-ups; each has its own transaction."""

    models = [Submission]
    template_name = "signups/admin/quarantine_action.html"
    question: str | Promise
    change: Callable[..., bool]  # takes a sign-up and the checked options

    def dispatch(self, request, *args, **kwargs):
        if not policy.user_has_permission(request.user, "change"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def chosen(self) -> list[Submission]:
        """Return the selected sign-ups that are still quarantined, oldest first."""
        ids = self.request.GET.getlist("id")
        if "all" in ids:
            ids = self.get_all_objects_in_listing_query(self.request.GET.get("childOf", ""))
        numbers = [int(each) for each in ids if str(each).isdecimal() and len(str(each)) < 18]
        found = Submission.objects.filter(pk__in=numbers, status=Status.QUARANTINED)
        return list(found.select_related("page__locale").order_by("created_at", "pk"))

    def get_all_objects_in_listing_query(self, parent_id):
        """Return the ids of all sign-ups in the filtered list, on all its pages."""
        number = parent_id if parent_id.isdecimal() and len(parent_id) < 18 else 0
        page = get_object_or_404(canonical_pages().select_related("locale"), pk=number)
        questions = [item for item in page.canonical_questions() if item.key]
        return Selection(page, questions, self.request).keys

    def get_actionable_objects(self):
        return self.chosen, {"items_with_no_access": []}

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "action": self,
            "header_icon": ICON,
            "count": len(self.chosen),
            "codes": [
                (row.spaced_code, reverse("signups_detail", args=[row.pk])) for row in self.chosen
            ],
        }

    def form_valid(self, form):
        outcomes: Counter[str] = Counter()
        for submission in self.chosen:
            try:
                with transaction.atomic():
                    self.change(submission, **form.cleaned_data)
                    outcome = submission.status
                    change = {"from": Status.QUARANTINED, "to": outcome}
                    if outcome != Status.QUARANTINED:
                        audit.note(submission, "signups.status", self.request.user, **change)
            except (transitions.NoPlace, transitions.EmailTaken, transitions.Over) as error:
                outcome = type(error).__name__
            except Submission.DoesNotExist:  # its sender has deleted it meanwhile
                outcome = "gone"
            outcomes[outcome] += 1
        self.tell(outcomes)
        return redirect(self.next_url)

    def tell(self, outcomes: Counter[str]) -> None:
        said = [
            text % {"count": outcomes[name]} for name, text in OUTCOMES.items() if outcomes[name]
        ]
        done = {str(Status.CONFIRMED), str(Status.WAITING), str(Status.DECLINED)}
        say = messages.success if set(outcomes) <= done and said else messages.warning
        say(self.request, " ".join(said) or _("Nothing was changed."))


class ReleaseAction(QuarantineAction):
    display_name = gettext_lazy("Not spam: accept")
    aria_label = gettext_lazy("Accept the selected sign-ups and remove them from quarantine")
    action_type = "release"
    action_priority = 10
    question = gettext_lazy(
        "In the order received, each sign-up gets a spot or, if all spots are taken, goes on "
        "the waitlist. Everyone who gave an email address is notified."
    )
    change = staticmethod(transitions.admit)


class DeclineForm(forms.Form):
    tell = forms.BooleanField(
        label=gettext_lazy(
            "Notify them by email (leave unchecked if this is spam: the addresses may belong "
            "to other people)"
        ),
        required=False,
    )


class DeclineAction(QuarantineAction):
    display_name = gettext_lazy("Decline")
    aria_label = gettext_lazy("Decline the selected sign-ups")
    action_type = "decline"
    action_priority = 20
    classes = {"serious"}
    form_class = DeclineForm
    question = gettext_lazy(
        "They will not be accepted, and their personal pages will say so. Their answers are "
        "kept until they are deleted."
    )
    change = staticmethod(transitions.decline)
