"""What the views of the desk share: who may come in, the head of the page, the object meant."""

from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.menu import MenuItem
from wagtail.models import Page, TranslatableMixin

from pages.compat_views import upstream
from translations.admin.shown import model_called
from translations.admin.waiting import Roles
from translations.engine import people
from translations.engine.objects import display_title, in_source_language, is_translated

ICON = "wagtail-localize-language"


class DeskMenuItem(MenuItem):
    """An entry for those whom the desk concerns."""

    def is_shown(self, request):
        return people.may_see_desk(request.user)


class DeskOnly(View):
    """For those who translate, review, or write what is translated. Asked before all else."""

    def dispatch(self, request, *args, **kwargs):
        if not self.allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def allowed(self) -> bool:
        return people.may_see_desk(self.request.user)

    @cached_property
    def roles(self) -> Roles:
        return Roles(self.request.user)


class DeskPage(upstream.WagtailAdminTemplateMixin):
    """A page of the desk with Wagtail's head and the way that led there."""

    header_icon = ICON

    def get_breadcrumbs_items(self):
        desk = {"url": reverse("translations_desk"), "label": _("Translations")}
        return [*self.breadcrumbs_items, desk, *self.crumbs()]

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if "form" in context:  # the date picker is a script of its own
            context["media"] = context.get("media", Media()) + context["form"].media
        return context


class OneObject(DeskOnly):
    """About one object in the source language, named by its model and its key.

    404 for what does not exist or is not translated; the permission is `may(user, instance)`.
    """

    @staticmethod
    def may(user, instance) -> bool:
        return people.may_send(user, instance)

    def allowed(self):
        return self.may(self.request.user, self.instance)

    @cached_property
    def instance(self) -> TranslatableMixin:
        found = find(self.kwargs["label"], self.kwargs["pk"])
        source = in_source_language(found)
        return found if source is None else source

    @property
    def title(self) -> str:
        return display_title(self.instance)

    @property
    def is_page(self) -> bool:
        return isinstance(self.instance, Page)

    def address(self, name: str) -> str:
        return reverse(name, args=[self.kwargs["label"], self.instance.pk])


def find(label: str, pk: str) -> TranslatableMixin:
    """Return an object that is translated; raise `Http404` where there is none."""
    model = model_called(label)
    if model is None or not is_translated(model) or not pk.isdecimal() or len(pk) > 18:
        raise Http404
    instance = get_object_or_404(model, pk=int(pk))
    if not isinstance(instance, Page):
        return instance
    if instance.is_root() or instance.alias_of_id:
        raise Http404
    return instance.specific


def label_of(instance) -> str:
    """Return the name by which `find` finds the model of `instance`."""
    if isinstance(instance, Page):
        return "wagtailcore.page"
    return instance._meta.label_lower
