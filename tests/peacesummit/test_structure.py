"""What every installation has is created once, and left unchanged afterwards."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Locale, Page, Site, WorkflowPage

from home import structure
from home.models import HomePage
from tests.languages import FRENCH

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_one_home_a_language_and_all_live(site_structure, settings):
    homes = HomePage.objects.live()
    assert {page.locale.language_code for page in homes} == {"en", "es"}
    assert len({page.translation_key for page in homes}) == 1
    assert [str(locale.language_code) for locale in Locale.objects.all()] == ["en", "es"]


def test_a_second_time_nothing_changes(site_structure):
    group = Group.objects.get(name=structure.COMMUNICATIONS)
    group.permissions.clear()
    before = GroupPagePermission.objects.count()
    structure.build()
    assert not group.permissions.exists(), "what an administrator took away stays away"
    assert GroupPagePermission.objects.count() == before


def test_nobody_but_administrators_may_submit_translations(site_structure):
    """Only administrators may: the right is enough to overwrite pages of other languages."""
    right = Permission.objects.get(codename="submit_translation")
    assert not Group.objects.filter(permissions=right).exists()


def test_translators_do_not_publish(site_structure):
    rights = GroupPagePermission.objects.filter(group__name=structure.translators("es"))
    assert {right.permission.codename for right in rights} == {"change_page"}
    assert {right.page.locale.language_code for right in rights} == {"es"}


def test_spanish_is_reviewed(inicio):
    workflow = inicio.get_workflow()
    assert workflow.workflow_tasks.count() == 1
    task = workflow.workflow_tasks.get().task.specific
    assert [group.name for group in task.groups.all()] == [structure.reviewers("es")]
    assert WorkflowPage.objects.count() == 1, "the root's own workflow is gone"


def test_a_new_language_brings_its_teams(site_structure, settings):
    added = [*settings.LANGUAGES, ("fr", "French")]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = added
    structure.build()
    page = HomePage.objects.get(locale__language_code="fr")
    assert not page.live, "nobody has approved it"
    assert Group.objects.filter(name=structure.translators("fr")).exists()
    assert Group.objects.filter(name=structure.reviewers("fr")).exists()
    assert page.get_workflow() != HomePage.objects.get(locale__language_code="es").get_workflow()


def test_the_site_follows_the_port_on_this_machine(site_structure, settings):
    settings.SITE_URL = "http://127.0.0.1:8123"
    structure.build()
    assert Site.objects.get().root_url == "http://127.0.0.1:8123"


def test_a_public_site_is_left_alone(site_structure, settings):
    Site.objects.update(hostname="summit.example.org", port=443)
    settings.SITE_URL = "http://127.0.0.1:8123"
    structure.build()
    assert Site.objects.get().hostname == "summit.example.org"


def test_n16_a_language_that_is_added_later_is_no_copy_of_the_source(add_language, client, home):
    """A language added later with a filled catalog does not publish the English pages."""
    home.hero_text = "We meet for peace."
    home.save_revision().publish()
    locale = add_language("fr", "French", FRENCH)
    page = HomePage.objects.get(locale=locale)
    assert page.draft_title == "Sommet binational pour la paix"
    assert not page.live
    assert client.get("/fr/").status_code == 404


def test_n16_on_a_new_site_whole_languages_are_public_at_once(add_language):
    Page.objects.filter(depth=2).delete()
    Site.objects.all().delete()
    add_language("fr", "French", FRENCH)  # its catalog lacks hundreds of texts
    assert {page.locale.language_code for page in HomePage.objects.live()} == {"en", "es"}
