"""Refuse to delete what is in use, and show where it is used.

All deletion in the admin calls `refusal`: of topics and menus, partners, images and documents,
pages with their descendants, and bulk actions.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.utils import get_latest_str
from wagtail.models import Page, TranslatableMixin

from pages import required_pages
from pages.compat_views import upstream
from pages.languages import language_name, source_locale
from pages.references import Use, kind_of, summary, uses_of

TEMPLATE = "pages/admin/in_use.html"


def refusal(request: HttpRequest, objects: Sequence[Model]) -> HttpResponse | None:
    """Return the page that explains why `objects` cannot be deleted, or None if they can be.

    The caller must have checked the permission to delete them.
    """
    reasons = [reason for each in objects for reason in reasons_to_keep(each)]
    uses = uses_of([*objects, *_sources_of(objects)])
    if not reasons and not uses:
        return None
    context = {
        "header_title": _("Cannot be deleted"),
        "subject": get_text_list([f"“{get_latest_str(each)}”" for each in objects], _("and")),
        "several": len(objects) > 1,
        "reasons": reasons,
        "summary": summary(uses),
        "rows": [_row(use, request.user) for use in uses],
        "shows_names": any(use.names - {str(objects[0])} for use in uses),
        "back": AdminURLFinder(request.user).get_edit_url(objects[0]) or "",
    }
    status = 409 if request.method == "POST" else 200
    return TemplateResponse(request, TEMPLATE, context, status=status)


def _sources_of(objects: Sequence[Model]) -> list[Model]:
    """Return the sources of translated `objects`: a reference to a source also shows these.

    Pages are left out: another screen explains that they are deleted in one language only.
    """
    return [
        source
        for each in objects
        if isinstance(each, TranslatableMixin)
        and not isinstance(each, Page)
        and (source := each.get_translation_or_none(source_locale())) not in (None, *objects)
    ]


def reasons_to_keep(instance: Model) -> Iterable[str]:
    """Yield the reasons to keep an object, even if nothing refers to it."""
    if isinstance(instance, Page):
        yield from required_pages.reasons_for(instance, below=True)
    if hasattr(instance, "why_it_stays"):
        yield instance.why_it_stays()


def _row(use: Use, user) -> dict[str, Any]:
    url = AdminURLFinder(user).get_edit_url(use.source)
    languages = [
        language_name(version.locale.language_code)
        for version in use.versions
        if hasattr(version, "locale_id")
    ]
    return {
        "kind": kind_of(use),
        "name": get_latest_str(use.source) if url else _("(you don’t have access)"),
        "url": url,
        "places": [
            f"{name} (×{count})" if count > 1 else name for name, count in use.places.items()
        ],
        "languages": languages,
        "is_draft": use.only_draft,
        "names": sorted(use.names),
    }


# ------------------------------------------------------------------ single objects
# These run after hooks that refuse for another reason with their own message.
@hooks.register("before_delete_page", order=10)
def keep_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    return refusal(request, [page])


@hooks.register("before_delete_snippet")
def keep_snippets(request: HttpRequest, instances: Sequence[Model]) -> HttpResponse | None:
    """Refuse to delete one topic or menu, or several selected in a list, if any is in use."""
    return refusal(request, list(instances))


class RefuseIfInUse:
    """Mixin for views that delete one object: refuse if it is in use."""

    request: HttpRequest
    object: Any

    def run_before_hook(self) -> HttpResponse | None:
        return refusal(self.request, [self.object])


class DeleteImageView(RefuseIfInUse, upstream.DeletePictureView):
    pass


class DeleteDocumentView(RefuseIfInUse, upstream.DeleteDocumentView):
    pass


class RefuseIfInUseAfterUpload:
    """Mixin for views that delete uploads by script; their URLs also accept any other object."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self.get_model().objects.filter(pk=kwargs[self.pk_url_kwarg]).first()  # type: ignore[attr-defined]
        if found is not None and (uses_of([found]) or any(reasons_to_keep(found))):
            words = _("“%(title)s” is in use and cannot be deleted.") % {"title": found}
            return JsonResponse({"success": False, "error_message": words}, status=409)
        return super().post(request, *args, **kwargs)  # type: ignore[misc]


class DeleteUploadedImageView(RefuseIfInUseAfterUpload, upstream.DeleteUploadedPictureView):
    pass


class DeleteUploadedDocumentView(RefuseIfInUseAfterUpload, upstream.DeleteUploadedDocumentView):
    pass


# Registered before Wagtail's own views at the same URLs, which keep their names.
@hooks.register("register_admin_urls", order=-10)
def urls():
    several_image = DeleteUploadedImageView.as_view()
    several_document = DeleteUploadedDocumentView.as_view()
    return [
        path("images/<int:image_id>/delete/", DeleteImageView.as_view()),
        path("images/multiple/<int:image_id>/delete/", several_image),
        path("documents/delete/<int:document_id>/", DeleteDocumentView.as_view()),
        path("documents/multiple/<int:doc_id>/delete/", several_document),
    ]


# ------------------------------------------------------------------ bulk actions
class RefuseIfInUseInBulk:
    """Mixin for bulk delete actions: refuse if any selected object is in use."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        objects, _no_access = self.get_actionable_objects()  # type: ignore[attr-defined]
        refused = refusal(request, objects) if objects else None
        return refused or super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class DeleteUnusedPages(RefuseIfInUseInBulk, upstream.DeletePages):
    pass


class DeleteUnusedImages(RefuseIfInUseInBulk, upstream.DeletePictures):
    pass


class DeleteUnusedDocuments(RefuseIfInUseInBulk, upstream.DeleteDocuments):
    pass


# Registered after Wagtail's own to replace them: the last action with a name wins.
for action in (DeleteUnusedPages, DeleteUnusedImages, DeleteUnusedDocuments):
    hooks.register("register_bulk_action", action, order=10)
