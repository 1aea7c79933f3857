"""Parts of other features that show news."""

from django.template.loader import render_to_string
from wagtail import hooks

from news.models import NewsPage


@hooks.register("partner_sections", order=20)
def news_about_partner(context: dict, partner):
    """Show the news about a partner."""
    news = NewsPage.objects.in_active_language().with_pictures().filter(partners=partner).newest()
    return render_to_string("news/of_partner.html", context | {"news": news})
