"""Replace texts that must not be out of date: an old venue sends people to the wrong address."""

from events.models import EventPage


def replace_changed_texts(page, revision) -> None:
    """Copy the changed critical texts of a published event to all its translations.

    They show the source text, marked with its language, until it is translated. A draft that
    already has another text keeps it.
    """
    if not isinstance(page, EventPage) or not page.is_source or page.alias_of_id:
        return
    words = {name: getattr(page, name) for name in page.changed_texts}
    if not words:
        return
    for version in page.get_translations().filter(alias_of__isnull=True):
        stale = set(version.stale_texts) - words.keys()
        stale |= {name for name, text in words.items() if text}
        type(page)._base_manager.filter(pk=version.pk).update(stale_texts=sorted(stale), **words)
        draft = version.latest_revision
        if draft is not None:
            for name, text in words.items():
                if draft.content.get(name) == getattr(version, name):
                    draft.content[name] = text
            draft.save(update_fields=["content"])
