"""Who may do what with partners, in which language."""

from wagtail_modeladmin.helpers import PermissionHelper

from pages.permissions import may_work_on


class PartnerPermissionHelper(PermissionHelper):
    """Model permissions that hold only in the languages in which the person works."""

    def user_can_edit_obj(self, user, obj):
        return super().user_can_edit_obj(user, obj) and may_work_on(user, obj)

    def user_can_delete_obj(self, user, obj):
        return super().user_can_delete_obj(user, obj) and may_work_on(user, obj)
