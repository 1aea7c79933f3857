"""Redirects to the translation editor, from notices and from edit URLs.

wagtail-localize has its own editor at the edit URL of a translation. It supports neither
reviews nor locks, so the translation editor replaces it.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail_localize.models import Translation

from pages.languages import source_locale
from translations import compat_views
from translations.engine import notices, permissions
from translations.engine.objects import edit_url, other_models, translations_of, versions
from translations.engine.reviewed import NOT_REVIEWED

NOT_SENT = gettext_lazy(
    "This has not been sent for translation yet. Anyone who manages the source can send it."
)


class EditorRedirectView(View):
    """Redirect to the editor of an object in a language, or to where it is edited instead."""

    http_method_names = ["get", "head"]

    def get(self, request, key, language):
        locale = get_object_or_404(Locale, language_code=language)
        translation = Translation.objects.filter(
            source__object_id=key, target_locale=locale, enabled=True
        ).first()
        if translation is not None:
            return redirect("translations_editor", translation.pk)
        notices.mark_seen(request.user, key, locale.pk)
        every = (versions(model, key) for model in (Page, *other_models()))
        found = next(filter(None, every), {})
        for each in (found.get(locale.pk), found.get(source_locale().pk)):
            if each is not None:
                if url := edit_url(each, request.user):
                    return redirect(url)
                raise PermissionDenied
        messages.error(request, _("This no longer exists."))
        return redirect("wagtailadmin_home")


def redirect_to_editor(request: HttpRequest, instance) -> HttpResponse | None:
    """Redirect the edit URL of a translation to the translation editor; publish nothing.

    A hook that runs before pages and snippets are edited. A manually edited page keeps its editor,
    and only users who may translate it can restart its translation. Objects without drafts are
    not edited manually.
    """
    if not isinstance(instance, TranslatableMixin) or getattr(instance, "alias_of_id", None):
        return None
    translation = translations_of(instance).filter(enabled=True).first()
    if translation is not None:
        if request.method == "POST":
            messages.error(request, NOT_REVIEWED)
        return redirect("translations_editor", translation.pk)
    is_foreign = instance.locale_id != source_locale().pk
    # A change made in that editor would be public at once, without a review.
    if isinstance(instance, other_models()) and is_foreign and not request.user.is_superuser:
        messages.error(request, NOT_SENT)
        return redirect("translations_dashboard")
    if request.method == "POST" and compat_views.RESTART in request.POST:
        stopped = translations_of(instance).filter(enabled=False).first()
        if stopped is not None and not permissions.may_translate(request.user, stopped):
            raise PermissionDenied
    return None
