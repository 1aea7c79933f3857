"""The partner admin: wagtail-modeladmin and wagtail-localize, with two problems fixed.

The edit view of `TranslatableModelAdmin` opens the translation editor before it checks permissions,
and new objects take the language of the *interface*. These views check permissions first and create
partners in the source language.
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
    """Grant model permissions only for the languages in which the user works."""

    def user_can_edit_obj(self, user, obj):
        return super().user_can_edit_obj(user, obj) and may_work_on(user, obj)

    def user_can_delete_obj(self, user, obj):
        return super().user_can_delete_obj(user, obj) and may_work_on(user, obj)


class PermissionFirst(upstream.InstanceSpecificView):
    """Check permissions before a view of one partner does anything else."""

    def __init__(self, model_admin, instance_pk):
        if not str(instance_pk).isdigit():
            raise Http404
        super().__init__(model_admin, instance_pk)

    def dispatch(self, request, *args, **kwargs):
        if not self.check_action_permitted(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class HooksFirst(upstream.InstanceSpecificView):
    """Run the hooks that Wagtail runs before it edits any other object."""

    def dispatch(self, request, *args, **kwargs):
        for hook in hooks.get_hooks("before_edit_snippet"):
            response = hook(request, self.instance)
            if hasattr(response, "status_code"):
                return response
        return super().dispatch(request, *args, **kwargs)


class SourceLanguageFirst(upstream.WMABaseView):
    """Use the source language in views without a partner, unless `?locale=` names another."""

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
        """Return the form arguments; refuse other languages, as partners are public at once."""
        kwargs = super().get_form_kwargs()
        source_only = kwargs["instance"].locale_id == source_locale().pk
        if not (source_only and may_work_on(self.request.user, kwargs["instance"])):
            raise PermissionDenied
        return kwargs

    def get_context_data(self, **kwargs):
        # No language switch: a partner that exists in only another language would not be listed.
        return super().get_context_data(**kwargs) | {"translations": []}


class PartnerEditView(PermissionFirst, HooksFirst, upstream.TranslatableEditView):
    pass


class PartnerInspectView(PermissionFirst, upstream.TranslatableInspectView):
    pass


class RefuseIfInUse(upstream.InstanceSpecificView):
    """Refuse to delete a partner that is in use."""

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
    # Omits the buttons that send or synchronize without review.
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
        # The language is chosen above the list, so it needs no filter.
        return self.list_filter

    @staticmethod
    @display(description=gettext_lazy("topics"))
    def theme_names(partner) -> str:
        return ", ".join(topic.name for topic in partner.themes.all())

    @staticmethod
    @display(description=gettext_lazy("other languages"))
    def translation_status(partner) -> str:
        """Return the translation status of the description in the other languages."""
        return getattr(partner, "translation_status_html", "")
