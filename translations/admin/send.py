"""Sending to the translators, and deciding that something is not translated."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.log_actions import log
from wagtail.models import Locale, Page

from translations.admin import shown
from translations.admin.base import DeskOnly, DeskPage, OneObject
from translations.engine import history, people, sending, states
from translations.engine.objects import target_locales
from translations.models import SourceOnly, State, Status

MOST_CHOSEN = 500
TO_TRANSLATE = "translations.to_translate"  # in the history, beside those of `history`


class LanguagesField(forms.ModelMultipleChoiceField):
    """The languages that are translated into, each in its own words."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        kwargs.setdefault("label", gettext_lazy("Languages"))
        kwargs.setdefault(
            "error_messages", {"required": gettext_lazy("Choose at least one language.")}
        )
        super().__init__(Locale.objects.none(), **kwargs)

    def label_from_instance(self, obj):
        return shown.name_of(obj)


class LanguagesForm(forms.Form):
    locales = LanguagesField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        wanted = [each.pk for each in target_locales()]
        field: Any = self.fields["locales"]
        field.queryset = Locale.objects.filter(pk__in=wanted)


# ------------------------------------------------------------------ one object
class SendForm(LanguagesForm):
    below = forms.BooleanField(label=gettext_lazy("With all pages below it"), required=False)


class LanguagesView(OneObject, DeskPage, FormView):
    """A form about one object in several languages, with where it stands in each."""

    @cached_property
    def states(self) -> list[State]:
        found = states.of([self.instance.translation_key])
        return sorted(found.values(), key=lambda state: state.locale.language_code)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        why = shown.reasons(self.states)
        context["lines"] = [
            {
                "locale": state.locale,
                "name": shown.name_of(state.locale),
                "chip": shown.chip(state, why.get((state.translation_key, state.locale_id), "")),
            }
            for state in self.states
        ]
        context["object_title"] = self.title
        context["back"] = self.back
        return context

    @property
    def back(self) -> str:
        if self.is_page:
            return reverse("wagtailadmin_pages:edit", args=[self.instance.pk])
        return reverse("translations_desk")


class SendView(LanguagesView):
    """Send one object to the translators, a page with what lies below it if wanted."""

    template_name = "translations/desk/send.html"
    page_title = gettext_lazy("Send to translators")
    form_class = SendForm

    def get_initial(self):
        open_ones = [each.locale_id for each in self.states if each.status == Status.MISSING]
        return {"locales": open_ones or [each.locale_id for each in self.states]}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if not (self.is_page and self.instance.get_children().exists()):
            del form.fields["below"]
        return form

    def form_valid(self, form):
        user = self.request.user
        chosen = [self.instance]
        if form.cleaned_data.get("below"):
            chosen = [
                page for page in sending.with_children(self.instance) if people.may_send(user, page)
            ]
        report = sending.send(chosen, form.cleaned_data["locales"], user)
        return self.render_to_response(self.get_context_data(form=form, report=report))


# ------------------------------------------------------------------ chosen rows
class Chosen(DeskOnly):
    """About the rows that were chosen on the desk: their keys and one language, posted."""

    @cached_property
    def locale(self) -> Locale:
        codes = {each.language_code: each for each in target_locales()}
        try:
            return codes[self.request.POST.get("locale", "")]
        except KeyError as error:
            raise Http404 from error

    @cached_property
    def keys(self) -> list[UUID]:
        try:
            return [UUID(key) for key in self.request.POST.getlist("key")][:MOST_CHOSEN]
        except ValueError as error:
            raise Http404 from error

    @cached_property
    def instances(self) -> list:
        """Return the sources of what was chosen, pages from the top down."""
        found: list[Any] = []
        rows = states.all_states().filter(translation_key__in=self.keys, locale=self.locale)
        by_model: dict[str, list[str]] = {}
        for row in rows.exclude(source_pk=""):
            by_model.setdefault(row.model, []).append(row.source_pk)
        for label, pks in by_model.items():
            model = shown.model_called(label)
            if model is not None:
                found += model._default_manager.filter(pk__in=pks)
        return sorted(found, key=lambda each: (getattr(each, "depth", 0), str(each)))

    @cached_property
    def allowed_instances(self) -> list:
        return [each for each in self.instances if people.may_send(self.request.user, each)]

    def post(self, request):
        if not self.roles.writes_source:
            raise PermissionDenied
        if not self.keys:
            messages.warning(request, _("Choose at least one row."))
            return redirect("translations_desk")
        if not self.allowed_instances:
            raise PermissionDenied
        return self.act()

    def act(self):
        raise NotImplementedError


