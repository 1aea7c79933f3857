"""Sign-ups that repeat another one: the places that they hold, and how to give these back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column, TitleColumn

from signups.admin import audit
from signups.admin.base import FormList
from signups.models import Submission
from signups.registration import transitions


class GiveBackColumn(Column):
    """The button that gives one place back."""

    cell_template_name = "signups/admin/give_back_cell.html"


class RepeatedView(FormList):
    """The repeated sign-ups of a form that hold a place, or a place in line. No answers."""

    template_name = "signups/admin/repeated_list.html"
    page_title = gettext_lazy("Repeated sign-ups")
    verbose_name_plural = gettext_lazy("repeated sign-ups")
    no_results_message = gettext_lazy("No place is held by a repeated sign-up.")
    index_url_name = "signups_repeated"
    default_ordering = ("created_at", "pk")

    def get_base_queryset(self):
        return self.sign_up_page.all_submissions.repeated().select_related("original")

    @cached_property
    def places(self) -> dict[int, int]:
        return self.places_in_line()

    @cached_property
    def columns(self):
        return [
            Column("code", label=_("Code"), accessor="spaced_code"),
            TitleColumn(
                "original",
                label=_("Repeats the sign-up"),
                accessor=lambda row: row.original.spaced_code,
                get_url=lambda row: reverse("signups_one", args=[row.original_id]),
                link_classname="desk-code",
            ),
            Column(
                "created_at",
                label=_("Signed up"),
                accessor=lambda row: self.local(row.created_at),
            ),
            Column("holds", label=_("Holds"), accessor=self._holds),
            Column("places", label=_("People"), accessor="places"),
            *([GiveBackColumn("give_back", label=_("Give back"))] if self.may("change") else []),
        ]

    def _holds(self, row: Submission) -> str:
        if row.pk in self.places:
            return _("Waiting, place %(place)d") % {"place": self.places[row.pk]}
        return ngettext("%(count)d place", "%(count)d places", row.places) % {"count": row.places}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Give back what one of them (`row`) holds, or all of them (`all`)."""
        if not self.may("change"):
            raise PermissionDenied
        held = self.sign_up_page.all_submissions.repeated()
        rows = held
        if "all" not in request.POST:
            number = request.POST.get("row", "")
            rows = rows.filter(pk=number if number.isdecimal() else 0)
        before = held.count()
        for row in list(rows.order_by("-pk")):
            if transitions.release(row):
                audit.note(row, "signups.release", request.user)
        count = before - held.count()  # with those that ended with them
        text = ngettext(
            "%(count)d repeated sign-up holds nothing any more.",
            "%(count)d repeated sign-ups hold nothing any more.",
            count,
        )
        messages.success(request, text % {"count": count})
        return redirect(self.get_index_url())
