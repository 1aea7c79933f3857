"""Partners in the admin, and guards at two addresses of wagtail-localize."""

from django.urls import path
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from partners.admin import (
    PartnerAdmin,
    SubmitPartnerTranslationView,
    UpdatePartnerTranslationsView,
)

modeladmin_register(PartnerAdmin)


@hooks.register("register_admin_urls", order=-10)
def guarded_urls():
    """Stand before the package's own views, which ask for no permission on the partner."""
    return [
        path(
            "localize/modeladmin/submit/partners/partner/<str:pk>/",
            SubmitPartnerTranslationView.as_view(),
            {"app_label": "partners", "model_name": "partner"},
        ),
        path(
            "localize/update/<int:translation_source_id>/",
            UpdatePartnerTranslationsView.as_view(),
        ),
    ]
