"""Send objects for translation, or mark them as not to be translated."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.log_actions import log
from wagtail.models import Locale, Page

from translations.admin import status_display
from translations.admin.base import (
    DashboardAccessView,
    DashboardPageMixin,
    LanguagesForm,
    ObjectLanguagesView,
)
from translations.engine import history, permissions, sending, status_store
from translations.engine.objects import target_locales
from translations.models import SourceOnly, Status

MOST_CHOSEN = 500


# ------------------------------------------------------------------ one object
class SendForm(LanguagesForm):
    below = forms.BooleanField(label=gettext_lazy("Include all pages below it"), required=False)


class SendView(ObjectLanguagesView):
    """Send one object for translation, optionally with all pages below it."""

    template_name = "translations/dashboard/send.html"
    page_title = gettext_lazy("Send for translation")
    form_class = SendForm

    def get_initial(self):
        open_ones = [each.locale_id for each in self.states if each.status == Status.MISSING]
        return {"locales": open_ones or [each.locale_id for each in self.states]}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if not (isinstance(self.instance, Page) and self.instance.get_children().exists()):
            del form.fields["below"]
        return form

    def form_valid(self, form):
        user = self.request.user
        chosen = [self.instance]
        if form.cleaned_data.get("below"):
            chosen = [
                page
                for page in sending.with_children(self.instance)
                if permissions.may_send(user, page)
            ]
        report = sending.send(chosen, form.cleaned_data["locales"], user)
        return self.render_to_response(self.get_context_data(form=form, report=report))


# ------------------------------------------------------------------ chosen rows
def one_locale(code: str) -> Locale:
    """Return the target language with this code; raise `Http404` if there is none."""
    for each in target_locales():
        if each.language_code == code:
            return each
    raise Http404


class SelectionView(DashboardAccessView):
    """A view of the rows selected on the dashboard: posted keys and one language."""

    @cached_property
    def locale(self) -> Locale:
        return one_locale(self.request.POST.get("locale", ""))

    @cached_property
    def keys(self) -> list[UUID]:
        try:
            return [UUID(key) for key in self.request.POST.getlist("key")][:MOST_CHOSEN]
        except ValueError as error:
            raise Http404 from error

    @cached_property
    def instances(self) -> list:
        """Return the selected sources that the user may send, parents first."""
        found: list[Any] = []
        rows = status_store.all_statuses().filter(translation_key__in=self.keys, locale=self.locale)
        by_model: dict[str, list[str]] = {}
        for row in rows.exclude(source_pk=""):
            by_model.setdefault(row.model, []).append(row.source_pk)
        for label, pks in by_model.items():
            model = status_display.get_model(label)
            if model is not None:
                found += model._default_manager.filter(pk__in=pks)
        allowed = [each for each in found if permissions.may_send(self.request.user, each)]
        return sorted(allowed, key=lambda each: (getattr(each, "depth", 0), str(each)))

    def post(self, request):
        if not self.roles.writes_source:
            raise PermissionDenied
        if not self.keys:
            messages.warning(request, _("Select at least one row."))
            return redirect("translations_dashboard")
        if not self.instances:
            raise PermissionDenied
        return self.act()

    def act(self):
        raise NotImplementedError


class SendSelectionView(SelectionView, DashboardPageMixin, TemplateView):
    """Send the selection for translation and report what was sent or skipped."""

    http_method_names = ["post"]
    template_name = "translations/dashboard/sent.html"
    page_title = gettext_lazy("Send for translation")

    def act(self):
        report = sending.send(self.instances, [self.locale], self.request.user)
        back = reverse("translations_dashboard")
        return self.render_to_response(self.get_context_data(report=report, back=back))


class ReasonForm(forms.ModelForm):
    class Meta:
        model = SourceOnly
        fields = ["reason"]


class SourceOnlySelectionView(SelectionView, DashboardPageMixin, TemplateView):
    """Ask for the reason why the selection is not translated, then save it."""

    http_method_names = ["post"]
    template_name = "translations/dashboard/source_only_chosen.html"
    page_title = gettext_lazy("Do not translate")

    def act(self):
        decided = "reason" in self.request.POST
        form = ReasonForm(self.request.POST if decided else None)
        if decided and form.is_valid():
            for instance in self.instances:
                reason = form.cleaned_data["reason"]
                decide(instance, [self.locale], reason, self.request.user)
            kept = len(self.instances)
            messages.success(
                self.request,
                ngettext(
                    "%(count)d item will not be translated.",
                    "%(count)d items will not be translated.",
                    kept,
                )
                % {"count": kept},
            )
            return redirect("translations_dashboard")
        context = self.get_context_data(
            form=form,
            chosen=self.instances,
            locale=self.locale,
        )
        return self.render_to_response(context)


# ------------------------------------------------------------------ only in the source language
class SourceOnlyForm(LanguagesForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Everyone can see it on the translation dashboard."),
    )


@transaction.atomic
def decide(instance, locales, reason: str, user) -> None:
    """Record that an object is not translated into `locales`, and why; also in its history."""
    for locale in locales:
        SourceOnly.objects.update_or_create(
            translation_key=instance.translation_key,
            locale=locale,
            defaults={"reason": reason, "decided_by": user},
        )
    data = {"languages": [str(locale) for locale in locales], "reason": reason}
    log(instance, history.SOURCE_ONLY, user=user, data=data)


@transaction.atomic
def undo(instance, locale: Locale, user) -> bool:
    """Mark an object as to be translated again; return whether it was excluded before."""
    found = SourceOnly.objects.filter(translation_key=instance.translation_key, locale=locale)
    # Delete each individually: the status depends on the delete signals.
    if not [decision.delete() for decision in found]:
        return False
    log(instance, history.TO_TRANSLATE, user=user, data={"languages": [str(locale)]})
    return True


class SourceOnlyView(ObjectLanguagesView):
    """Exclude an object from translation, with a reason; or undo that."""

    template_name = "translations/dashboard/source_only.html"
    page_title = gettext_lazy("Do not translate")
    form_class = SourceOnlyForm

    def get_initial(self):
        return {"locales": [each.locale_id for each in self.states if not each.target_live]}

    def lines(self):
        return [
            line | {"decided": line["state"].status == Status.SOURCE_ONLY}
            for line in super().lines()
        ]

    def post(self, request, *args, **kwargs):
        if "undo" in request.POST:
            locale = one_locale(request.POST["undo"])
            if undo(self.instance, locale, request.user):
                messages.success(request, _("It is waiting for translation again."))
            return redirect(request.path)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        locales = form.cleaned_data["locales"]
        decide(self.instance, locales, form.cleaned_data["reason"], self.request.user)
        messages.success(
            self.request,
            _("“%(title)s” will not be translated.") % {"title": self.title},
        )
        return redirect(self.request.path)
