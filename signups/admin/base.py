"""What the views of the sign-up admin share: permissions, form, questions, names of people."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.forms import Media
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.permission_policies import ModelPermissionPolicy

from pages.compat_views import upstream
from pages.languages import language_name, source_locale
from pages.times import dates
from signups.form.questions import NAME_PURPOSES, Question
from signups.models import SignUpPage, Submission

ICON = "clipboard-list"
STYLES = Media(css={"all": ["signups/admin.css"]})
# Part of a name, in addition to what `Question.is_name` covers.
FAMILY_NAMES = ("family-name",)
policy = ModelPermissionPolicy(Submission)


def canonical_pages() -> QuerySet[SignUpPage]:
    return SignUpPage.objects.filter(locale=source_locale())


def language_choices() -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code, _name in settings.LANGUAGES]


# ------------------------------------------------------------------ names
def names_asked(questions: Sequence[Question]) -> list[Question]:
    """Return the questions that ask for a person's name, in form order."""
    purposes = (*NAME_PURPOSES, *FAMILY_NAMES)
    texts = [q for q in questions if q.kind == "text" and not q.sensitive]
    return [question for question in texts if question.autocomplete in purposes]


def person_name(submission: Submission, questions: Sequence[Question]) -> str:
    """Return the name to use at check-in, or "".

    If the form asks for given and family names separately, return both.
    """
    answered = [q for q in names_asked(questions) if submission.answers.get(q.key)]
    first = next((q for q in answered if q.is_name), None)
    if first is None:
        return ""
    names = [first]
    if first.autocomplete == "given-name":
        names += [q for q in answered if q.autocomplete in FAMILY_NAMES]
    return " ".join(str(submission.answers[q.key]) for q in names)


# ------------------------------------------------------------------ views
class SignUpFormMixin(upstream.PermissionCheckedMixin):
    """Common base of the views of one form."""

    permission_policy = policy
    model = Submission

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.page_id = kwargs.get("page_id")

    @cached_property
    def sign_up_page(self) -> SignUpPage:
        pages = canonical_pages().select_related("locale")
        return get_object_or_404(pages, pk=self.page_id)

    @cached_property
    def questions(self) -> list[Question]:
        """Return all current questions, and earlier ones that still have answers."""
        return [item for item in self.sign_up_page.canonical_questions() if item.key]

    @cached_property
    def has_groups(self) -> bool:
        """Return whether one sign-up of this form can be for several people."""
        return any(item.kind == "group_size" for item in self.questions)

    @cached_property
    def languages(self) -> dict[str, str]:
        return dict(language_choices())

    def language_of(self, submission: Submission) -> str:
        return self.languages.get(submission.language, submission.language)

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the time zone in which this form counts days."""
        return ZoneInfo(self.sign_up_page.zone_name)

    def local(self, value: datetime) -> str:
        there = value.astimezone(self.zone)
        return f"{dates.day(there)}, {dates.hour(there)}"

    def may(self, action: str) -> bool:
        return policy.user_has_permission(self.request.user, action)

    @cached_property
    def places_in_line(self) -> dict[int, int]:
        """Return everyone's position on the waitlist by sign-up id, with one query."""
        waiting = self.sign_up_page.all_submissions.line().values_list("pk", flat=True)
        return {pk: place for place, pk in enumerate(waiting, start=1)}


class AdminPageMixin(upstream.WagtailAdminTemplateMixin):
    """A page of the sign-up admin with Wagtail's header, breadcrumbs, and our few styles."""

    header_icon = ICON

    def get_breadcrumbs_items(self):
        way = [*self.breadcrumbs_items, {"url": reverse("signups_forms"), "label": _("Sign-ups")}]
        return [*way, *self.crumbs()]

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["media"] = context.get("media", Media()) + STYLES
        return context


class SignUpFormPageMixin(SignUpFormMixin, AdminPageMixin):
    def crumbs(self):
        return [form_crumb(self.sign_up_page), *super().crumbs()]


class AdminListView(upstream.PermissionCheckedMixin, AdminPageMixin, upstream.BaseListingView):
    permission_policy = policy
    permission_required = "view"
    results_template_name = "signups/admin/list_results.html"
    paginate_by = 50


class FormListingView(SignUpFormPageMixin, AdminListView):
    def get_index_url(self):
        return reverse(self.index_url_name, args=[self.page_id])


def form_crumb(page: SignUpPage) -> dict[str, str]:
    return {"url": reverse("signups_list", args=[page.pk]), "label": page.title}
