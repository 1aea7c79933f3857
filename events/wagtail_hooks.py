"""Parts of other features that show events."""

from django.template.loader import render_to_string
from wagtail import hooks

from events.models import DialoguePage


@hooks.register("end_of_page")
def words_for_own_time(context: dict):
    """Add to every page the texts with which the script shows the reader's own time."""
    return render_to_string("events/own_time.html", request=context.get("request"))


@hooks.register("partner_sections", order=10)
def dialogues_of_partner(context: dict, partner):
    """Show the dialogues that a partner hosts."""
    dialogues = DialoguePage.objects.in_active_language().with_pictures().filter(hosts=partner)
    about = {"dialogues": dialogues.order_by("-starts")}
    return render_to_string("events/of_partner.html", context | about)
