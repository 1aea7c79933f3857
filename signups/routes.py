"""The addresses below a sign-up page, each with the view that answers; and the editor's form.

Models import no view and no form of the admin: both are bound to the page where the app starts.
"""

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.routable_page.models import path

from signups.models import SignUpPage
from signups.publishing.admin_form import SignUpPageForm
from signups.visitor import self_service, views


@path("")
def index_route(page: SignUpPage, request: HttpRequest) -> HttpResponse:
    return views.index(page, request)


@path("done/<path:signed>/", name="done")
def done_route(page: SignUpPage, request: HttpRequest, signed: str) -> HttpResponse:
    return views.done(page, request, signed)


@path("mine/<str:token>/", name="personal")
def personal_route(page: SignUpPage, request: HttpRequest, token: str) -> HttpResponse:
    return self_service.show(page, request, token)


@path("mine/<str:token>/data/", name="personal_data")
def personal_data_route(page: SignUpPage, request: HttpRequest, token: str) -> HttpResponse:
    return self_service.download(page, request, token)


@path("address/<str:signed>/", name="address")
def address_route(page: SignUpPage, request: HttpRequest, signed: str) -> HttpResponse:
    return self_service.address(page, request, signed)


@path("deleted/", name="deleted")
@path("deleted/<path:signed>/", name="deleted")
def deleted_route(page: SignUpPage, request: HttpRequest, signed: str = "") -> HttpResponse:
    return self_service.deleted(page, request, signed)


def form_refused(page: SignUpPage, request: HttpRequest) -> HttpResponse:
    """Answer where the token of a form was refused (`pages.errors`)."""
    return views.refused(page, request)


METHODS = (
    index_route,
    done_route,
    personal_route,
    personal_data_route,
    address_route,
    deleted_route,
    form_refused,
)


def bind() -> None:
    """Make the routes methods of the page, as Wagtail's `RoutablePageMixin` looks for them."""
    for method in METHODS:
        setattr(SignUpPage, method.__name__, method)
    SignUpPage.base_form_class = SignUpPageForm
