"""Sign-up pages, the sign-ups they receive, and the letters that are owed for them.

One form, two languages, one list: a sign-up hangs on the *canonical* page, the one in the source
language, whatever language it was made in. See `signups.form.questions` for what is read from
where.
"""

from signups.models.letter import Letter
from signups.models.page import SignUpPage
from signups.models.receipt import PurgeReceipt, RateHit, VenueNetwork
from signups.models.submission import Submission

__all__ = ["Letter", "PurgeReceipt", "RateHit", "SignUpPage", "Submission", "VenueNetwork"]
