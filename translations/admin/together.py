"""Publishing a page together with its translations, and taking all of them down."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from django.views.generic.base import ContextMixin
from wagtail.models import Page

from pages.languages import source_locale
from pages.times.date_fields import DateTimeField
from translations.admin import shown
from translations.admin.base import DeskOnly, DeskPage, find
from translations.admin.send import LanguagesForm
from translations.engine import release, states
from translations.engine.objects import display_title, in_source_language, target_locales
from translations.models import Hold, Status


class OnePage(ContextMixin, DeskOnly):
    """About one page in the source language, for those who may publish it."""

    def allowed(self):
        return may_publish(self.request.user, self.page)

    @cached_property
    def page(self) -> Page:
        """Return the page, or the one that it is a translation of."""
        found = find("wagtailcore.page", str(self.kwargs["page_id"]))
        return in_source_language(found) or found

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["object_title"] = display_title(self.page)
        context["back"] = self.edit_url
        return context


def may_publish(user, page: Page) -> bool:
    """Return whether `user` may say when a page in the source language goes live and ends."""
    return (
        user.is_active
        and page.locale_id == source_locale().pk
        and page.permissions_for_user(user).can_publish()
    )


class HoldForm(LanguagesForm):
    go_live_at = DateTimeField(
        label=gettext_lazy("Not before"),
        required=False,
        help_text=Hold._meta.get_field("go_live_at").help_text,
    )
    deadline = DateTimeField(
        label=gettext_lazy("At the latest"),
        required=False,
        help_text=Hold._meta.get_field("deadline").help_text,
    )

    def clean_deadline(self):
        deadline = self.cleaned_data["deadline"]
        if deadline and deadline <= timezone.now():
            raise ValidationError(_("This moment is over."))
        return deadline


class TogetherView(OnePage, DeskPage, FormView):
    """Hold the draft of a page for its translations; show how far they are; lift the hold."""

    template_name = "translations/desk/together.html"
    page_title = gettext_lazy("Publish together")
    form_class = HoldForm

    @cached_property
    def held(self) -> Hold | None:
        return release.hold_of(self.page)

    def get_initial(self):
        if self.held is None:
            return {"locales": target_locales()}
        return {
            "locales": list(self.held.locales.all()),
            "go_live_at": self.held.go_live_at,
            "deadline": self.held.deadline,
        }

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["held"] = self.held
        waits_for = {each.pk for each in self.held.locales.all()} if self.held else set()
        found = states.of([self.page.translation_key]).values()
        context["lines"] = [
            {
                "locale": state.locale,
                "name": shown.name_of(state.locale),
                "chip": shown.chip(state),
                "ready": state.status == Status.SCHEDULED,
                "waits": state.locale_id in waits_for,
            }
            for state in sorted(found, key=lambda state: state.locale.language_code)
        ]
        context["nothing_to_hold"] = self.page.live and not self.page.has_unpublished_changes
        return context

    def form_valid(self, form):
        try:
            release.hold(
                self.page,
                list(form.cleaned_data["locales"]),
                self.request.user,
                form.cleaned_data["go_live_at"],
                form.cleaned_data["deadline"],
            )
        except release.HoldError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("“%(title)s” waits for its translations and goes live together with them.")
            % {"title": display_title(self.page)},
        )
        return redirect("translations_together", self.page.pk)


class LiftView(OnePage, TemplateView):
    """Hold a page no longer."""

    http_method_names = ["post"]

    def post(self, request, **kwargs):
        held = get_object_or_404(Hold, page__translation_key=self.page.translation_key)
        release.lift(held, request.user)
        messages.success(
            request,
            _("“%(title)s” is held no longer. What has been translated stays.")
            % {"title": display_title(self.page)},
        )
        return redirect(self.edit_url)


class TakeDownView(OnePage, DeskPage, TemplateView):
    """Unpublish a page in every language, after naming each."""

    template_name = "translations/desk/take_down.html"
    page_title = gettext_lazy("Take down in all languages")

    def allowed(self):
        rights = self.page.permissions_for_user(self.request.user)
        if self.page.live:
            return may_publish(self.request.user, self.page) and rights.can_unpublish()
        return may_publish(self.request.user, self.page)

    @cached_property
    def live_ones(self) -> list[Page]:
        return [each for each in [self.page, *release.live_versions(self.page)] if each.live]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["versions"] = [
            {"title": display_title(each), "name": shown.name_of(each.locale), "url": each.full_url}
            for each in self.live_ones
        ]
        return context

    def post(self, request, **kwargs):
        taken = release.take_down(self.page, request.user)
        if taken:
            messages.success(
                request,
                ngettext(
                    "“%(title)s” was taken down in %(count)d language.",
                    "“%(title)s” was taken down in %(count)d languages.",
                    len(taken),
                )
                % {"title": display_title(self.page), "count": len(taken)},
            )
        else:
            messages.info(request, _("This page is not live in any language."))
        return redirect("wagtailadmin_explore", self.page.get_parent().pk)
