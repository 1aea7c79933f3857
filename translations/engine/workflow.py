"""The action when a Wagtail workflow is approved (`WAGTAIL_FINISH_WORKFLOW_ACTION`).

Wagtail imports this while its models are still loading, so there are no top-level imports.
"""


def finish_workflow(workflow_state, user=None) -> None:
    """Publish what was approved, in the transaction that ends the workflow.

    For a translation, publish exactly the revision that was reviewed; a held one waits for its
    source. Other pages are published as Wagtail does it.
    """
    from translations.engine import release, review
    from translations.models import Review

    page = workflow_state.content_object
    task_state = workflow_state.current_task_state
    approved = review.decided_by_workflow(task_state, Review.State.APPROVED, user)
    if approved is None or approved.revision is None:
        page.get_latest_revision().publish(user=user)
        return
    held = release.release_of(page)
    if held is not None and page.locale_id in {locale.pk for locale in held.locales.all()}:
        release.release_if_ready(held)
    else:
        approved.revision.publish(user=user)
