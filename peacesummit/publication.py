"""List the steps that follow a publication, in order.

`pages.publication.run` runs a list from top to bottom. To add a step, an app adds a line: a plain
function with the arguments noted above its list, which must ignore objects that do not concern it.
Steps run in the transaction of the publication, and an error in one rolls back everything.
"""

from events import stale
from pages import facts, pictures_saved, redirects, required_pages
from partners import saved as partners_saved
from signups import published as sign_ups
from signups.publishing import consequences, promise_checks
from translations.engine import publication as translations

#: Before publishing: `(page, revision)`, the page as it would become. A step refuses with a
#: `ValidationError`, whose messages are shown to the user. The editor runs these as well.
ASKED = (
    consequences.refuse_until_accepted,  # people who have signed up would be affected
    promise_checks.refuse,  # texts of a form promise more than its questions keep
    required_pages.refuse_to_expire,  # a required page has an expiry date
    translations.refuse_unreviewed,  # the translation has not been approved
)
#: After publishing: `(page, revision)`
PUBLISHED = (
    sign_ups.show_keys_to_editor,  # copy the keys of questions to the draft
    facts.follow_source,  # copy facts to all languages
    stale.replace_changed_texts,  # copy a changed venue to all languages, in the source text
    sign_ups.notify_of_changed_event,  # return spots; enqueue emails if it was moved or canceled
    sign_ups.fill_new_places,  # give added spots to the waitlist
    translations.mark_stale,  # mark the statuses of its translations for an update
    translations.cancel_release,  # stop waiting for its translations
    translations.sync_source,  # send texts to the translators and notify them
)
#: After unpublishing: `(page)`
TAKEN_DOWN = (translations.mark_stale,)
#: After a change of slug, and after a move: `(page)`
RENAMED = (redirects.forget_taken,)
MOVED = (
    redirects.forget_taken,
    translations.mark_stale_below,
)
#: After saving an object without drafts, which is public at once: partners, topics, menus, images
#: and alt texts (`pages.publication.PublicAtOnce`). `(instance, before, fields)`: `before` is the
#: previous row or None; `fields` are the names of the saved fields, or None for all.
SAVED = (
    partners_saved.add_redirects,  # redirect old URLs
    partners_saved.give_facts,  # copy facts to all languages
    pictures_saved.describe,  # make alt text available to translators
    pictures_saved.show_descriptions,  # copy approved alt texts to the image
    pictures_saved.draw,  # render all sizes of an image in the worker
    translations.sync_saved,  # send texts to the translators
)
