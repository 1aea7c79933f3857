"""Wagtail internals without a stability promise that the sign-up admin uses.

See `mailing.upstream`.
"""

from mailing.upstream import demand

upstream = demand("""
Sign-ups could be changed without the right to do so.
    wagtail.admin.views.bulk_action:BulkAction.dispatch(self, request)
Nothing could be done with several sign-ups at once.
    wagtail.admin.views.bulk_action:BulkAction.get_actionable_objects(self)
    wagtail.admin.views.bulk_action:BulkAction.get_all_objects_in_listing_query(self, parent_id)
    wagtail.admin.ui.tables:BulkActionsCheckboxColumn.__init__(self, obj_type)
The log would not say who did it.
    wagtail.log_actions:get_active_log_context()
""")
