"""Nothing in use can be deleted, and the lists of its uses are correct."""

import datetime
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.models import Page, ReferenceIndex, Site

from events.models import DialogueIndexPage, DialoguePage, SummitPage
from home.models import Menu, MenuItem, StandardPage
from news.models import NewsIndexPage, NewsPage
from pages.models import SiteSettings, SummitImage, Topic
from pages.references import summary, uses_of
from partners.models import Partner

pytestmark = pytest.mark.both_databases


@pytest.fixture
def topic(english):
    return Topic.objects.create(name="Migration", slug="migration", locale=english)


@pytest.fixture
def partner(english, topic):
    partner = Partner(name="Casa", country="MX", region="mx-ca", locale=english)
    partner.themes = [topic]
    partner.save()
    return partner


def times(page):
    page.starts = timezone.now() + datetime.timedelta(days=30)
    page.ends = page.starts + datetime.timedelta(hours=3)
    page.zone = "America/Mexico_City"
    return page


@pytest.fixture
def everywhere(home, topic, partner):
    """Use a topic in a partner, a dialogue, a story and three sessions of the summit."""
    index = home.add_child(instance=DialogueIndexPage(title="Dialogues", slug="dialogues"))
    dialogue = times(DialoguePage(title="In Tijuana", slug="tijuana"))
    dialogue.themes, dialogue.hosts = [topic], [partner]
    index.add_child(instance=dialogue)
    archive = home.add_child(instance=NewsIndexPage(title="News", slug="news"))
    news = NewsPage(title="It begins", slug="begins", date=datetime.date(2027, 1, 1))
    news.topics, news.partners = [topic], [partner]
    archive.add_child(instance=news)
    summit = times(SummitPage(title="The summit", slug="summit"))
    summit.programme = [
        {"type": "session", "value": {"title": f"Session {n}", "themes": [topic.pk]}}
        for n in range(3)
    ]
    home.add_child(instance=summit)
    return {"dialogue": dialogue, "news": news, "summit": summit}


def picture(title="A dove"):
    file = BytesIO()
    Picture.new("RGB", (60, 40), "teal").save(file, "PNG")
    image = SummitImage(title=title, file=ImageFile(BytesIO(file.getvalue()), "dove.png"))
    image.save()
    return image


def document(title="Minutes"):
    return get_document_model().objects.create(
        title=title, file=ContentFile(b"text", "minutes.txt")
    )


def delete_url(instance):
    if isinstance(instance, Topic | Menu):
        name = f"wagtailsnippets_{instance._meta.app_label}_{instance._meta.model_name}:delete"
    else:
        name = {
            Partner: "partners_partner_modeladmin_delete",
            SummitImage: "wagtailimages:delete",
            get_document_model(): "wagtaildocs:delete",
        }.get(type(instance), "wagtailadmin_pages:delete")
    return reverse(name, args=[instance.pk])


def bulk_url(*instances):
    meta = Page._meta if isinstance(instances[0], Page) else instances[0]._meta
    chosen = "&".join(f"id={each.pk}" for each in instances)
    url = reverse("wagtail_bulk_action", args=[meta.app_label, meta.model_name, "delete"])
    return f"{url}?{chosen}&next=/admin/"


def stays(client, instance, urls, words):
    """Assert that `instance` cannot be deleted in any way and that each refusal lists its uses."""
    for url in urls:
        for method in (client.get, client.post):
            response = method(url)
            page = response.content.decode()
            assert "cannot be deleted" in page, url
            for each in words:
                assert each in page, (url, each)
    assert type(instance).objects.filter(pk=instance.pk).exists()


# ------------------------------------------------------------------ correct counts
def test_n03_a_topic_is_counted_wherever_it_stands(everywhere, topic):
    assert summary(uses_of([topic])) == "1 dialogue, 1 summit, 1 news story, 1 partner"
    [summit] = [use for use in uses_of([topic]) if use.kind is SummitPage]
    assert summit.places == {"Program → Session": 3}


