"""The search page."""

from django.http import HttpResponse


def search(request):
    """Answer nothing yet."""
    return HttpResponse("")
