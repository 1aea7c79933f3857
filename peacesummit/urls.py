"""Define the URLs of the whole site.

Pages and the search have a language prefix (`/en/…`, `/es/…`); language-independent URLs have none.
"""

from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth import views as auth_views
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import serve

from accounts import lockout, session
from accounts.compat import upstream
from events.views import all_events
from home import views
from pages import share
from pages.files import documents
from pages.public_languages import in_public_language
from peacesummit.sitemaps import EveryLanguageSitemap
from search.views import search

# Wagtail's sign-in views with rate limits. They come before Wagtail's URLs to replace them.
ways_in = [
    path("admin/login/", lockout.sign_in(upstream.LoginView.as_view()), name="wagtailadmin_login"),
    path(
        "admin/password_reset/",
        lockout.reset(upstream.PasswordResetView.as_view()),
        name="wagtailadmin_password_reset",
    ),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        lockout.private(upstream.of_document),
        name="wagtaildocs_authenticate_with_password",
    ),
]
ways_in_by_language = [
    path(
        "_util/login/",
        in_public_language(
            lockout.sign_in(auth_views.LoginView.as_view(template_name="accounts/sign_in.html"))
        ),
        name="wagtailcore_login",
    ),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        in_public_language(lockout.private(upstream.of_page)),
        name="wagtailcore_authenticate_with_password",
    ),
]

urlpatterns = [
    *ways_in,
    path("", views.choose_language, name="choose_language"),
    path("admin/session/", session.state, name="session_state"),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/\d{20}", views.nowhere),  # no document has it; int() may refuse it
    re_path(r"^documents/(\d+)/(.*)$", documents.serve, name="wagtaildocs_serve"),
    path("documents/", include(wagtaildocs_urls)),
    # Only renditions: originals may contain what an editor did not mean to publish.
    path("media/images/<path:name>", views.media_file, {"folder": "images"}, name="rendition"),
    path(
        "media/avatar_images/<path:name>",
        require_admin_access(views.media_file),
        {"folder": "avatar_images"},
        name="avatar",
    ),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": EveryLanguageSitemap}}, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]

if apps.is_installed("sample"):
    from peacesummit.styleguide import styleguide

    urlpatterns += [
        path("styleguide/", styleguide, name="styleguide"),
        path("styleguide/<slug:language>/", styleguide, name="styleguide"),
    ]

urlpatterns += i18n_patterns(
    *ways_in_by_language,
    path(_("search/"), search, name="search"),
    path("calendar.ics", all_events, name="all_events"),
    # Share images.
    path("share/site-<slug:digest>.png", share.serve, name="share_site"),
    path("share/<int:pk>-<slug:digest>.png", share.serve, name="share_page"),
    path("share/<int:pk>/<slug:part>/<slug:digest>.png", share.serve, name="share_part"),
    # Wagtail's own pattern allows no dot, but calendar files need their extension.
    re_path(r"^((?:[\w\-]+/)*calendar\.ics)$", serve, name="calendar_file"),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)

handler400 = "pages.errors.bad_request"
handler403 = "pages.errors.permission_denied"
handler404 = "home.views.page_not_found"
handler500 = "pages.errors.server_error"