class SendChosenView(Chosen, DeskPage, TemplateView):
    """Send what was chosen to the translators, and say what was sent and what was not."""

    http_method_names = ["post"]
    template_name = "translations/desk/sent.html"
    page_title = gettext_lazy("Send to translators")

    def act(self):
        report = sending.send(self.allowed_instances, [self.locale], self.request.user)
        back = reverse("translations_desk")
        return self.render_to_response(self.get_context_data(report=report, back=back))


class ReasonForm(forms.ModelForm):
    class Meta:
        model = SourceOnly
        fields = ["reason"]


class SourceOnlyChosenView(Chosen, DeskPage, TemplateView):
    """Ask for one reason why all that was chosen is not translated, then keep it."""

    http_method_names = ["post"]
    template_name = "translations/desk/source_only_chosen.html"
    page_title = gettext_lazy("Not translated on purpose")

    def act(self):
        decided = "reason" in self.request.POST
        form = ReasonForm(self.request.POST if decided else None)
        if decided and form.is_valid():
            kept = 0
            for instance in self.allowed_instances:
                reason = form.cleaned_data["reason"]
                kept += decide(instance, [self.locale], reason, self.request.user)
            messages.success(
                self.request,
                ngettext(
                    "%(count)d object is not translated on purpose.",
                    "%(count)d objects are not translated on purpose.",
                    kept,
                )
                % {"count": kept},
            )
            return redirect("translations_desk")
        context = self.get_context_data(
            form=form, chosen=self.allowed_instances, locale=self.locale, name=_name(self.locale)
        )
        return self.render_to_response(context)


def _name(locale: Locale) -> str:
    return shown.name_of(locale)


# ------------------------------------------------------------------ only in the source language
class SourceOnlyForm(LanguagesForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Everybody sees it on the desk."),
    )


@transaction.atomic
def decide(instance, locales, reason: str, user) -> bool:
    """Keep that an object is not translated into some languages, and why; in its history too."""
    for locale in locales:
        SourceOnly.objects.update_or_create(
            translation_key=instance.translation_key,
            locale=locale,
            defaults={"reason": reason, "decided_by": user},
        )
    languages = [str(locale) for locale in locales]
    log(
        instance,
        history.SOURCE_ONLY,
        user=user,
        data={"languages": languages, "reason": reason},
    )
    return bool(languages)


@transaction.atomic
def undo(instance, locale: Locale, user) -> bool:
    """Let an object be translated after all; return whether that had been decided otherwise."""
    found = SourceOnly.objects.filter(translation_key=instance.translation_key, locale=locale)
    # One by one: the status listens to each that goes.
    if not [decision.delete() for decision in found]:
        return False
    log(instance, TO_TRANSLATE, user=user, data={"languages": [str(locale)]})
    return True


class SourceOnlyView(LanguagesView):
    """Decide that an object stays in the source language, with the reason; or undo it."""

    template_name = "translations/desk/source_only.html"
    page_title = gettext_lazy("Not translated on purpose")
    form_class = SourceOnlyForm

    def get_initial(self):
        return {"locales": [each.locale_id for each in self.states if not each.target_live]}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for line, state in zip(context["lines"], self.states, strict=True):
            line["decided"] = state.status == Status.SOURCE_ONLY
        return context

    def post(self, request, *args, **kwargs):
        if "undo" in request.POST:
            code = request.POST["undo"]
            wanted = [each.pk for each in target_locales()]
            locale = get_object_or_404(Locale, pk__in=wanted, language_code=code[:100])
            if undo(self.instance, locale, request.user):
                messages.success(request, _("It waits for translation again."))
            return redirect(self.address("translations_source_only"))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        locales = form.cleaned_data["locales"]
        decide(self.instance, locales, form.cleaned_data["reason"], self.request.user)
        messages.success(
            self.request,
            _("“%(title)s” is not translated on purpose.") % {"title": self.title},
        )
        return redirect(self.address("translations_source_only"))


def send_address(instance) -> str:
    """Return where `instance` is sent to the translators."""
    label = "wagtailcore.page" if isinstance(instance, Page) else instance._meta.label_lower
    return reverse("translations_send", args=[label, instance.pk])
