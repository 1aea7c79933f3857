"""Check-in: find people on a phone and mark them as present; print the attendee list.

Everything works without JavaScript: the server renders one list with a button for each person, and
shows the search again after each click. A code alone gives no access: to use it, you must be
signed in and have permission to change sign-ups.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from pages.text import alphabetical, folded
from signups.admin import audit
from signups.admin.actions import BY_NAME
from signups.admin.base import (
    STYLES,
    AdminPageMixin,
    SignUpFormMixin,
    SignUpFormPageMixin,
    names_asked,
    person_name,
)
from signups.admin.selection import found_by
from signups.models import SignUpPage, Submission
from signups.privacy import tokens

Status = Submission.Status


@dataclass(frozen=True)
class Attendee:
    row: Submission
    name: str
    also: str  # other names, such as the name on the badge
    place: int | None

    @property
    def can_check_in(self) -> bool:
        return self.row.status == Status.CONFIRMED

    @property
    def is_checked_in(self) -> bool:
        return self.row.status == Status.CHECKED_IN


def set_checked_in(request: HttpRequest, submission: Submission, *, present: bool) -> None:
    """Mark people as present or not, and log it. Doing it twice is harmless."""
    with transaction.atomic():
        BY_NAME["check-in" if present else "undo-check-in"].carry_out(request, submission)


def submission_of(code: str, page: SignUpPage | None = None) -> Submission | None:
    """Return the sign-up with this code, or None.

    For the code of a duplicate, return the original sign-up.
    """
    found = Submission.everything.select_related("page__locale", "original__page__locale")
    found = found.filter(code=tokens.normal_code(code))
    row = (found.filter(page=page) if page else found).first()
    return row.original if row is not None and row.original is not None else row


class CheckInMixin(SignUpFormPageMixin, TemplateView):
    """Common base of the two check-in views: who is listed, and under which name."""

    permission_required = "change"
    header_icon = "check"
    page_title = gettext_lazy("Check-in")

    def person(self, row: Submission, place: int | None = None) -> Attendee:
        name = person_name(row, self.questions)
        names = (str(row.answers.get(q.key) or "") for q in names_asked(self.questions))
        also = ", ".join(other for other in names if folded(other) not in folded(name))
        return Attendee(row, name, also, place)

    def back(self, code: str) -> HttpResponse:
        """Redirect to the search of the form, which shows the result for `code`."""
        url = reverse("signups_check_in", args=[self.sign_up_page.pk])
        response = redirect(f"{url}?{urlencode({'done': code})}")
        response.status_code = 303
        return response


class CheckInView(CheckInMixin):
    """Everyone who is expected, with a button for each; searchable by code or name."""

    template_name = "signups/admin/check_in.html"

    def get_context_data(self, **kwargs):
        text = self.request.GET.get("q", "").strip()
        rows = list(self.sign_up_page.submissions.all())
        expected = [row for row in rows if row.status in Submission.TAKES_PLACE]
        done = tokens.normal_code(self.request.GET.get("done", ""))
        # Find waitlisted and canceled sign-ups too, so that nobody is turned away as unknown.
        known = [row for row in rows if row.status != Status.QUARANTINED]
        found = [r for r in known if found_by(r, text, self.questions)] if text else expected
        waits = self.places_in_line
        people = [self.person(row, waits.get(row.pk)) for row in found]
        people.sort(key=lambda person: (alphabetical(person.name), person.row.code))
        data = {"rows": len(people), "search": bool(text)}
        audit.note(self.sign_up_page, "signups.door", self.request.user, **data)
        return super().get_context_data(
            **kwargs,
            text=text,
            people=people,
            present=sum(row.places for row in expected if row.status == Status.CHECKED_IN),
            expected=sum(row.places for row in expected),
            done=next((self.person(row) for row in rows if done and row.code == done), None),
        )

    def post(self, request, *args, **kwargs):
        present = "present" in request.POST
        code = request.POST.get("present" if present else "undo", "")
        row = submission_of(code, self.sign_up_page)
        if row is not None:
            set_checked_in(request, row, present=present)
        return self.back(row.code if row is not None else "")


class CheckInCodeView(CheckInMixin):
    """The page that the QR code in the email opens: who it is, and whether they can come in."""

    template_name = "signups/admin/check_in_code.html"

    @cached_property
    def row(self) -> Submission | None:
        return submission_of(self.kwargs["code"])

    @cached_property
    def sign_up_page(self) -> SignUpPage:
        if self.row is None:
            raise Http404
        return self.row.page

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the time zone of the form, or the user's if there is no form."""
        if self.row is None:
            return ZoneInfo(timezone.get_current_timezone_name())
        return super().zone

    def get(self, request, *args, **kwargs):
        # Unknown codes get a page too: after a 404, the site would look for a Wagtail page.
        if self.row is not None:
            audit.note(self.row, "signups.view", request.user)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        scanned, row = tokens.normal_code(self.kwargs["code"]), self.row
        if row is None:
            return super().get_context_data(**kwargs, person=None)
        return super().get_context_data(
            **kwargs,
            person=self.person(row, row.place_in_line if row.status == Status.WAITING else None),
            is_duplicate=scanned != row.code,
        )

    def post(self, request, *args, **kwargs):
        if self.row is None:
            return self.get(request, *args, **kwargs)
        set_checked_in(request, self.row, present="undo" not in request.POST)
        return self.back(self.row.code)

    def crumbs(self):
        return super().crumbs() if self.row else AdminPageMixin.crumbs(self)


class AttendeeListView(SignUpFormMixin, TemplateView):
    """The printed list of everyone with a spot: only name, code, and a checkbox."""

    permission_required = "view"
    template_name = "signups/admin/attendee_list.html"

    def get_context_data(self, **kwargs):
        page = self.sign_up_page
        rows = page.submissions.taking_a_place().only("code", "status", "answers", "places")
        people = sorted(
            (
                (
                    person_name(row, self.questions),
                    row.spaced_code,
                    row.status == Status.CHECKED_IN,
                    row.places,
                )
                for row in rows
            ),
            key=lambda person: (alphabetical(person[0]), person[1]),
        )
        audit.note(page, "signups.sheet", self.request.user, rows=len(people))
        event = page.event_for(page)
        return super().get_context_data(
            **kwargs,
            event=event,
            event_day=date_format(event.local_starts.astimezone(self.zone), "DATE_FORMAT")
            if event and event.has_date
            else "",
            people=people,
            count=sum(places for *_who, places in people),
            printed=self.local(timezone.now()),
            media=STYLES,
        )
