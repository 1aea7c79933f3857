"""Texts that must not be out of date: a venue that has changed sends people to the wrong door."""

from events.models import EventPage


def replace_changed_texts(sender, instance, **kwargs) -> None:
    """Receiver of `page_published`: give the changed critical texts to all translations.

    They show the words of the source, marked with its language, until somebody translates them.
    A draft in which they were translated already keeps its own.
    """
    if not isinstance(instance, EventPage) or not instance.is_source or instance.alias_of_id:
        return
    words = {name: getattr(instance, name) for name in instance.changed_texts}
    if not words:
        return
    for page in instance.get_translations().filter(alias_of__isnull=True):
        stale = set(page.stale_texts) - words.keys()
        stale |= {name for name, text in words.items() if text}
        type(page)._base_manager.filter(pk=page.pk).update(stale_texts=sorted(stale), **words)
        draft = page.latest_revision
        if draft is not None:
            for name, text in words.items():
                if draft.content.get(name) == getattr(page, name):
                    draft.content[name] = text
            draft.save(update_fields=["content"])
