"""Build what every installation needs: languages, home pages, groups and review.

`build()` creates what is missing and keeps what exists, so it is safe to run at each start.
"""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.utils import translation
from django.utils.translation import get_language_info, gettext
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail_localize.models import Translation, TranslationSource

from home.models import HomePage
from pages.languages import introduce, is_spoken, missing_words
from translations.engine import reviewed, segments, status_store
from translations.models import ReviewTask

LOOPBACK = ("127.0.0.1", "localhost")
COMMUNICATIONS = "Communications"
ORGANIZERS = "Organizers"

REVIEW_RIGHTS = ("change_page", "publish_page", "lock_page", "unlock_page")
PAGE_RIGHTS = ("add_page", *REVIEW_RIGHTS)
CHOICE_RIGHTS = ("choose_image", "choose_document")
FILE_RIGHTS = ("add_image", "change_image", "add_document", "change_document", *CHOICE_RIGHTS)
# Models without drafts that the communications staff manages.
MANAGED_BY_COMMUNICATIONS = ("partner", "topic", "menu")
# Translated like those, but written in the image form.
DESCRIBED = ("picturedescription",)
# The glossary of each language.
MANAGED_BY_TRANSLATORS = ("term",)
KEPT_BY_ORGANIZERS = ("submission", "venuenetwork")
ORGANIZER_ACTIONS = ("view", "add", "change", "delete", "export")


def translators(code: str) -> str:
    """Return the name of the group of translators into the language `code`."""
    return f"Translators: {get_language_info(code)['name']}"


def reviewers(code: str) -> str:
    """Return the name of the group of reviewers of the language `code`."""
    return f"Reviewers: {get_language_info(code)['name']}"


def build() -> None:
    """Create missing locales, home pages, groups and workflows, and the site."""
    introduce()
    locales = [
        Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES
    ]
    homes = _homes(locales)
    _site(homes[settings.LANGUAGE_CODE])
    _communications(homes[settings.LANGUAGE_CODE])
    _group(ORGANIZERS, _rights(KEPT_BY_ORGANIZERS, ORGANIZER_ACTIONS))
    for code, home in homes.items():
        if code != settings.LANGUAGE_CODE:
            _translation_team(code, home)
            _no_approval_of_own_work(home)
    _remove_stock_groups()
    status_store.mark_all_stale()


def _homes(locales: list[Locale]) -> dict[str, HomePage]:
    """Return the home page of each language by code, creating those that are missing.

    The source home page is published. On a new site, so are those of languages whose interface is
    fully translated: they contain only their title. Later languages get a draft, which is published
    when it has been translated and approved.
    """
    homes = {page.locale.language_code: page for page in HomePage.objects.select_related("locale")}
    is_new = not homes
    if is_new:
        Page.objects.filter(depth=2).delete()  # Wagtail's own welcome page
    root = Page.get_first_root_node()
    for locale in locales:
        code = locale.language_code
        if code in homes:
            continue
        with translation.override(code):
            title = gettext("Peace Summit")
        if code == settings.LANGUAGE_CODE:
            page = root.add_child(
                instance=HomePage(title=title, slug="home", locale=locale, live=False)
            )
        else:
            page = homes[settings.LANGUAGE_CODE].copy_for_translation(locale).specific
            page.title = page.draft_title = title
        revision = page.save_revision()
        if code != settings.LANGUAGE_CODE:
            _title_is_translated(homes[settings.LANGUAGE_CODE], locale, title, revision)
        if code == settings.LANGUAGE_CODE or (
            is_new and is_spoken(code) and not missing_words(code)
        ):
            revision.publish()
        homes[code] = HomePage.objects.get(pk=page.pk)
    return homes


def _title_is_translated(source_page: HomePage, locale: Locale, title: str, revision) -> None:
    """Store the title of a home page, from `locale/`, as an approved translation."""
    source, _created = TranslationSource.get_or_create_from_instance(source_page)
    task, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    for text in segments.read(task):
        if text.context.path == "title":
            segments.write(task, text.context, text.string, title)
    reviewed.declare_reviewed(revision, translation=task)


