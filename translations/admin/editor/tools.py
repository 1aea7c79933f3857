"""Tools of the translation editor: preview, machine translation, switch to manual editing."""

from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.utils.decorators import xframe_options_sameorigin_override

from translations.admin.base import DashboardPageMixin
from translations.admin.editor.base import STYLES, TranslationView
from translations.engine import machine, review, segments
from translations.engine.segments import TextRefusedError


@method_decorator(xframe_options_sameorigin_override, name="dispatch")
class PreviewView(TranslationView):
    """Preview the page with its current texts or, during review, the submitted revision."""

    http_method_names = ["get", "head"]

    def get(self, request, *args, **kwargs):
        if not isinstance(self.target, Page) or not self.translation.enabled:
            raise Http404
        waiting = self.waiting
        if waiting is not None and waiting.revision is not None:
            page = waiting.revision.as_object()
        else:
            page = review.draft(self.translation)
        return page.make_preview_request(request, page.default_preview_mode)


class StopTranslationView(DashboardPageMixin, TranslationView, TemplateView):
    """Ask for confirmation before a page is switched to manual editing."""

    template_name = "translations/editor/stop.html"
    files = Media(css=STYLES)

    def dispatch(self, request, *args, **kwargs):
        if not self.writes:
            raise PermissionDenied
        if not isinstance(self.target, Page):
            raise Http404
        if not self.translation.enabled:
            return self.redirect_to_manual_editing()
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("Edit manually: %(title)s") % {"title": self.title}

    def get_breadcrumbs_items(self):
        dashboard = {"url": reverse("translations_dashboard"), "label": _("Translations")}
        editor = {"url": self.editor_url(), "label": self.title}
        stop = {"url": "", "label": _("Edit manually")}
        return [*self.breadcrumbs_items, dashboard, editor, stop]

    def get_context_data(self, **kwargs):
        refusal = segments.refusal(self.translation, self.request.user)
        return super().get_context_data(**kwargs, back=self.editor_url(), refusal=refusal)

    def post(self, request, *args, **kwargs):
        try:
            if reason := segments.refusal(self.translation, request.user):
                raise TextRefusedError(reason)
            # Save the translation as a draft of the page, so that no text is lost.
            with review.refused_with_reason():
                review.draft(self.translation).save_revision(user=request.user)
        except TextRefusedError as error:
            messages.error(request, str(error))
            return redirect(self.editor_url())
        self.translation.enabled = False
        self.translation.save(update_fields=["enabled"])
        messages.success(request, _("From now on, this page is edited manually."))
        return redirect("wagtailadmin_pages:edit", self.target.pk)


class MachineView(TranslationView):
    """Fill in untranslated segments by machine translation."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        if not self.writes:
            raise PermissionDenied
        try:
            written = machine.fill(self.translation, request.user)
        except (machine.MachineError, TextRefusedError) as error:
            messages.error(request, str(error))
            return redirect(self.editor_url())
        words = _("There was nothing to machine-translate.")
        if written:
            words = ngettext(
                "%(count)d segment was machine-translated. Review and confirm it.",
                "%(count)d segments were machine-translated. Review and confirm them.",
                written,
            ) % {"count": written}
        messages.success(request, words)
        return redirect(self.editor_url())
