"""Wrap unstable third-party APIs that the admin, URLs and commands of the base use.

See `mailing.upstream`. This loads views of Wagtail, so no model may import it.
"""

from typing import TYPE_CHECKING

from mailing.upstream import demand

if TYPE_CHECKING:
    from django_tasks_db.management.commands.db_worker import Worker

_PAGES = "wagtail.admin.views.pages"
_GENERIC = "wagtail.admin.views.generic"
_SNIPPETS = "wagtail.snippets.views.snippets"
_PICTURES = "wagtail.images.views"
_DOCUMENTS = "wagtail.documents.views"
_REDIRECTS = "wagtail.contrib.redirects.middleware"
_WORKER = "django_tasks_db.management.commands.db_worker"

upstream = demand(f"""
The editor publishes with it, past Page.publish.
    {_PAGES}.edit:PublishPageRevisionAction
What has to stay would expire by the clock.
    wagtail.management.commands.publish_scheduled:Command.handle(self) as PublishScheduled
Privacy is set for all languages at once.
    wagtail.admin.views.page_privacy:SetPrivacyView.dispatch(self, request, page_id)
    wagtail.admin.views.page_privacy:SetPrivacyView.form_valid(self, form)
It would name pages to people who may not see them.
    {_PAGES}.bulk_actions.page_bulk_action:PageBulkAction.get_actionable_objects(self)
    wagtail.admin.views.reports.page_types_usage:PageTypesUsageReportView.\
decorate_paginated_queryset(self, page_types)
    wagtail.admin.views.chooser:BrowseView.get(self, request, parent_page_id)
    wagtail.admin.views.chooser:ChosenMultipleView.get(self, request)
    {_PAGES}.copy:CopyView.post(self, request, page_id) as CopyPageView
It would name a page before a right is asked for.
    {_PAGES}.workflow:WorkflowActionView.setup(self, request, action_name, task_state_id)
    {_PAGES}.workflow:CollectWorkflowActionDataView.setup
    {_PAGES}.workflow:ConfirmWorkflowCancellationView.setup
    {_PAGES}.workflow:PreviewRevisionForTaskView.setup
A topic could be changed by people who do not work in its language.
    {_SNIPPETS}:EditView.get_object(self, queryset) as EditSnippetView
A topic could be deleted by people who do not work in its language.
    {_SNIPPETS}:DeleteView.get_object(self, queryset) as DeleteSnippetView
A topic could be made public in a language without a review.
    {_SNIPPETS}:CreateView.get_initial_form_instance(self) as CreateSnippetView
    {_SNIPPETS}:CopyView.get_initial_form_instance(self) as CopySnippetView
What is in use could be deleted.
    {_PICTURES}.images:DeleteView.run_before_hook(self) as DeletePictureView
    {_DOCUMENTS}.documents:DeleteView.run_before_hook(self) as DeleteDocumentView
    {_PICTURES}.multiple:DeleteView.post(self, request) as DeleteUploadedPictureView
    {_PICTURES}.multiple:DeleteView.get_model(self) as DeleteUploadedPictureView
    {_PICTURES}.multiple:DeleteView.pk_url_kwarg as DeleteUploadedPictureView
    {_DOCUMENTS}.multiple:DeleteView.post(self, request) as DeleteUploadedDocumentView
    {_DOCUMENTS}.multiple:DeleteView.get_model(self) as DeleteUploadedDocumentView
    {_DOCUMENTS}.multiple:DeleteView.pk_url_kwarg as DeleteUploadedDocumentView
    {_PAGES}.bulk_actions.delete:DeleteBulkAction.get_actionable_objects(self) as DeletePages
    {_PICTURES}.bulk_actions.delete:DeleteBulkAction.get_actionable_objects(self) as DeletePictures
    {_DOCUMENTS}.bulk_actions.delete:DeleteBulkAction.get_actionable_objects\
(self) as DeleteDocuments
A picture that cannot be drawn would break the chooser.
    {_PICTURES}.images:preview(request, image_id, filter_spec)
    {_PICTURES}.chooser:ImageChosenResponseMixin.get_chosen_response_data\
(self, image, preview_image_filter)
    {_PICTURES}.chooser:viewset.chosen_view_class
    {_PICTURES}.chooser:viewset.chosen_multiple_view_class
    {_PICTURES}.chooser:viewset.create_view_class
    {_PICTURES}.chooser:viewset.select_format_view_class
    {_PICTURES}.chooser:ImageChosenView.get(self, request, pk)
    {_PICTURES}.chooser:ImageChosenMultipleView.get(self, request)
    {_PICTURES}.chooser:ImageUploadView.get(self, request)
    {_PICTURES}.chooser:ImageSelectFormatView.get(self, request, image_id)
A document could run as a web page.
    {_DOCUMENTS}.serve:serve(request, document_id, document_filename)
Screens would be open to people without the right to see them.
    {_GENERIC}.permissions:PermissionCheckedMixin.dispatch(self, request)
    {_GENERIC}.permissions:PermissionCheckedMixin.permission_policy
A list would show all rows, also those that a person may not see.
    {_GENERIC}.base:BaseListingView.get_base_queryset(self)
    {_GENERIC}.base:BaseListingView.get_queryset(self)
Screens of the site in the admin would not be shown.
    {_GENERIC}.base:BaseListingView.paginate_queryset(self, queryset, page_size)
    {_GENERIC}.base:BaseListingView.columns
    {_GENERIC}.base:WagtailAdminTemplateMixin.get_context_data(self)
    {_GENERIC}.base:WagtailAdminTemplateMixin.get_breadcrumbs_items(self)
    {_GENERIC}.base:WagtailAdminTemplateMixin.header_buttons
A password would be changed.
    wagtail.admin.forms.pages:PageViewRestrictionForm.base_fields
    wagtail.admin.forms.collections:CollectionViewRestrictionForm.base_fields
The picture of a person would keep where it was taken.
    wagtail.admin.forms.account:AvatarPreferencesForm.base_fields
The fields of a link would be called in English whatever the language.
    wagtail.admin.forms.choosers:ExternalLinkChooserForm.base_fields
    wagtail.admin.forms.choosers:AnchorLinkChooserForm.base_fields
    wagtail.admin.forms.choosers:EmailLinkChooserForm.base_fields
    wagtail.admin.forms.choosers:PhoneLinkChooserForm.base_fields
A spreadsheet could read a name as a formula.
    wagtail.admin.views.mixins:SpreadsheetExportMixin.preprocess_field_value\
(self, field, value, export_format)
    wagtail.admin.views.mixins:SpreadsheetExportMixin.generate_xlsx_row\
(self, worksheet, row_dict, date_format)
Old addresses would lead nowhere.
    {_REDIRECTS}:get_redirect(request, encoded_path)
    {_REDIRECTS}:RedirectMiddleware.process_response(self, request, response)
No task would be done.
    {_WORKER}:Worker.__init__(self, queue_names, interval, batch, backend_name, startup_delay, \
max_tasks, worker_id, excluded_queue_names)
    {_WORKER}:Worker.run(self)
""")


def tasks_done(worker: "Worker") -> int:
    """Return how many tasks a worker has run."""
    return worker._run_tasks


def end_soon(worker: "Worker") -> bool:
    """Make a worker stop after its current task; return whether it has one.

    The worker checks `running` before each task and sets `running_task` during one.
    """
    worker.running = False
    return worker.running_task
