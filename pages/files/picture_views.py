"""Replace Wagtail's image views that fail if an image cannot be rendered."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from wagtail import hooks
from wagtail.images.models import SourceImageIOError
from wagtail.images.shortcuts import get_rendition_or_not_found

from pages.compat_views import upstream


class Drawn(upstream.ImageChosenResponseMixin):
    """Chooser data of an image, with Wagtail's placeholder if it cannot be rendered."""

    def get_chosen_response_data(self, image, preview_image_filter="max-165x165"):
        data = super(upstream.ImageChosenResponseMixin, self).get_chosen_response_data(image)
        preview = get_rendition_or_not_found(image, preview_image_filter)
        data["preview"] = {"url": preview.url, "width": preview.width, "height": preview.height}
        data["default_alt_text"] = image.default_alt_text
        return data


class ChosenView(upstream.ImageChosenView, Drawn):
    pass


class ChosenMultipleView(upstream.ImageChosenMultipleView, Drawn):
    pass


class UploadView(upstream.ImageUploadView, Drawn):
    pass


class SelectFormatView(upstream.ImageSelectFormatView, Drawn):
    pass


# Set these before Wagtail's viewset creates its URLs.
upstream.viewset.chosen_view_class = ChosenView
upstream.viewset.chosen_multiple_view_class = ChosenMultipleView
upstream.viewset.create_view_class = UploadView
upstream.viewset.select_format_view_class = SelectFormatView


def preview(request: HttpRequest, image_id: int, filter_spec: str) -> HttpResponseBase:
    """Show an image as Wagtail's URL generator does; answer 410, as image URLs do, if it fails."""
    try:
        return upstream.preview(request, image_id, filter_spec)
    except SourceImageIOError:
        return HttpResponse("Source image file not found", content_type="text/plain", status=410)


# Registered before Wagtail's own view at the same URL, which keeps its name.
@hooks.register("register_admin_urls", order=-10)
def urls():
    return [path("images/<int:image_id>/preview/<str:filter_spec>/", preview)]
