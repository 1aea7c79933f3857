"""What the desk of sign-ups uses of Wagtail that it does not promise to keep.

See `mailing.upstream`, which asks for each point when the site starts.
"""

_MANY = "Nothing could be done with several sign-ups at once."

#: Where it is, and what the desk relies on.
POINTS = {
    "wagtail.admin.views.bulk_action:BulkAction.dispatch(self, request)": (
        "Sign-ups could be changed without the right to do so."
    ),
    "wagtail.admin.views.bulk_action:BulkAction.get_actionable_objects(self)": _MANY,
    "wagtail.admin.views.bulk_action:BulkAction."
    "get_all_objects_in_listing_query(self, parent_id)": _MANY,
    "wagtail.admin.ui.tables:BulkActionsCheckboxColumn.__init__(self, obj_type)": _MANY,
    "wagtail.log_actions:get_active_log_context()": "The log would not say who did it.",
}
