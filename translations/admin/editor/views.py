"""The translation editor: write, submit, review and approve one translation."""

from django.forms import Media
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.models import Page

from pages.languages import language_name
from pages.publication import PublicationRefusedError
from translations.admin.base import DashboardPageMixin
from translations.admin.editor import markup, saving, segment_rows
from translations.admin.editor.actions import EditorActions
from translations.admin.editor.base import STYLES
from translations.engine import notices, reviewed
from translations.engine.objects import TITLE_PATHS, display_title, edit_url
from translations.engine.segments import Segment, TextRefusedError
from translations.models import Review


class EditorView(DashboardPageMixin, EditorActions, TemplateView):
    """The translation editor. A single form holds everything, so it works without JavaScript.

    Every button saves the texts first, so nothing that was written is lost.
    """

    template_name = "translations/editor/editor.html"
    files = Media(css=STYLES, js=["js/translation-editor.js"])

    def dispatch(self, request, *args, **kwargs):
        if not self.translation.enabled:
            self.require_read()
            return self.redirect_to_manual_editing()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        notices.mark_seen(
            request.user, self.translation.source.object_id, self.translation.target_locale_id
        )
        return self.render_to_response(self.get_context_data())

    def post(self, request, *args, **kwargs):
        name, _colon, argument = request.POST.get("do", "save").partition(":")
        if name not in self.names:
            return HttpResponseBadRequest(_("The editor has no such button."))
        result = saving.SaveResult()
        if self.writes:
            result = saving.store_all(self.translation, self.found, request.POST, request.user)
        if result.entries:
            self._forget()
            messages.error(request, self._why_not(result))
            return self.render_to_response(self.get_context_data(entries=result.entries))
        if result.stored or name != "save":
            self._forget()
        try:
            done = self.press(name, argument, result.stored)
        except TextRefusedError as error:
            refusal = str(error)
        except PublicationRefusedError as error:
            refusal = " ".join(error.messages)
        else:
            messages.success(request, done)
            beside = name in ("confirm", "remark") and argument != "all"
            place = f"#row-{argument.replace(':', '-')}" if beside else ""
            return redirect(f"{self.editor_url()}{self._query()}{place}")
        messages.error(request, refusal)
        return self.render_to_response(self.get_context_data())

    def _forget(self) -> None:
        for name in ("found", "waiting", "target", "source"):
            self.__dict__.pop(name, None)

    def _why_not(self, result: saving.SaveResult) -> str:
        if result.refused:
            return f"{result.refused} {_('What you wrote stands in its field and is not saved.')}"
        return _(
            "Some segments were not saved. They are still in their fields, each with the reason."
        )

    def _query(self) -> str:
        return f"?show={self.show}" if self.show in segment_rows.VIEWS else ""

    # ---------------------------------------------------------------- what is shown
    def get_page_title(self):
        return self.title

    def get_page_subtitle(self):
        return self.translation.target_locale.get_display_name()

    def get_context_data(self, entries=None, **kwargs):
        translation, user, found = self.translation, self.request.user, self.found
        public, returned = reviewed.public_review(translation), reviewed.last_returned(translation)
        current = self.current_state(found, public)
        may_write = self.writes and not current["refusal"]
        editor = segment_rows.build_content(
            translation,
            found,
            public=public,
            waiting=self.waiting,
            returned=returned,
            target=self.target,
            show=self.show,
            entries=entries or {},
            helped=may_write,
        )
        if entries:  # show rejected segments even if the view hides them
            shown = {row.key for row in editor.visible}
            editor.visible += [row for row in editor.rows if row.rejected and row.key not in shown]
        context = super().get_context_data(**kwargs)
        target = self.target
        return (
            context
            | current
            | {
                "translation": translation,
                "editor": editor,
                "views": [
                    (name, label, editor.counts[name], name == editor.show)
                    for name, label in segment_rows.VIEWS.items()
                    if name not in (segment_rows.REMARKED, segment_rows.REVISED)
                    or name == editor.show
                    or editor.counts[name]
                    or (name == segment_rows.REVISED and returned is not None)
                ],
                "refusal": current["refusal"] if self.writes and not self.waiting else "",
                "may_write": may_write,
                "may_remark": self.writes or self.reviews,
                "rights": {"write": self.writes, "review": self.reviews},
                "waiting": self.waiting,
                "returned": returned,
                "open_remarks": editor.open_remarks,
                "own_work": bool(self.waiting and self.waiting.is_work_of(user)),
                "again": self._again(public, found),
                "source_language": language_name(translation.source.locale.language_code),
                "target_language": language_name(translation.target_locale.language_code),
                "source_code": translation.source.locale.language_code,
                "target_code": translation.target_locale.language_code,
                "source_title": self.title,
                "target_title": self._target_title(),
                "is_page": isinstance(target, Page),
                "picture": getattr(self.source, "image", None),
                "links": self._links(),
                "entered": self.request.POST if self.request.method == "POST" else {},
            }
        )

    def _target_title(self) -> str:
        for text in self.found:
            if text.context.path in TITLE_PATHS and text.data:
                return markup.to_field(text.data, tagged=False)
        return display_title(self.target) if self.target is not None else ""

    def _again(self, public: Review | None, found: list[Segment]) -> str:
        """Return "" unless this was unpublished and is still approved; else "yes" or why not."""
        target = self.target
        if not isinstance(target, Page) or target.live or public is None or self.waiting:
            return ""
        if not reviewed.can_republish(public, found):
            return ""
        if not target.permissions_for_user(self.request.user).can_publish():
            return _(
                "This translation was unpublished. Anyone who can publish this page can "
                "publish it again."
            )
        if not (self.source is not None and self.source.live):
            return _(
                "This translation was unpublished, and its source is not live. Publish the "
                "source first."
            )
        return "yes"

    def _links(self) -> list[tuple[str, str, str]]:
        """Return the links of the editor: URL, label, icon."""
        user, target, source = self.request.user, self.target, self.source
        links = []
        if isinstance(source, Page) and source.live and source.url:
            links.append((source.url, _("View source page"), "view"))
        if isinstance(target, Page) and target.live and target.url:
            links.append((target.url, _("View live page"), "globe"))
        if source is not None and (url := edit_url(source, user)):
            links.append((url, _("Edit the source"), "edit"))
        if isinstance(target, Page) and target.permissions_for_user(user).can_edit():
            history = reverse("wagtailadmin_pages:history", args=[target.pk])
            links.append((history, _("History"), "history"))
            if self.writes and not self.waiting:
                stop = reverse("translations_stop", args=[self.translation.pk])
                links.append((stop, _("Edit this page manually…"), "cross"))
        return links
