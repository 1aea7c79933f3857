"""Register Wagtail hooks."""

from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder, register_admin_url_finder
from wagtail.admin.staticfiles import versioned_static
from wagtail.snippets.models import register_snippet

from pages import (
    deletion,  # noqa: F401 - registers itself
    privacy,
    rich_text,
)
from pages.files import (
    documents,
    picture_views,  # noqa: F401 - registers itself
)
from pages.models import PictureDescription
from pages.page_views import name_only_what_is_seen, named_in_choosers
from pages.times import date_fields
from pages.viewsets import TopicViewSet

register_snippet(TopicViewSet)


class PictureDescriptionFinder:
    """Finds the edit URL of an alt text: that of its image."""

    def __init__(self, user=None):
        self.pictures = AdminURLFinder(user)

    def get_edit_url(self, instance):
        return self.pictures.get_edit_url(instance.image)


register_admin_url_finder(PictureDescription, PictureDescriptionFinder)


# After Wagtail's own check of private pages.
hooks.register("on_serve_page", privacy.note_who_has_passed, order=100)


hooks.register("construct_page_chooser_queryset", named_in_choosers)
name_only_what_is_seen()


@hooks.register("after_copy_page")
def close_the_copy(request, page, new_page):
    """Apply the restrictions of a page to its copy."""
    privacy.copy_restrictions(page, new_page, user=request.user)


@hooks.register("register_rich_text_features")
def offer_language_marks(features):
    """Register the language marks as a rich text feature."""
    rich_text.register(features)


# After Wagtail's own check, which refuses private documents.
hooks.register("before_serve_document", documents.note, order=100)


@hooks.register("register_admin_urls")
def date_urls():
    return [path("dates/", date_fields.echo_date, name="pages_echo_date")]


@hooks.register("insert_global_admin_js")
def dates_script():
    """Load the script that keeps the text in date fields and shows it in words."""
    return format_html(
        '<script src="{}" data-address="{}"></script>',
        versioned_static("pages/dates.js"),
        reverse("pages_echo_date"),
    )
