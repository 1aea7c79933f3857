"""Sign-up pages, the sign-ups they receive, and the emails about them.

One form, two languages, one list: a sign-up belongs to the *canonical* page, the one in the source
language, whatever language it was made in. `signups.form.questions` explains what is read from
which page.
"""

from signups.models.letter import Letter
from signups.models.page import SignUpPage
from signups.models.receipt import PurgeReceipt, RateHit, VenueNetwork
from signups.models.submission import Submission

__all__ = ["Letter", "PurgeReceipt", "RateHit", "SignUpPage", "Submission", "VenueNetwork"]
