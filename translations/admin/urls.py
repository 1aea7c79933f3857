"""The addresses of the desk and of its sheets, below `translations/` in the admin."""

from django.urls import path

from translations.admin import dashboard, exchange, lists, send, together
from translations.admin.editor import background, beside, doors, sheet

desk, results = lists.DeskView.as_view(), lists.DeskView.as_view(results_only=True)
urlpatterns = [
    path("", desk, name="translations_desk"),
    path("list/<slug:tab>/", desk, name="translations_desk_list"),
    path("list/<slug:tab>/results/", results, name="translations_desk_results"),
    path("send/<str:label>/<str:pk>/", send.SendView.as_view(), name="translations_send"),
    path("chosen/send/", send.SendChosenView.as_view(), name="translations_send_chosen"),
    path(
        "chosen/source-only/",
        send.SourceOnlyChosenView.as_view(),
        name="translations_source_only_chosen",
    ),
    path(
        "source-only/<str:label>/<str:pk>/",
        send.SourceOnlyView.as_view(),
        name="translations_source_only",
    ),
    path("together/<int:pk>/", together.TogetherView.as_view(), name="translations_together"),
    path("together/<int:pk>/lift/", together.LiftView.as_view(), name="translations_lift"),
    path("take-down/<int:pk>/", together.TakeDownView.as_view(), name="translations_take_down"),
    path("notices/seen/", dashboard.NoticesSeenView.as_view(), name="translations_notices_seen"),
    path("files/", exchange.ExchangeView.as_view(), name="translations_exchange"),
    path("files/export/", exchange.ExportView.as_view(), name="translations_exchange_export"),
    path("open/<uuid:key>/<str:language>/", doors.OpenView.as_view(), name="translations_open"),
    path("<int:pk>/", sheet.SheetView.as_view(), name="translations_sheet"),
    path("<int:pk>/text/", background.TextView.as_view(), name="translations_text"),
    path("<int:pk>/here/", background.HereView.as_view(), name="translations_here"),
    path("<int:pk>/preview/", beside.PreviewView.as_view(), name="translations_preview"),
    path("<int:pk>/stop/", beside.StopView.as_view(), name="translations_stop"),
    path("<int:pk>/machine/", beside.MachineView.as_view(), name="translations_machine"),
]
