"""URLs of the dashboard and the translation editor, below `translations/` in the admin."""

from django.urls import path

from translations.admin import coordinated_release, dashboard, exchange, home_panel, send
from translations.admin.editor import background, redirects, tools, views

dashboard_view, results = (
    dashboard.DashboardView.as_view(),
    dashboard.DashboardView.as_view(results_only=True),
)
urlpatterns = [
    path("", dashboard_view, name="translations_dashboard"),
    path("list/<slug:tab>/", dashboard_view, name="translations_dashboard_list"),
    path("list/<slug:tab>/results/", results, name="translations_dashboard_results"),
    path("send/<str:label>/<str:pk>/", send.SendView.as_view(), name="translations_send"),
    path("chosen/send/", send.SendSelectionView.as_view(), name="translations_send_selection"),
    path(
        "chosen/source-only/",
        send.SourceOnlySelectionView.as_view(),
        name="translations_source_only_selection",
    ),
    path(
        "source-only/<str:label>/<str:pk>/",
        send.SourceOnlyView.as_view(),
        name="translations_source_only",
    ),
    path(
        "together/<int:pk>/",
        coordinated_release.CoordinatedReleaseView.as_view(),
        name="translations_coordinated_release",
    ),
    path(
        "together/<int:pk>/lift/",
        coordinated_release.CancelReleaseView.as_view(),
        name="translations_cancel_release",
    ),
    path(
        "take-down/<int:pk>/",
        coordinated_release.UnpublishAllView.as_view(),
        name="translations_unpublish_all",
    ),
    path("notices/seen/", home_panel.NoticesSeenView.as_view(), name="translations_notices_seen"),
    path("files/", exchange.ExchangeView.as_view(), name="translations_exchange"),
    path("files/export/", exchange.ExportView.as_view(), name="translations_exchange_export"),
    path(
        "open/<uuid:key>/<str:language>/",
        redirects.EditorRedirectView.as_view(),
        name="translations_open",
    ),
    path("<int:pk>/", views.EditorView.as_view(), name="translations_editor"),
    path("<int:pk>/text/", background.SegmentView.as_view(), name="translations_segment"),
    path("<int:pk>/here/", background.PresenceView.as_view(), name="translations_presence"),
    path("<int:pk>/preview/", tools.PreviewView.as_view(), name="translations_preview"),
    path("<int:pk>/stop/", tools.StopTranslationView.as_view(), name="translations_stop"),
    path("<int:pk>/machine/", tools.MachineView.as_view(), name="translations_machine"),
]
