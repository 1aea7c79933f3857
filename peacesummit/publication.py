"""What happens to a page when it is published, and in which order: all of it, on one screen.

Each list is gone through from its first line to its last (`pages.publication.run`). An app adds a
step by a line; a step is a plain function whose arguments stand above its list, and may be called
for what does not concern it. Whatever a step writes is in the transaction of what it follows, and
an error in a step undoes that: a page is published wholly or not at all.
"""

from events import stale
from pages import facts, pictures_saved, redirects, required_pages
from partners import saved as partners_saved
from signups import published as sign_ups
from signups.publishing import consequences, promise_checks
from translations.engine import publication as translations

#: May this be published? `(page, revision)`: the page as it would become. A step refuses by a
#: `ValidationError`, whose messages are shown to whoever publishes. Asked by the editor as well.
ASKED = (
    consequences.refuse_until_accepted,  # people who have signed up would lose something
    promise_checks.refuse,  # texts of a form promise more than its questions keep
    required_pages.refuse_to_expire,  # it has to stay, and would be taken down by the clock
    translations.refuse_unreviewed,  # nobody has approved the translation
)
#: It has been published. `(page, revision)`
PUBLISHED = (
    sign_ups.show_keys_to_editor,  # keys of questions, into the draft
    facts.follow_source,  # facts, to all languages
    stale.replace_changed_texts,  # a changed venue, to all languages, in the words of the source
    sign_ups.notify_of_changed_event,  # places that came back, and letters: moved or canceled
    sign_ups.fill_new_places,  # places that were added, to the first in line
    translations.mark_stale,  # the status of its translations
    translations.cancel_release,  # it does not wait for its translations any more
    translations.sync_source,  # its texts, to the translators, with a notice
)
#: It has been taken down. `(page)`
TAKEN_DOWN = (translations.mark_stale,)
#: Its address has changed by another short name, or by a move. `(page)`
RENAMED = (redirects.forget_taken,)
MOVED = (
    redirects.forget_taken,
    translations.mark_stale_below,
)
#: What has no drafts is public when it is saved: partners, topics, menus, pictures and their
#: descriptions (`pages.publication.PublicAtOnce`). `(instance, before, fields)`: `before` is the
#: row as it was, or None; `fields` are the names of those that were saved, or None for all.
SAVED = (
    partners_saved.add_redirects,  # old addresses
    partners_saved.give_facts,  # facts, to all languages
    pictures_saved.describe,  # the description of a picture, for the translators
    pictures_saved.show_descriptions,  # approved descriptions, to the picture
    pictures_saved.draw,  # a picture in all its sizes, by the worker
    translations.sync_saved,  # texts, to the translators
)
