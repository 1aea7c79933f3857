"""The admin of partners: wagtail-modeladmin and wagtail-localize, with two doors closed.

The edit view of `TranslatableModelAdmin` hands over to the translation editor before it asks for
permission, and a new object takes the language of the *interface*. Here permission comes first,
and what is new is written in the source language.
"""

from typing import ClassVar

from django.contrib.admin.decorators import display
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail_modeladmin.helpers import PermissionHelper

from pages import translation_status
from pages.deletion import refusal
from pages.languages import source_locale
from pages.permissions import may_work_on
from partners.compat_views import upstream
from partners.models import Partner


class PartnerPermissionHelper(PermissionHelper):
    """Model permissions that hold only in the languages in which the person works."""

    def user_can_edit_obj(self, user, obj):
        return super().user_can_edit_obj(user, obj) and may_work_on(user, obj)

    def user_can_delete_obj(self, user, obj):
        return super().user_can_delete_obj(user, obj) and may_work_on(user, obj)


class PermissionFirst(upstream.InstanceSpecificView):
    """Of a view of one partner: ask for permission before anything else is done."""

    def __init__(self, model_admin, instance_pk):
        if not str(instance_pk).isdigit():
            raise Http404
        super().__init__(model_admin, instance_pk)

    def dispatch(self, request, *args, **kwargs):
        if not self.check_action_permitted(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class HooksFirst(upstream.InstanceSpecificView):
    """Of an edit view: run the hooks that Wagtail runs before it edits any other object."""

    def dispatch(self, request, *args, **kwargs):
        for hook in hooks.get_hooks("before_edit_snippet"):
            response = hook(request, self.instance)
            if hasattr(response, "status_code"):
                return response
        return super().dispatch(request, *args, **kwargs)


class SourceLanguageFirst(upstream.WMABaseView):
    """Of a view without a partner yet: the source language, unless `?locale=` names another."""

    def dispatch(self, request, *args, **kwargs):
        self.locale = source_locale()
        return super().dispatch(request, *args, **kwargs)


class PartnerIndexView(SourceLanguageFirst, upstream.TranslatableIndexView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        partners = list(context["object_list"])
        context["object_list"] = context["page_obj"].object_list = partners
        statuses = translation_status.for_objects(partners, self.request.user)
        for partner in partners:
            partner.translation_status_html = statuses.get(partner.pk, "")
        return context


class PartnerCreateView(SourceLanguageFirst, upstream.TranslatableCreateView):
    def get_form_kwargs(self):
        """Return what the form gets; a partner is public at once, so no other language is begun."""
        kwargs = super().get_form_kwargs()
        source_only = kwargs["instance"].locale_id == source_locale().pk
        if not (source_only and may_work_on(self.request.user, kwargs["instance"])):
            raise PermissionDenied
        return kwargs

    def get_context_data(self, **kwargs):
        # No switch to another language: a partner that exists only there would stand nowhere.
        return super().get_context_data(**kwargs) | {"translations": []}


class PartnerEditView(PermissionFirst, HooksFirst, upstream.TranslatableEditView):
    pass


class PartnerInspectView(PermissionFirst, upstream.TranslatableInspectView):
    pass


class RefuseIfInUse(upstream.InstanceSpecificView):
    """Of a view that deletes a partner: refuse where it is in use."""

    def dispatch(self, request, *args, **kwargs):
        return refusal(request, [self.instance]) or super().dispatch(request, *args, **kwargs)


class PartnerDeleteView(PermissionFirst, RefuseIfInUse, upstream.TranslatableDeleteView):
    pass


class PartnerHistoryView(PermissionFirst, upstream.TranslatableHistoryView):
    def check_action_permitted(self, user):
        return self.permission_helper.user_can_inspect_obj(user, self.instance)


class PartnerAdmin(upstream.TranslatableModelAdmin):
    model = Partner
    menu_label = gettext_lazy("Partners")
    menu_icon = "group"
    menu_order = 250
    list_display = ("name", "country", "region", "theme_names", "translation_status")
    list_filter = ("region", "country")
    list_per_page = 50
    list_select_related = ("locale",)
    search_fields = ("name", "description", "website")
    ordering = ("order", "name")
    list_export = ("name", "country", "region", "website", "theme_names", "joined_on")
    index_view_extra_css: ClassVar[list[str]] = ["partners/list.css"]
    inspect_view_enabled = True
    inspect_view_fields = (
        "name",
        "country",
        "region",
        "description",
        "website",
        "logo",
        "themes",
        "order",
        "joined_on",
    )
    permission_helper_class = PartnerPermissionHelper
    # With none of those buttons that send or synchronize without review.
    button_helper_class = upstream.ButtonHelper
    index_view_class = PartnerIndexView
    create_view_class = PartnerCreateView
    edit_view_class = PartnerEditView
    inspect_view_class = PartnerInspectView
    delete_view_class = PartnerDeleteView
    history_view_class = PartnerHistoryView

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("themes")

    def get_list_filter(self, request):
        # The language is chosen at the head of the list, not a second time at its side.
        return self.list_filter

    @staticmethod
    @display(description=gettext_lazy("topics"))
    def theme_names(partner) -> str:
        return ", ".join(topic.name for topic in partner.themes.all())

    @staticmethod
    @display(description=gettext_lazy("other languages"))
    def translation_status(partner) -> str:
        """Return where the description stands in the other languages."""
        return getattr(partner, "translation_status_html", "")
