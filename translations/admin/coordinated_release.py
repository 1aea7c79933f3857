"""Publish a page together with its translations; unpublish all of them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.models import Page

from pages.languages import source_locale
from pages.times.date_fields import DateTimeField
from translations.admin import status_display
from translations.admin.base import (
    DashboardPageMixin,
    LanguagesForm,
    ObjectLanguagesView,
    ObjectView,
)
from translations.engine import release
from translations.engine.objects import display_title, target_locales
from translations.models import Hold, Status


def may_publish(user, page) -> bool:
    """Return whether `user` may schedule when a page in the source language goes live."""
    return (
        user.is_active
        and isinstance(page, Page)
        and page.locale_id == source_locale().pk
        and page.permissions_for_user(user).can_publish()
    )


class PublishedPageView(ObjectView):
    """A view of one page in the source language, for users who may publish it."""

    instance: Page

    def allowed(self):
        return may_publish(self.request.user, self.instance)


class CoordinatedReleaseForm(LanguagesForm):
    go_live_at = DateTimeField(
        label=gettext_lazy("No earlier than"),
        required=False,
        help_text=Hold._meta.get_field("go_live_at").help_text,
    )
    deadline = DateTimeField(
        label=gettext_lazy("No later than"),
        required=False,
        help_text=Hold._meta.get_field("deadline").help_text,
    )

    def clean_deadline(self):
        deadline = self.cleaned_data["deadline"]
        if deadline and deadline <= timezone.now():
            raise ValidationError(_("This time has already passed. Choose a later one."))
        return deadline


class CoordinatedReleaseView(PublishedPageView, ObjectLanguagesView):
    """Hold the draft of a page for its translations, show their progress, cancel the hold."""

    template_name = "translations/dashboard/coordinated_release.html"
    page_title = gettext_lazy("Publish together")
    form_class = CoordinatedReleaseForm

    @cached_property
    def held(self) -> Hold | None:
        return release.release_of(self.instance)

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
        page = self.instance
        context["nothing_to_hold"] = page.live and not page.has_unpublished_changes
        return context

    def lines(self):
        waits_for = {each.pk for each in self.held.locales.all()} if self.held else set()
        return [
            status_display.status_row(state)
            | {
                "ready": state.status == Status.SCHEDULED,
                "waits": state.locale_id in waits_for,
            }
            for state in self.states
        ]

    def form_valid(self, form):
        try:
            release.schedule_release(self.instance, user=self.request.user, **form.cleaned_data)
        except release.ReleaseError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(
            self.request,
            _(
                "“%(title)s” is waiting for its translations and will go live at the same time "
                "as they do."
            )
            % {"title": self.title},
        )
        return redirect("translations_coordinated_release", self.instance.pk)


class CancelReleaseView(PublishedPageView):
    http_method_names = ["post"]

    def post(self, request, **kwargs):
        held = get_object_or_404(Hold, page__translation_key=self.instance.translation_key)
        release.cancel_release(held, request.user)
        messages.success(
            request,
            _("“%(title)s” is no longer on hold. Existing translations are kept.")
            % {"title": self.title},
        )
        return redirect(self.back)


class UnpublishAllView(PublishedPageView, DashboardPageMixin, TemplateView):
    """Unpublish a page in all languages, after listing them."""

    template_name = "translations/dashboard/unpublish_all.html"
    page_title = gettext_lazy("Unpublish in all languages")

    def allowed(self):
        rights = self.instance.permissions_for_user(self.request.user)
        return super().allowed() and (rights.can_unpublish() or not self.instance.live)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        page = self.instance
        context["versions"] = [
            {
                "title": display_title(each),
                "name": status_display.language_label(each.locale),
                "url": each.full_url,
            }
            for each in [page, *release.live_versions(page)]
            if each.live
        ]
        return context

    def post(self, request, **kwargs):
        taken = release.unpublish_all(self.instance, request.user)
        if taken:
            messages.success(
                request,
                ngettext(
                    "“%(title)s” was unpublished in %(count)d language.",
                    "“%(title)s” was unpublished in %(count)d languages.",
                    len(taken),
                )
                % {"title": self.title, "count": len(taken)},
            )
        else:
            messages.info(request, _("This page is not live in any language."))
        return redirect("wagtailadmin_explore", self.instance.get_parent().pk)
