"""Hooks into Wagtail."""

from django.utils import translation
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder, register_admin_url_finder
from wagtail.snippets.models import register_snippet

from home import deletion, documents, rich_text  # noqa: F401 - registers what deletes
from home.models import PictureDescription
from home.views import untranslated
from home.viewsets import MenuViewSet, TopicViewSet

register_snippet(TopicViewSet)
register_snippet(MenuViewSet)


class PictureDescriptionFinder:
    """The description of a picture is edited where the picture is."""

    def __init__(self, user=None):
        self.pictures = AdminURLFinder(user)

    def get_edit_url(self, instance):
        return self.pictures.get_edit_url(instance.image)


register_admin_url_finder(PictureDescription, PictureDescriptionFinder)


# Before Wagtail's own check of private pages: those are not offered in another language either.
@hooks.register("before_serve_page", order=-10)
def serve_own_language_only(page, request, args, kwargs):
    """Never serve a page at an address of another language.

    Wagtail does so twice: it walks the source tree where a language has no live home, and an
    alias shows the text of its source.
    """
    if page.locale.language_code == translation.get_language() and not page.alias_of_id:
        return None
    return untranslated(request, page)


@hooks.register("register_rich_text_features")
def offer_language_marks(features):
    """Let editors mark a passage as being in another language."""
    rich_text.register(features)


# After Wagtail's own check of private documents: those are not served.
hooks.register("before_serve_document", documents.note, order=100)
