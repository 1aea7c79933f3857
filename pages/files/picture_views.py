"""Wagtail's views of pictures that fail where one cannot be drawn: here they go on without it."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from wagtail import hooks
from wagtail.images.models import SourceImageIOError
from wagtail.images.shortcuts import get_rendition_or_not_found

from pages.compat_views import upstream


class Drawn(upstream.ImageChosenResponseMixin):
    """What the chooser tells of a chosen picture, with Wagtail's mark where it cannot be drawn."""

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


# Of Wagtail's viewset, before it is asked for its addresses.
upstream.viewset.chosen_view_class = ChosenView
upstream.viewset.chosen_multiple_view_class = ChosenMultipleView
upstream.viewset.create_view_class = UploadView
upstream.viewset.select_format_view_class = SelectFormatView


def preview(request: HttpRequest, image_id: int, filter_spec: str) -> HttpResponseBase:
    """Show a picture as Wagtail's generator of URLs does; answer 410, as its own URLs do."""
    try:
        return upstream.preview(request, image_id, filter_spec)
    except SourceImageIOError:
        return HttpResponse("Source image file not found", content_type="text/plain", status=410)


# Before Wagtail's own at the same address, whose name stays.
@hooks.register("register_admin_urls", order=-10)
def urls():
    return [path("images/<int:image_id>/preview/<str:filter_spec>/", preview)]
