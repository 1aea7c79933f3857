from django.apps import AppConfig


class SignupsConfig(AppConfig):
    name = "signups"

    def ready(self):
        from mailing import composers
        from signups import (
            checks,  # noqa: F401 - registers them
            schedule,
        )
        from signups.emails.composer import MessageComposer
        from signups.models import Letter
        from signups.publishing import (
            consent_pages,  # noqa: F401 - registers its hooks
            prefill,  # noqa: F401 - connects its signal
            promise_checks,  # noqa: F401 - registers its hook
        )

        bind_views()
        composers.register(Letter.COMPOSER, MessageComposer())
        schedule.connect()


def bind_views() -> None:
    """Make the views methods of the page, where Wagtail's `RoutablePageMixin` looks for routes.

    Models import no views or admin forms, so the editor's form is bound here too.
    """
    from signups.models import SignUpPage
    from signups.publishing.admin_form import SignUpPageForm
    from signups.visitor import self_service, views

    SignUpPage.index_route = views.index
    SignUpPage.done_route = views.done
    SignUpPage.personal_route = self_service.personal
    SignUpPage.personal_data_route = self_service.personal_data
    SignUpPage.address_route = self_service.confirm_email_change
    SignUpPage.deleted_route = self_service.deleted
    SignUpPage.form_refused = views.refused
    SignUpPage.base_form_class = SignUpPageForm