def test_n03_wagtail_itself_counts_the_same(everywhere, topic, admin_client):
    assert ReferenceIndex.get_grouped_references_to(topic).count() == 4
    page = admin_client.get(reverse("wagtailsnippets_pages_topic:usage", args=[topic.pk]))
    for title in ("Casa", "In Tijuana", "It begins", "The summit"):
        assert title in page.content.decode()


def test_n03_what_is_taken_off_is_not_counted_any_more(everywhere, topic, partner):
    partner.themes = []
    partner.save()
    dialogue = everywhere["dialogue"]
    dialogue.themes = []
    dialogue.save()
    assert summary(uses_of([topic])) == "1 summit, 1 news story"


def test_n03_the_translations_of_a_page_are_one_use(everywhere, topic, spanish):
    news = everywhere["news"]
    news.get_parent().copy_for_translation(spanish)
    news.copy_for_translation(spanish)
    [use] = [use for use in uses_of([topic]) if use.kind is NewsPage]
    assert [version.locale.language_code for version in use.versions] == ["en", "es"]


def test_n03_a_relation_that_follows_the_source_is_counted(everywhere, topic, spanish):
    """A synchronized relation is counted although it is copied without calling `save`."""
    news = everywhere["news"]
    news.topics = []
    news.save_revision().publish()
    news.get_parent().copy_for_translation(spanish)
    copy = news.copy_for_translation(spanish)
    news.topics = [topic]
    news.save_revision().publish()
    assert ReferenceIndex.objects.filter(object_id=copy.pk, model_path="topics.item").exists()


def test_n03_a_draft_counts(home, topic):
    archive = home.add_child(instance=NewsIndexPage(title="News", slug="news"))
    news = NewsPage(title="It begins", slug="begins", date=datetime.date(2027, 1, 1))
    archive.add_child(instance=news)
    assert uses_of([topic]) == []
    news.topics = [topic]
    news.save_revision()
    [use] = uses_of([topic])
    assert use.only_draft
    assert use.source == news


def test_n03_settings_sites_and_logos_are_counted(home, partner):
    page = home.add_child(instance=StandardPage(title="Privacy", slug="privacy"))
    settings = SiteSettings.for_site(Site.objects.get())
    settings.privacy_page = page
    settings.save()
    partner.logo = picture()
    partner.save()
    assert [use.source for use in uses_of([page])] == [settings]
    assert Site.objects.get() in [use.source for use in uses_of([home])]
    assert [use.source for use in uses_of([partner.logo])] == [partner]


def test_n03_what_was_saved_before_is_counted_after_an_update(everywhere, topic, settings):
    del settings.DEMO_PASSWORD
    ReferenceIndex.objects.exclude(base_content_type__model="page").delete()
    ReferenceIndex.objects.filter(model_path="topics.item").delete()
    call_command("prepare", verbosity=0)
    assert summary(uses_of([topic])) == "1 dialogue, 1 summit, 1 news story, 1 partner"


# ------------------------------------------------------------------ every way to delete
def test_n03_a_topic_in_use_stays(everywhere, topic, admin_client):
    words = ["1 dialogue, 1 summit, 1 news story, 1 partner", "The summit", "Session (×3)", "Casa"]
    stays(admin_client, topic, [delete_url(topic), bulk_url(topic)], words)


def test_n03_the_translation_of_a_topic_in_use_stays(everywhere, topic, spanish, admin_client):
    """The translation of a topic in use cannot be deleted: Spanish pages show its name."""
    translated = topic.copy_for_translation(spanish)
    translated.name = "Migración"
    translated.save()
    urls = [delete_url(translated), bulk_url(translated)]
    stays(admin_client, translated, urls, ["1 news story", "Casa", "It begins", "Migration"])


def test_n03_the_translation_of_a_partner_in_use_stays(everywhere, partner, spanish, admin_client):
    translated = partner.copy_for_translation(spanish)
    translated.save()
    stays(admin_client, translated, [delete_url(translated)], ["In Tijuana", "It begins"])


