"""Register partners in the admin."""

from wagtail_modeladmin.options import modeladmin_register

from partners.admin import PartnerAdmin

modeladmin_register(PartnerAdmin)
