"""Hooks into Wagtail: the addresses of the sheet, and the ways that lead there."""

from django.urls import path
from wagtail import hooks

from translations.admin.editor import background, beside, doors, sheet


@hooks.register("register_admin_urls")
def sheet_urls():
    one = "translations/<int:pk>/"
    return [
        path(
            "translations/open/<uuid:key>/<str:language>/",
            doors.OpenView.as_view(),
            name="translations_open",
        ),
        path(one, sheet.SheetView.as_view(), name="translations_sheet"),
        path(f"{one}text/", background.TextView.as_view(), name="translations_text"),
        path(f"{one}here/", background.HereView.as_view(), name="translations_here"),
        path(f"{one}preview/", beside.PreviewView.as_view(), name="translations_preview"),
        path(f"{one}stop/", beside.StopView.as_view(), name="translations_stop"),
    ]


# Before wagtail-localize's own hooks, which would open its editor.
hooks.register("before_edit_page", doors.lead_to_sheet, order=-10)
hooks.register("before_edit_snippet", doors.lead_to_sheet, order=-10)