def test_n03_a_partner_in_use_stays(everywhere, partner, admin_client):
    stays(admin_client, partner, [delete_url(partner)], ["In Tijuana", "It begins"])


def test_n03_a_picture_in_use_stays(home, partner, admin_client):
    image = picture()
    partner.logo = image
    partner.save()
    home.body = [{"type": "picture", "value": {"image": image.pk}}]
    home.save()
    stays(admin_client, image, [delete_url(image), bulk_url(image)], ["Casa", "Image"])
    uploaded = reverse("wagtailimages:delete_multiple", args=[image.pk])
    assert admin_client.post(uploaded).status_code == 409
    assert SummitImage.objects.filter(pk=image.pk).exists()


def test_n03_a_document_in_use_stays(home, admin_client):
    file = document()
    home.body = [{"type": "text", "value": f'<p><a id="{file.pk}" linktype="document">It</a></p>'}]
    home.save()
    stays(admin_client, file, [delete_url(file), bulk_url(file)], [home.title, "Text"])
    uploaded = reverse("wagtaildocs:delete_multiple", args=[file.pk])
    assert admin_client.post(uploaded).status_code == 409
    assert get_document_model().objects.filter(pk=file.pk).exists()


def test_n03_a_page_in_use_stays_and_so_does_what_is_above_it(home, english, admin_client):
    above = home.add_child(instance=StandardPage(title="About", slug="about"))
    page = above.add_child(instance=StandardPage(title="Conduct", slug="conduct"))
    menu = Menu.objects.create(slot="footer", title="Foot", locale=english)
    MenuItem.objects.create(menu=menu, page=page, locale=english)
    for each in (page, above):
        stays(admin_client, each, [delete_url(each), bulk_url(each)], ["Foot", "Conduct"])


def test_n03_pages_that_name_each_other_go_together(home, admin_client):
    above = home.add_child(instance=StandardPage(title="About", slug="about"))
    page = above.add_child(instance=StandardPage(title="Conduct", slug="conduct"))
    above.body = [{"type": "text", "value": f'<p><a id="{page.pk}" linktype="page">It</a></p>'}]
    above.save()
    assert "About" in admin_client.get(delete_url(page)).content.decode()
    admin_client.post(delete_url(above))
    assert not StandardPage.objects.exists()


@pytest.mark.parametrize("language", ["en", "es"])
def test_n03_a_menu_stays(english, spanish, language, admin_client):
    menu = Menu.objects.create(
        slot="main", title="Head", locale={"en": english, "es": spanish}[language]
    )
    urls = [delete_url(menu), bulk_url(menu)]
    stays(admin_client, menu, urls, ["appears on every page in its language"])


def test_n03_of_several_the_one_in_use_keeps_all(topic, partner, english, admin_client):
    other = Topic.objects.create(name="Land", slug="land", locale=english)
    stays(
        admin_client, other, [bulk_url(other, topic)], ["Casa", "Migration", "at least one of them"]
    )


def test_n03_what_nobody_uses_goes(home, english, spanish, admin_client):
    topic = Topic.objects.create(name="Land", slug="land", locale=english)
    partner = Partner.objects.create(name="C", country="MX", region="mx-ca", locale=english)
    page = home.add_child(instance=StandardPage(title="About", slug="about"))
    translated = topic.copy_for_translation(spanish)
    translated.save()
    for each in (translated, topic, partner, page, picture(), document()):
        assert "cannot be deleted" not in admin_client.get(delete_url(each)).content.decode()
        admin_client.post(delete_url(each))
        assert not type(each).objects.filter(pk=each.pk).exists()


def test_n03_who_may_not_delete_learns_nothing(
    everywhere, topic, partner, client, django_user_model
):
    user = django_user_model.objects.create_user("somebody", password="x")
    client.force_login(user)
    for each in (topic, partner, everywhere["news"]):
        response = client.get(delete_url(each))
        assert "In Tijuana" not in response.content.decode()
        assert response.status_code in (302, 403)