def _site(home: HomePage) -> None:
    """Create the site, or update it from `SITE_URL` while its host is the local machine."""
    host, _separator, port = settings.SITE_URL.partition("://")[2].partition(":")
    address = {
        "hostname": host,
        "port": int(port or (443 if settings.SITE_URL.startswith("https") else 80)),
    }
    site = Site.objects.filter(root_page=home).first()
    if site is None:
        Site.objects.all().delete()
        Site.objects.create(
            **address, site_name=settings.WAGTAIL_SITE_NAME, root_page=home, is_default_site=True
        )
    elif site.hostname in LOOPBACK and (site.hostname, site.port) != tuple(address.values()):
        Site.objects.filter(pk=site.pk).update(**address)
        Site.clear_site_root_paths_cache()


def _rights(models: tuple[str, ...], actions: tuple[str, ...]) -> list[Permission]:
    names = [f"{action}_{model}" for model in models for action in actions]
    return list(Permission.objects.filter(codename__in=names))


def _group(name: str, permissions: list[Permission]) -> Group | None:
    """Return the new group; None if it exists, to keep what staff changed in it."""
    group, created = Group.objects.get_or_create(name=name)
    if not created:
        return None
    access = Permission.objects.get(codename="access_admin")
    group.permissions.set([access, *permissions])
    return group


def _grant(group: Group, home: Page, pages: tuple[str, ...], files: tuple[str, ...]) -> None:
    """Grant permissions for a home page with its descendants, and for all files."""
    root = Collection.get_first_root_node()
    # Wagtail checks the permissions of its own image model even if a custom one is used.
    apps = ("wagtailcore", "wagtailimages", "wagtaildocs")
    wagtails = Permission.objects.filter(content_type__app_label__in=apps)
    for right in wagtails.filter(codename__in=pages):
        GroupPagePermission.objects.create(group=group, page=home, permission=right)
    for right in wagtails.filter(codename__in=files):
        GroupCollectionPermission.objects.create(group=group, collection=root, permission=right)


def _communications(home: HomePage) -> None:
    rights = _rights(MANAGED_BY_COMMUNICATIONS, ("view", "add", "change", "delete"))
    rights += _rights(DESCRIBED, ("change",))
    rights += _rights(("sitesettings",), ("change",))
    rights += _rights(("redirect",), ("add", "change", "delete"))
    rights += _rights(MANAGED_BY_TRANSLATORS, ("view",))
    if group := _group(COMMUNICATIONS, rights):
        _grant(group, home, PAGE_RIGHTS, FILE_RIGHTS)


def _translation_team(code: str, home: HomePage) -> None:
    """Create the translators and reviewers of a language, and the review workflow.

    Both groups may only change pages in that language; reviewers publish.
    """
    rights = _rights(MANAGED_BY_COMMUNICATIONS, ("view", "change"))
    rights += _rights(DESCRIBED, ("change",))
    rights += _rights(MANAGED_BY_TRANSLATORS, ("view", "add", "change", "delete"))
    if group := _group(translators(code), rights):
        _grant(group, home, ("change_page",), CHOICE_RIGHTS)
    group = _group(reviewers(code), rights)
    if group is None:
        return
    _grant(group, home, REVIEW_RIGHTS, CHOICE_RIGHTS)
    with translation.override(code):
        name = gettext("Translation review")
    task = ReviewTask.objects.create(name=name)
    task.groups.add(group)
    workflow = Workflow.objects.create(name=name)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})


def _no_approval_of_own_work(home: HomePage) -> None:
    """Replace Wagtail's own approval tasks, so that nobody can approve their own work."""
    workflow = home.get_workflow()
    for step in workflow.workflow_tasks.all() if workflow else ():
        stock = step.task.specific
        if not isinstance(stock, GroupApprovalTask):
            continue
        task = ReviewTask.objects.create(name=stock.name)
        task.groups.set(stock.groups.all())
        stock.deactivate()
        WorkflowTask.objects.filter(pk=step.pk).update(task=task)


def _remove_stock_groups() -> None:
    """Delete Wagtail's default groups and root workflow, unless they are in use."""
    for name in ("Editors", "Moderators"):
        Group.objects.filter(name=name, user__isnull=True).delete()
    root = Page.get_first_root_node()
    WorkflowPage.objects.filter(page=root, workflow__workflow_tasks__task__active=True).filter(
        workflow__name="Moderators approval"
    ).delete()
