"""What the editor of a form is told before it can be published."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from signups.form.questions import read_fields
from signups.privacy.keys import can_seal

NO_SEALING_KEY = _(
    "This form asks sensitive questions, and the site has no key yet to seal the answers with, so "
    "it cannot be published. Whoever runs the site makes a key pair with an organiser (“make "
    "keys”) and sets SEALING_PUBLIC_KEY. Until then, save it as a draft or take out the sensitive "
    "questions."
)


def asks_what_cannot_be_sealed(stream: list[dict]) -> bool:
    """Return whether sensitive answers would come in for which the site has no key."""
    return not can_seal() and any(
        question.sensitive and not question.retired for question in read_fields(stream)
    )


class ConsequencesPanel(FieldPanel):
    """What publishing would mean for people who have signed up; shown once it is known."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self):
            return bool(getattr(self.form, "consequences", ())) and super().is_shown()
