"""Restrict Wagtail's page views that show or change more than they should."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views import View
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.models import Page, PageViewRestriction
from wagtail.permissions import policy_registry

from mailing.upstream import replace
from pages import privacy
from pages.compat_views import upstream
from pages.languages import source_locale

DIALOG = {"step": "set_privacy"}


class PrivacyView(upstream.SetPrivacyView):
    """Edit who may read a page, for all its languages at once.

    It is set on the page in the source language, by people with publish permission there.
    """

    def dispatch(self, request: HttpRequest, page_id: int, *args, **kwargs) -> HttpResponseBase:
        asked = get_object_or_404(Page, id=page_id)
        _demand(asked.permissions_for_user(request.user).can_set_view_restrictions())
        page = asked.get_translation_or_none(source_locale()) or asked
        self.page = page.specific_deferred
        own = privacy.own_restrictions(self.page)
        above = self.page.get_view_restrictions().exclude(pk__in=own.values("pk"))
        self.restriction = self.object = own.order_by("pk").first()
        self.restriction_on_ancestor = above.order_by("-page__depth").first()
        if not self.page.permissions_for_user(request.user).can_set_view_restrictions():
            context = {"restriction": self.restriction or self.restriction_on_ancestor}
            template = "pages/admin/privacy_of_source.html"
            return render_modal_workflow(request, template, None, context, json_data=DIALOG)
        # Skips Wagtail's method, which checks only one language.
        return super(upstream.SetPrivacyView, self).dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        user = self.request.user
        kept = None
        if form.cleaned_data["restriction_type"] != PageViewRestriction.NONE:
            kept = form.save(commit=False)
            kept.page = self.page
            kept.save(user=user)
            form.save_m2m()
        for other in privacy.own_restrictions(self.page).exclude(pk=kept.pk if kept else None):
            other.delete(user=user)
        is_public = not self.page.get_view_restrictions().exists()
        answer = {"step": "set_privacy_done", "is_public": is_public}
        return render_modal_workflow(self.request, None, None, None, json_data=answer)

    def render_to_response(self, context, **response_kwargs):
        if not self.page.private_page_options:
            return super().render_to_response(context, **response_kwargs)
        return render_modal_workflow(
            self.request, "pages/admin/privacy.html", None, template_vars=context, json_data=DIALOG
        )


class MoveWithRights(View):
    """Mixin for the confirmation of a move: check permissions before showing anything."""

    def dispatch(self, request, page_to_move_id, destination_id, *args, **kwargs):
        page = get_object_or_404(Page, id=page_to_move_id)
        destination = get_object_or_404(Page, id=destination_id)
        _demand(page.permissions_for_user(request.user).can_move_to(destination))
        return super().dispatch(request, page_to_move_id, destination_id, *args, **kwargs)


class OfPageInLists(View):
    """Mixin for workflow views, whose messages name a page before checking permissions."""

    def setup(self, request, *args, **kwargs):
        _demand(bool(_seen(request.user, [kwargs["page_id"]])))
        super().setup(request, *args, **kwargs)


class ReviewActionView(OfPageInLists, upstream.WorkflowActionView):
    pass


class ReviewDataView(OfPageInLists, upstream.CollectWorkflowActionDataView):
    pass


class ReviewCancellationView(OfPageInLists, upstream.ConfirmWorkflowCancellationView):
    pass


class ReviewPreviewView(OfPageInLists, upstream.PreviewRevisionForTaskView):
    pass


class CopyWithRights(upstream.CopyPageView):
    """Wagtail's copy view, which names a page only to users who may see it in lists."""

    def post(self, request, page_id, *args, **kwargs):
        number = request.POST.get("new_parent_page", "")
        _demand(not number or bool(number.isdecimal() and _seen(request.user, [int(number[:18])])))
        return super().post(request, page_id, *args, **kwargs)


def named_in_choosers(pages, request: HttpRequest):
    """Wagtail hook: limit page choosers to open pages and those the user may see in lists.

    Otherwise users without any page permission would see the title of every draft.
    """
    return named_to(request.user, pages)


def named_to(user, pages):
    """Return those of `pages` that `user` may see: open pages, and those in their lists."""
    if user.is_superuser:
        return pages
    own = policy_registry.get_by_type(Page).explorable_instances(user)
    return pages.filter(pk__in=own.values("pk")) | pages.filter(depth=1) | pages.live().public()


def _demand(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def name_only_what_is_seen() -> None:
    """Make Wagtail's bulk actions, chooser and report name only pages the user may see.

    These are open pages, and the pages in the user's lists.
    """
    bulk_objects = upstream.PageBulkAction.get_actionable_objects
    report = upstream.PageTypesUsageReportView
    usage_rows = report.decorate_paginated_queryset
    browse, chosen = upstream.BrowseView.get, upstream.ChosenMultipleView.get

    def get_actionable_objects(self):
        objects, others = bulk_objects(self)
        left_out = others["items_with_no_access"]
        seen = _seen(self.request.user, [page.pk for page in left_out])
        return objects, others | {
            "items_with_no_access": [page for page in left_out if page.pk in seen]
        }

    def decorate_paginated_queryset(self, page_types):
        rows = usage_rows(self, page_types)
        seen = _seen(self.request.user, [row.last_edited_page_id for row in rows])
        for row in rows:
            if row.last_edited_page_id not in seen:
                row.last_edited_page = None
        return rows

    def get(self, request, parent_page_id=None):
        seen = parent_page_id and _seen(request.user, [parent_page_id])
        return browse(self, request, parent_page_id if seen else None)

    def get_chosen(self, request):
        asked = request.GET.getlist("id")
        numbers = [int(each) for each in asked if each.isdecimal() and len(each) < 19]
        seen = _seen(request.user, numbers)
        request.GET = request.GET.copy()
        request.GET.setlist("id", [each for each in numbers if each in seen])
        return chosen(self, request)

    replace(upstream.PageBulkAction, "get_actionable_objects", get_actionable_objects)
    replace(report, "decorate_paginated_queryset", decorate_paginated_queryset)
    replace(upstream.BrowseView, "get", get)
    replace(upstream.ChosenMultipleView, "get", get_chosen)


def _seen(user, numbers: list[int]) -> set[int]:
    pages = named_to(user, Page.objects.filter(pk__in=[each for each in numbers if each]))
    return set(pages.values_list("pk", flat=True))
