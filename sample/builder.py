"""Builds the sample content: English first, then Spanish through wagtail-localize."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.text import slugify
from wagtail.documents.models import Document
from wagtail.models import Locale, Page, Site

from home.models import HomePage, Menu, MenuItem
from pages.models import SiteSettings, Topic
from partners.models import Partner
from sample import pictures
from sample.content import glossary, home, partners
from sample.kitchen import Kitchen
from sample.recipes import RECIPES, Recipe
from sample.text import T
from translations.models import Term

SPANISH = "es"


def build_all(report: Callable[[str], object] = lambda line: None) -> Kitchen:
    """Build everything into a site that has only its home pages; return what was made."""
    kitchen = Kitchen()
    spanish = Locale.objects.get(language_code=SPANISH)
    editor = User.objects.filter(username="editor").first()
    translator = User.objects.filter(username="translator").first()
    reviewer = User.objects.filter(username="reviewer").first()

    report("pictures, documents …")
    kitchen.images = pictures.store_all(kitchen.text)
    for image in kitchen.images.values():
        kitchen.memory.translate(image.descriptions.get(), spanish, translator, reviewer)
    kitchen.documents = _documents(kitchen)

    report("topics, partners …")
    for item in home.TOPICS:
        topic = Topic.objects.create(name=kitchen.text(item["name"]), slug=item["slug"])
        kitchen.memory.translate(topic, spanish, translator, reviewer)
        kitchen.topics[item["key"]] = topic
    for partner in _partners(kitchen):
        kitchen.memory.translate(partner, spanish, translator, reviewer)

    for source, term, notes, forbidden in glossary.TERMS:
        Term.objects.create(
            source=source,
            locale=spanish,
            translation=term,
            notes=notes,
            forbidden="\n".join(forbidden),
        )

    report("pages in English …")
    for recipe in RECIPES:
        kitchen.pages[recipe.key] = place(recipe, kitchen)
    for recipe in RECIPES:
        fill(recipe, kitchen, editor)
    menus = _menus(kitchen)
    _settings(kitchen)

    report("pages in Spanish …")
    for recipe in RECIPES:
        if recipe.translated:
            page = kitchen.pages[recipe.key]
            kitchen.memory.translate(page, spanish, translator, reviewer)
    for menu in menus:
        kitchen.memory.translate(menu, spanish, translator, reviewer)
    for recipe in RECIPES:
        if change := recipe.content.get("later_change"):
            _change(kitchen.pages[recipe.key], change, editor)
    return kitchen


def place(recipe: Recipe, kitchen: Kitchen) -> Page:
    """Put the page of `recipe` into the tree as a draft that has what it cannot do without."""
    if recipe.parent is None:
        return HomePage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    page = recipe.model(
        title=recipe.content["title"].en,
        slug=recipe.content["slug"].en,
        live=False,
        **recipe.early(kitchen, recipe.content),
    )
    # A fresh parent each time: treebeard keeps the number of children on the instance.
    parent = Page.objects.get(pk=kitchen.pages[recipe.parent].pk)
    parent.add_child(instance=page)
    return page


def fill(recipe: Recipe, kitchen: Kitchen, user: User | None = None) -> None:
    """Give the page its content and publish it."""
    # Read anew: the row has got children since it was placed, and saving must not forget them.
    content, page = recipe.content, recipe.model.objects.get(pk=kitchen.pages[recipe.key].pk)
    fields = {
        "title": kitchen.text(content["title"]),
        "listing_text": kitchen.text(content["listing_text"]),
        "search_description": kitchen.text(content["search_description"]),
        "listing_image": kitchen.images.get(content["image"]),
    }
    kitchen.text(content["slug"])
    if recipe.parent is None:
        kitchen.text(T(page.slug))
    for name, value in (fields | recipe.late(kitchen, content)).items():
        setattr(page, name, value)
    page.full_clean()
    page.save_revision(user=user).publish(user=user)
    kitchen.pages[recipe.key] = recipe.model.objects.get(pk=page.pk)


def _change(page: Page, change: dict[str, str], user: User | None) -> None:
    """Publish the source again with other words, so that its translation is out of date."""
    page = page.get_latest_revision_as_object()
    for name, value in change.items():
        setattr(page, name, value)
    page.save_revision(user=user).publish(user=user)


def _documents(kitchen: Kitchen) -> dict[str, Document]:
    """Make each document: one plain text file that holds both languages."""
    found = {}
    for item in home.DOCUMENTS:
        lines = [item["title"].en, *(text.en for text in item["paragraphs"])]
        lines += ["* * *", item["title"].es, *(text.es for text in item["paragraphs"])]
        document = Document(title=item["title"].en)
        content = "\n\n".join(lines).encode("utf-8-sig")
        document.file.save(f"{item['key']}.txt", ContentFile(content), save=True)
        found[item["key"]] = document
    return found


def _partners(kitchen: Kitchen) -> list[Partner]:
    made = []
    today = timezone.localdate()
    # By name, so that both sides of the border stand among the first.
    by_name = sorted(partners.rows(), key=lambda row: slugify(row["name"]))
    for order, row in enumerate(by_name, start=1):
        name = row["name"]
        details = partners.DESCRIPTIONS.get(name, {})
        description = details.get("description")
        partner = Partner(
            name=name,
            country=partners.COUNTRY[name],
            region=row["region"],
            website=details.get("website", ""),
            description=kitchen.text(description) if description else "",
            order=order,
            joined_on=today - timedelta(days=400 - 5 * order),
        )
        partner.full_clean(exclude=["slug"])
        partner.save()
        partner.themes.set(kitchen.topics[key] for key in partners.THEMES[name])
        partner.save()
        kitchen.partners[name] = partner
        made.append(partner)
    return made


def _menus(kitchen: Kitchen) -> list[Menu]:
    titles = {
        "main": T("Main menu", "Menú principal"),
        "footer": T("About this site", "Acerca de este sitio"),
    }
    made = []
    for slot, links in home.MENUS.items():
        menu = Menu(slot=slot, title=kitchen.text(titles[slot]))
        if slot == "footer":
            menu.text = kitchen.html(_paragraph(home.FOOTER_TEXT))
        menu.items = [
            MenuItem(page=kitchen.pages[key], label=kitchen.text(label), sort_order=order)
            for order, (key, label) in enumerate(links)
        ]
        menu.save()
        made.append(menu)
    return made


def _paragraph(pair: T) -> T:
    return T(f"<p>{pair.en}</p>", f"<p>{pair.es}</p>")


def _settings(kitchen: Kitchen) -> None:
    site = Site.objects.get(is_default_site=True)
    SiteSettings.objects.update_or_create(
        site=site,
        defaults={
            "organisation": home.CONTACT["organisation"].en,
            "email": home.CONTACT["email"],
            "privacy_page": kitchen.pages["privacy"],
            "accessibility_page": kitchen.pages["accessibility"],
        },
    )
