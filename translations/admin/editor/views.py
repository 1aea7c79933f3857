"""The sheet of one translation: where it is written, handed in, looked at and decided on."""

import hashlib
from collections.abc import Callable, Sequence

from django import forms
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.utils.decorators import xframe_options_sameorigin_override
from wagtail_localize.models import Translation

from pages.languages import language_name
from pages.publication import PublicationRefusedError
from translations.admin.editor import access, markup, presence, rows, saving
from translations.engine import glossary, notices, remarks, review, reviewed, states, texts
from translations.engine.labels import place_of
from translations.engine.objects import TITLE_PATHS, display_title, edit_url
from translations.engine.texts import ChangedMeanwhileError, Text, TextRefusedError, version_of
from translations.models import Review, Status, Suggestion

ICON = "wagtail-localize-language"
STYLES: dict[str, Sequence[str]] = {"all": ["css/translation-sheet.css"]}
FILES = Media(css=STYLES, js=["js/translation-sheet.js"])
GONE = gettext_lazy("This text is not on the page any more. Reload the sheet.")


class WordsForm(forms.Form):
    """What accompanies a decision: a note, a comment, a remark."""

    words = forms.CharField(max_length=2000, required=False)


class OneTranslation(View):
    """What all views of one translation share; permission is asked before anything is done."""

    translation: Translation
    rights: access.Rights

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        found = Translation.objects.select_related(
            "source__locale", "source__specific_content_type", "target_locale"
        )
        self.translation = get_object_or_404(found, pk=kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        self.rights = access.demand_read(request.user, self.translation)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def target(self):
        return texts.target_of(self.translation)

    @cached_property
    def source(self):
        return access.source_of(self.translation)

    @cached_property
    def waiting(self) -> Review | None:
        return texts.waiting_review(self.translation)

    @cached_property
    def title(self) -> str:
        named = self.source or self.translation.source
        return display_title(named) if self.source else named.object_repr

    def here(self) -> str:
        return reverse("translations_sheet", args=[self.translation.pk])


def stamp_of(found: list[Text]) -> str:
    """Return what changes whenever the segments of a source do."""
    return hashlib.sha256(" ".join(text.key for text in found).encode()).hexdigest()[:16]


def progress_of(found: list[Text]) -> dict:
    """Return how far a translation is, in numbers and in words."""
    counted = [text for text in found if text.counts]
    done = sum(text.is_done for text in counted)
    words = ngettext("%(done)d of %(total)d text", "%(done)d of %(total)d texts", len(counted)) % {
        "done": done,
        "total": len(counted),
    }
    return {"done": done, "total": len(counted), "words": words}


def lack_of(found: list[Text]) -> str:
    """Return in words what is missing before a translation can be handed in, or ""."""
    count = len(texts.missing(found))
    if not count:
        return ""
    return ngettext(
        "%(count)d text is missing or not confirmed yet.",
        "%(count)d texts are missing or not confirmed yet.",
        count,
    ) % {"count": count}


def is_approved(public: Review | None, found: list[Text]) -> bool:
    """Return whether every text that counts is as it was approved in the review `public`."""
    return public is not None and reviewed.says(public, found)


# ------------------------------------------------------------------ the sheet
class SheetView(WagtailAdminTemplateMixin, OneTranslation, TemplateView):
    """The whole sheet. One form holds everything, so that it works without JavaScript.

    Whatever button sends it, the texts are stored first: nothing that was written is lost.
    """

    template_name = "translations/sheet/sheet.html"
    header_icon = ICON

    def dispatch(self, request, *args, **kwargs):
        if not self.translation.enabled:
            access.demand_read(request.user, self.translation)
            return lead_elsewhere(request, self.translation)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        notices.seen(
            request.user, self.translation.source.object_id, self.translation.target_locale_id
        )
        return self.render_to_response(self.get_context_data())

    def post(self, request, *args, **kwargs):
        name, _colon, argument = request.POST.get("do", "save").partition(":")
        doing = DOINGS.get(name)
        if doing is None:
            return HttpResponseBadRequest(_("The sheet has no such button."))
        result = saving.Result()
        if self.rights.write:
            result = saving.store_all(self.translation, self.found, request.POST, request.user)
        if result.entries:
            self._forget()
            messages.error(request, self._why_not(result))
            return self.render_to_response(self.get_context_data(entries=result.entries))
        if result.stored or name != "save":
            self._forget()
        try:
            done = doing(self, argument, result)
        except TextRefusedError as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data())
        except PublicationRefusedError as error:
            messages.error(request, " ".join(error.messages))
            return self.render_to_response(self.get_context_data())
        if done:
            messages.success(request, done)
        place = f"#row-{argument.replace(':', '-')}" if name in ("confirm", "remark") else ""
        return redirect(f"{self.here()}{self._query()}{place if argument != 'all' else ''}")

    def _forget(self) -> None:
        for name in ("found", "waiting", "target", "source"):
            self.__dict__.pop(name, None)

    def _why_not(self, result: saving.Result) -> str:
        if result.refused:
            return f"{result.refused} {_('What you wrote stands in its field and is not saved.')}"
        return _("Some texts were not saved. They stand in their fields, each with the reason.")

    def _query(self) -> str:
        return f"?show={self.show}" if self.show in rows.VIEWS else ""

    @property
    def show(self) -> str:
        return self.request.GET.get("show", "")

    @cached_property
    def found(self) -> list[Text]:
        return texts.read(self.translation)

    @property
    def seen(self) -> int | None:
        """Return which review the person had before her when she pressed the button."""
        number = self.request.POST.get("review", "")
        return _number(number) if number else None

    @property
    def over_remarks(self) -> bool:
        """Return whether the person has ticked that she goes on over open comments."""
        return "over_remarks" in self.request.POST

    def words(self, name: str, required: str = "") -> str:
        """Return what was written in the field `name`.

        Raises `TextRefusedError` when it is too long, or empty although it is `required`.
        """
        form = WordsForm({"words": self.request.POST.get(name, "")})
        if not form.is_valid():
            raise TextRefusedError(str(form.errors["words"][0]))
        words = form.cleaned_data["words"].strip()
        if required and not words:
            raise TextRefusedError(required)
        return words

    # ---------------------------------------------------------------- what is shown
    def get_page_title(self):
        return self.title

    def get_page_subtitle(self):
        return self.translation.target_locale.get_display_name()

    def get_breadcrumbs_items(self):
        desk = {"url": reverse("translations_desk"), "label": _("Translations")}
        return [*self.breadcrumbs_items, desk, {"url": "", "label": self.title}]

    def get_context_data(self, entries=None, **kwargs):
        translation, user, found = self.translation, self.request.user, self.found
        public, returned = reviewed.public_review(translation), reviewed.last_returned(translation)
        refusal = texts.refusal(translation, user)
        may_write = self.rights.write and not refusal
        presence.note(translation, user)
        sheet = rows.build(
            translation,
            found,
            public=public,
            waiting=self.waiting,
            returned=returned,
            target=self.target,
            show=self.show,
            entries=entries,
            helped=may_write,
        )
        if entries:  # what could not be stored is shown, whatever the view
            shown = {row.key for row in sheet.shown}
            sheet.shown += [row for row in sheet.rows if row.entry and row.key not in shown]
        state = states.of_translation(translation)
        context = super().get_context_data(**kwargs)
        context["media"] = context.get("media", Media()) + FILES
        target = self.target
        return context | {
            "translation": translation,
            "sheet": sheet,
            "views": [
                (name, label, sheet.counts[name], name == sheet.show)
                for name, label in rows.VIEWS.items()
                if name not in (rows.REMARKED, rows.REVISED)
                or name == sheet.show
                or sheet.counts[name]
                or (name == rows.REVISED and returned is not None)
            ],
            "state": state,
            "status": state.status if state else "",
            "progress": progress_of(found),
            "stamp": stamp_of(found),
            "lack": lack_of(found),
            "refusal": refusal if self.rights.write and not self.waiting else "",
            "may_write": may_write,
            "may_remark": self.rights.write or self.rights.review,
            "rights": self.rights,
            "waiting": self.waiting,
            "returned": returned,
            "open_remarks": sheet.open_remarks,
            "own_work": bool(self.waiting and self.waiting.is_work_of(user)),
            "nothing_new": is_approved(public, found),
            "again": self._again(public, found),
            "others": presence.others(translation, user),
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

    def _target_title(self) -> str:
        for text in self.found:
            if text.context.path in TITLE_PATHS and text.data:
                return markup.shown(text.data, tagged=False)
        return display_title(self.target) if self.target is not None else ""

    def _again(self, public: Review | None, found: list[Text]) -> str:
        """Return "" unless this was taken down and stays approved; then "yes" or why not."""
        target = self.target
        if not isinstance(target, Page) or target.live or public is None or self.waiting:
            return ""
        if not reviewed.may_come_back(public, found):
            return ""
        if not target.permissions_for_user(self.request.user).can_publish():
            return _("It was taken down. Whoever may publish this page can publish it again.")
        if not (self.source is not None and self.source.live):
            return _("It was taken down, and its source is not live. Publish that one first.")
        return "yes"

    def _links(self) -> list[tuple[str, str, str]]:
        """Return where else one can go from here: address, words, icon."""
        user, target, source = self.request.user, self.target, self.source
        links = []
        if isinstance(source, Page) and source.live and source.url:
            links.append((source.url, _("Source page"), "view"))
        if isinstance(target, Page) and target.live and target.url:
            links.append((target.url, _("Live page"), "globe"))
        if source is not None and (url := edit_url(source, user)):
            links.append((url, _("Edit the source"), "edit"))
        if isinstance(target, Page) and target.permissions_for_user(user).can_edit():
            history = reverse("wagtailadmin_pages:history", args=[target.pk])
            links.append((history, _("History"), "history"))
            if self.rights.write and not self.waiting:
                stop = reverse("translations_stop", args=[self.translation.pk])
                links.append((stop, _("Write this page by hand…"), "cross"))
        return links


# ------------------------------------------------------------------ what its buttons do
def _save(sheet: SheetView, argument: str, result: saving.Result) -> str:
    if not sheet.rights.write:
        raise PermissionDenied
    if not result.stored:
        return _("Nothing had changed.")
    return ngettext("%(count)d text saved.", "%(count)d texts saved.", result.stored) % {
        "count": result.stored
    }


def _confirm(sheet: SheetView, argument: str, result: saving.Result) -> str:
    if not sheet.rights.write:
        raise PermissionDenied
    text = next((each for each in sheet.found if each.key == argument), None)
    if text is None or not text.data:
        raise TextRefusedError(str(GONE))
    texts.write(
        sheet.translation,
        text.context,
        text.string,
        text.data,
        user=sheet.request.user,
        based_on=text.version,
    )
    return _("Confirmed.")


def _remark(sheet: SheetView, argument: str, result: saving.Result) -> str:
    if not (sheet.rights.write or sheet.rights.review):
        raise PermissionDenied
    words = sheet.words(f"remark-{argument}", _("Write the comment first."))
    text = next((each for each in sheet.found if each.key == argument), None)
    if text is None and argument != "all":
        raise TextRefusedError(str(GONE))
    remarks.add(sheet.translation, text, words, sheet.request.user)
    return _("The comment stands beside the text.")


def _resolve(sheet: SheetView, argument: str, result: saving.Result) -> str:
    if not (sheet.rights.write or sheet.rights.review):
        raise PermissionDenied
    remarks.settle(sheet.translation, _number(argument))
    return _("The comment is settled.")


def _drop(sheet: SheetView, argument: str, result: saving.Result) -> str:
    if not sheet.rights.write:
        raise PermissionDenied
    Suggestion.objects.filter(translation=sheet.translation, pk=_number(argument)).delete()
    return _("The suggestion is gone.")


def _number(argument: str) -> int:
    if not argument.isdecimal() or len(argument) > 18:
        raise Http404
    return int(argument)


def _submit(sheet: SheetView, argument: str, result: saving.Result) -> str:
    review.submit(
        sheet.translation,
        sheet.request.user,
        sheet.words("note"),
        over_remarks=sheet.over_remarks,
    )
    return _("Handed in for review. You are told when it has been looked at.")


def _withdraw(sheet: SheetView, argument: str, result: saving.Result) -> str:
    review.withdraw(sheet.translation, sheet.request.user)
    return _("Withdrawn: it can be written again.")


def _approve(sheet: SheetView, argument: str, result: saving.Result) -> str:
    user, comment = sheet.request.user, sheet.words("comment")
    review.approve(
        sheet.translation, user, comment, seen=sheet.seen, over_remarks=sheet.over_remarks
    )
    state = states.of_translation(sheet.translation)
    if state is not None and state.status == Status.SCHEDULED:
        return _("Approved. It goes live together with its source.")
    return _("Approved and live.")


def _return(sheet: SheetView, argument: str, result: saving.Result) -> str:
    review.demand_decision(sheet.translation, sheet.request.user, sheet.seen)
    comment = sheet.words("comment", _("Say in the comment what should be changed."))
    review.send_back(sheet.translation, sheet.request.user, comment, seen=sheet.seen)
    return _("Returned. Those who wrote it are told.")


def _again(sheet: SheetView, argument: str, result: saving.Result) -> str:
    reviewed.publish_again(sheet.translation, sheet.request.user)
    return _("Published again.")


DOINGS: dict[str, Callable[[SheetView, str, saving.Result], str]] = {
    "save": _save,
    "confirm": _confirm,
    "remark": _remark,
    "resolve": _resolve,
    "drop": _drop,
    "submit": _submit,
    "withdraw": _withdraw,
    "approve": _approve,
    "return": _return,
    "again": _again,
}


# ------------------------------------------------------------------ saving while somebody writes
class Background(OneTranslation):
    """What the sheet asks for by itself: answered in JSON, whatever happens."""

    http_method_names = ["post"]

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            return refused(_("You may not change this translation."), 403)

    def situation(self, found: list[Text]) -> dict:
        """Return what the sheet shows about the whole, as it is now."""
        state = states.of_translation(self.translation)
        presence.note(self.translation, self.request.user)
        return {
            "progress": progress_of(found),
            "lack": lack_of(found),
            "approved": is_approved(reviewed.public_review(self.translation), found),
            "here": presence.others(self.translation, self.request.user),
            "state": {
                "status": state.status if state else "",
                "label": str(state.get_status_display()) if state else "",
            },
            "stamp": stamp_of(found),
            "refusal": texts.refusal(self.translation, self.request.user),
        }


class HereView(Background):
    """Says who else is here, and whether anything has changed meanwhile."""

    def post(self, request, *args, **kwargs):
        return JsonResponse(self.situation(texts.read(self.translation)))


class TextView(Background):
    """Stores one text."""

    def post(self, request, *args, **kwargs):
        if not self.rights.write:
            raise PermissionDenied
        form = saving.TextForm(request.POST)
        if not form.is_valid():
            wrong = [str(words) for each in form.errors.values() for words in each]
            return refused(" ".join(wrong), 400)
        found = texts.read(self.translation)
        sent = form.cleaned_data
        try:
            text, current = saving.find(self.translation, found, sent["key"])
        except ObjectDoesNotExist:
            # Not 404, which Django's own middleware would turn into a redirect to /en/….
            return refused(str(GONE), 410)
        try:
            stored = saving.store(
                self.translation, text, sent["value"], sent["version"], request.user
            )
        except markup.MarkupError as error:
            return refused(str(error), 400)
        except ChangedMeanwhileError as error:
            theirs = error.theirs.data if error.theirs else ""
            return refused(
                str(error),
                409,
                theirs=markup.shown(theirs, markup.with_tags(text)),
                version=version_of(error.theirs),
                by=_author_of(error.theirs),
            )
        except TextRefusedError as error:
            return refused(str(error), 403)
        found = [stored if each.key == stored.key else each for each in found]
        return JsonResponse(
            {
                "version": stored.version,
                "current": current,
                "done": stored.is_done,
                "problems": self._problems(stored),
                **self.situation(found),
            }
        )

    def _problems(self, text: Text) -> list[dict]:
        locale = self.translation.target_locale
        model = self.translation.source.specific_content_type.model_class()
        row = rows.Row(
            text=text,
            place=place_of(model, text.context),
            terms=glossary.for_texts([text], locale).get(text.key, []),
        )
        return [
            {"message": problem.message, "serious": problem.serious}
            for problem in rows.problems_of(row, text.data, locale)
        ]


def _author_of(stored) -> str:
    author = stored.last_translated_by if stored is not None else None
    return presence.name_of(author) if author else ""


def refused(message: str, status: int, **more) -> JsonResponse:
    return JsonResponse({"error": message, **more}, status=status)


# ------------------------------------------------------------------ beside the sheet
@method_decorator(xframe_options_sameorigin_override, name="dispatch")
class PreviewView(OneTranslation):
    """The page as its texts say now; while it waits for review, the revision to be decided on."""

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


class StopView(WagtailAdminTemplateMixin, OneTranslation, TemplateView):
    """Asks before a page is written by hand from now on, and no longer text by text."""

    template_name = "translations/sheet/stop.html"
    header_icon = ICON

    def dispatch(self, request, *args, **kwargs):
        access.demand_read(request.user, self.translation)
        if not access.rights_of(request.user, self.translation).write:
            raise PermissionDenied
        if not isinstance(self.target, Page):
            raise Http404
        if not self.translation.enabled:
            return lead_elsewhere(request, self.translation)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("Write by hand: %(title)s") % {"title": self.title}

    def get_breadcrumbs_items(self):
        desk = {"url": reverse("translations_desk"), "label": _("Translations")}
        sheet = {"url": self.here(), "label": self.title}
        stop = {"url": "", "label": _("Write by hand")}
        return [*self.breadcrumbs_items, desk, sheet, stop]

    def get_context_data(self, **kwargs):
        refusal = texts.refusal(self.translation, self.request.user)
        context = super().get_context_data(**kwargs, back=self.here(), refusal=refusal)
        context["media"] = context.get("media", Media()) + Media(css=STYLES)
        return context

    def post(self, request, *args, **kwargs):
        if reason := texts.refusal(self.translation, request.user):
            messages.error(request, reason)
            return redirect(self.here())
        try:
            self._stop()
        except TextRefusedError as error:
            messages.error(request, str(error))
            return redirect(self.here())
        messages.success(request, _("This page is written by hand from now on."))
        return redirect("wagtailadmin_pages:edit", self.target.pk)

    def _stop(self) -> None:
        """What has been translated goes into the draft of the page, so that no word is lost."""
        with review.refused_with_reason():
            review.draft(self.translation).save_revision(user=self.request.user)
        self.translation.enabled = False
        self.translation.save(update_fields=["enabled"])


def lead_elsewhere(request: HttpRequest, translation: Translation) -> HttpResponse:
    """Lead from a translation that was stopped to where it is written by hand."""
    target = texts.target_of(translation)
    url = edit_url(target, request.user) if target is not None else ""
    messages.info(request, _("This translation was stopped: the page is written by hand."))
    return redirect(url or "wagtailadmin_home")
