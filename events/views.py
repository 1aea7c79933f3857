"""Event views that belong to no page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import files
from events.models import DialoguePage, SummitPage
from pages.public_languages import in_public_language


@require_safe
@in_public_language
def all_events(request: HttpRequest) -> HttpResponse:
    """Return the calendar of the summit and all dialogues in the language of the URL."""
    language = get_language()
    pages = [
        page
        for model in (SummitPage, DialoguePage)
        for page in files.subscribed_events(model.objects.in_active_language())
    ]
    pages.sort(key=lambda page: (page.starts, page.pk))
    return files.subscription(
        request,
        pages,
        name=_("Peace Summit"),
        description=_("The summit and the dialogues leading up to it."),
        url=f"{settings.SITE_URL}/{language}/",
    )
