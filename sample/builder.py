"""Build the sample content: English from files, then Spanish by importing PO files."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, Page, Site, TranslatableMixin

from home.models import HomePage, Menu, MenuItem
from pages.models import SiteSettings, Topic
from partners.models import Partner
from sample import documents, files, indexes, pictures, seed_translations
from sample.context import SeedContext, stable_id
from sample.factories import FACTORIES, PageFactory
from translations.models import Term

SPANISH = "es"


def build_all(
    report: Callable[[str], object] = lambda line: None,
    translate: Callable[..., object] = seed_translations.translate,
) -> SeedContext:
    """Build all content on a site that has only its home pages and the sample accounts.

    Return everything that was created. `translate` gets each object, the name of its file, the
    language, and the accounts of the translator and the reviewer.
    """
    with indexes.written_at_the_end():
        return _build_all(report, translate)


def _build_all(report: Callable[[str], object], translate: Callable[..., object]) -> SeedContext:
    context = SeedContext()
    locale = Locale.objects.get(language_code=SPANISH)
    editor, translator, reviewer = (
        User.objects.get(username=name) for name in ("editor", "translator", "reviewer")
    )

    def into_spanish(instance: TranslatableMixin, name: str) -> None:
        translate(instance, name, locale, translator, reviewer)

    report("pictures, documents …")
    _glossary(locale)
    context.images = pictures.store_all()
    for key, image in context.images.items():
        into_spanish(image.descriptions.get(), f"pictures/{key}")
    context.documents = documents.store_all()

    report("topics, partners …")
    for key, item in files.read("topics").items():
        context.topics[key] = Topic.objects.create(**item)
        into_spanish(context.topics[key], f"topics/{key}")
    for partner in _partners(context):
        into_spanish(partner, f"partners/{partner.slug}")

    report("pages in English …")
    for factory in FACTORIES:
        context.pages[factory.key] = create_draft(factory, context)
    for factory in FACTORIES:
        publish_content(factory, context, editor)
    menus = _menus(context)
    _settings(context)

    report("pages in Spanish …")
    for factory in FACTORIES:
        if factory.translated:
            into_spanish(context.pages[factory.key], factory.file)
    for menu in menus:
        into_spanish(menu, f"menus/{menu.slot}")
    for factory in FACTORIES:
        if change := factory.content.get("later_change"):
            _change(context.pages[factory.key], change, editor)
    return context


def create_draft(factory: PageFactory, context: SeedContext) -> Page:
    """Create the page of `factory` as a draft with its required fields."""
    if factory.parent is None:
        return HomePage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    page = factory.model(
        title=factory.content["title"],
        slug=factory.content["slug"],
        live=False,
        **factory.initial_fields(context, factory.content),
    )
    # Load the parent each time: treebeard keeps the number of children on the instance.
    parent = Page.objects.get(pk=context.pages[factory.parent].pk)
    parent.add_child(instance=page)
    return page


def publish_content(factory: PageFactory, context: SeedContext, user: User | None = None) -> None:
    """Set the content of the page and publish it."""
    # Reload: the page may have children by now, and saving must not overwrite their number.
    content, page = factory.content, factory.model.objects.get(pk=context.pages[factory.key].pk)
    fields = {name: content[name] for name in ("title", "listing_text", "search_description")}
    fields["listing_image"] = context.images.get(content["image"])
    for name, value in (fields | factory.content_fields(context, content)).items():
        setattr(page, name, value)
    page.full_clean()
    page.save_revision(user=user).publish(user=user)
    context.pages[factory.key] = factory.model.objects.get(pk=page.pk)


def _change(page: Page, change: dict[str, str], user: User | None) -> None:
    """Publish the source again with new texts, so that its translation is out of date."""
    page = page.get_latest_revision_as_object()
    for name, value in change.items():
        setattr(page, name, value)
    page.save_revision(user=user).publish(user=user)


def _glossary(locale: Locale) -> None:
    for item in files.read("glossary"):
        Term.objects.create(
            source=item["term"],
            locale=locale,
            translation=item["translation"],
            notes=item.get("notes", ""),
            forbidden="\n".join(item["forbidden"]),
        )


def _partners(context: SeedContext) -> list[Partner]:
    today = timezone.localdate()
    # By name, so that partners from both sides of the border are among the first.
    by_name = sorted(files.read("partners").items(), key=lambda item: slugify(item[0]))
    for order, (name, facts) in enumerate(by_name, start=1):
        partner = Partner(
            name=name,
            country=facts["country"],
            region=facts["region"],
            description=facts.get("description", ""),
            order=order,
            joined_on=today - timedelta(days=400 - 5 * order),
        )
        partner.themes.set([context.topics[key] for key in facts["themes"]])
        partner.full_clean(exclude=["slug"])
        partner.save()
        context.partners[name] = partner
    return list(context.partners.values())


def _menus(context: SeedContext) -> list[Menu]:
    made = []
    for slot, content in files.read("menus").items():
        menu = Menu(slot=slot, title=content["title"], text=content.get("text", ""))
        menu.items = [
            MenuItem(
                page=context.pages[item["page"]],
                label=item.get("label", ""),
                sort_order=order,
                translation_key=stable_id(f"menu/{slot}", order),
            )
            for order, item in enumerate(content["items"])
        ]
        menu.save()
        made.append(menu)
    return made


def _settings(context: SeedContext) -> None:
    SiteSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True),
        defaults=files.read("site")
        | {
            "privacy_page": context.pages["privacy"],
            "accessibility_page": context.pages["accessibility"],
        },
    )
