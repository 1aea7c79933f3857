"""The directory in both languages, and users with different permissions."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home import structure
from pages.models import Topic
from partners.models import Partner, PartnerIndexPage
from tests.arranged import arranged
from tests.reviewed import translate


@pytest.fixture
def directory(home):
    def build() -> PartnerIndexPage:
        words = "Who walks with us."
        page = PartnerIndexPage(title="Partners", slug="partners", introduction=words)
        home.add_child(instance=page)
        page.save_revision().publish()
        return page

    return arranged("directory", build, home)


@pytest.fixture
def directorio(directory, spanish, inicio):
    def build() -> PartnerIndexPage:
        return translate(
            directory,
            spanish,
            title="Organizaciones",
            slug="organizaciones",
            introduction="Quiénes somos.",
        )

    return arranged("directorio", build, directory, spanish)


@pytest.fixture
def migration(english):
    return Topic.objects.create(name="Migration", slug="migration", locale=english)


@pytest.fixture
def migracion(migration, spanish):
    topic = migration.copy_for_translation(spanish)
    topic.name = "Migración"
    topic.save()
    return topic


@pytest.fixture
def make_partner(english):
    """Return a function that creates a partner; `themes` is a list of topics."""

    def make(name, *, themes=(), **fields):
        fields = {"country": "US", "region": "us-ca", "locale": english} | fields
        partner = Partner(name=name, **fields)
        if themes:
            partner.themes = list(themes)
        partner.save()
        return Partner.objects.get(pk=partner.pk)

    return make


@pytest.fixture
def submit(spanish):
    """Return a function that sends a partner for translation and returns the untranslated copy."""

    def run(partner, description=None):
        source, _created = TranslationSource.get_or_create_from_instance(partner)
        translation, _created = Translation.objects.get_or_create(
            source=source, target_locale=spanish
        )
        if description is not None:
            [segment] = source.stringsegment_set.filter(context__path="description")
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=spanish,
                context=segment.context,
                defaults={"data": description},
            )
        translation.save_target()
        return partner.get_translation(spanish)

    return run


@pytest.fixture
def make_user(site_structure):
    """Return a function that creates a user with these groups and additional permissions."""

    def make(*groups, perms=("access_admin",)):
        user = User.objects.create_user(f"user{User.objects.count()}", password="x")
        user.groups.set(Group.objects.filter(name__in=groups))
        user.user_permissions.set(Permission.objects.filter(codename__in=perms))
        return user

    return make


@pytest.fixture
def newcomer(make_user):
    """Return a user who may open the admin and do nothing else."""
    return make_user()


@pytest.fixture
def editor(make_user):
    return make_user(structure.COMMUNICATIONS)


@pytest.fixture
def translator(make_user):
    return make_user(structure.translators("es"))
