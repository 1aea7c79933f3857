"""Concurrent edits never overwrite each other, and similar names cause a warning first."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from home.models import Menu, MenuItem, StandardPage
from pages.edit_conflicts import are_similar
from pages.models import SiteSettings, SummitImage, Topic
from partners.models import Partner
from tests.pages.test_pictures import written

pytestmark = pytest.mark.both_databases


@pytest.fixture
def people(django_user_model, site_structure):
    """Return the clients of two signed-in users."""
    found = []
    for name in ("Ana", "Beto"):
        user = django_user_model.objects.create_superuser(
            name.lower(), f"{name}@example.org", "x", first_name=name, last_name="X"
        )
        client = Client()
        client.force_login(user)
        found.append(client)
    return found


def loaded(page) -> str:
    """Return the form's record of what was stored when it was opened."""
    return page.context["form"]["as_loaded"].value()


def topic_url(topic):
    return reverse("wagtailsnippets_pages_topic:edit", args=[topic.pk])


@pytest.fixture
def topic(english):
    return Topic.objects.create(name="Migration", slug="migration", locale=english)


PARTNER = {
    "name": "Casa", "slug": "casa", "country": "MX", "region": "mx-ca", "description": "A house.",
    "website": "", "logo": "", "order": "0", "joined_on": "",
}  # fmt: skip


@pytest.fixture
def partner(english):
    return Partner.objects.create(
        name="Casa", country="MX", region="mx-ca", description="A house.", locale=english
    )


# ------------------------------------------------------------------ concurrent edits
def test_n11_the_later_of_two_is_told_and_keeps_what_was_typed(topic, people):
    ana, beto = people
    url = topic_url(topic)
    seen = loaded(beto.get(url))
    ana.post(
        url, {"name": "Migration today", "slug": "migration", "as_loaded": loaded(ana.get(url))}
    )
    answer = beto.post(url, {"name": "Migrations", "slug": "migration", "as_loaded": seen})
    page = answer.content.decode()
    assert Topic.objects.get().name == "Migration today"
    assert "Saved in the meantime: “Migration today”" in page
    assert "Ana X changed this while you were editing it." in page
    assert 'value="Migrations"' in page
    again = {"name": "Migrations", "slug": "migration", "as_loaded": loaded(answer)}
    beto.post(url, again)
    assert Topic.objects.get().name == "Migrations"


def test_n11_a_text_of_a_partner_does_not_come_back(partner, people, topic):
    """Changing one field must not restore the old text of another."""
    ana, beto = people
    url = reverse("partners_partner_modeladmin_edit", args=[partner.pk])
    first, second = loaded(ana.get(url)), loaded(beto.get(url))
    by_ana = PARTNER | {"description": "A shelter.", "themes": [topic.pk], "as_loaded": first}
    ana.post(url, by_ana)
    answer = beto.post(url, PARTNER | {"website": "https://casa.example", "as_loaded": second})
    stored = Partner.objects.get()
    assert (stored.description, stored.website) == ("A shelter.", "")
    assert list(stored.themes.all()) == [topic]
    errors = answer.context["form"].errors
    assert "A shelter." in str(errors["description"])
    assert "Migration" in str(errors["themes"])
    assert "website" not in errors
    assert "https://casa.example" in answer.content.decode()
    token = loaded(answer)
    beto.post(url, by_ana | {"website": "https://casa.example", "as_loaded": token})
    stored = Partner.objects.get()
    assert (stored.description, stored.website) == ("A shelter.", "https://casa.example")


def menu_data(menu, page, **values):
    items = [{"page": page.pk, "label": values.pop("label", ""), "id": MenuItem.objects.get().pk}]
    return nested_form_data(
        {
            "slot": menu.slot,
            "title": menu.title,
            "text": rich_text(menu.text),
            "items": inline_formset(items, initial=1),
        }
        | values
    )


def test_n11_the_links_of_a_menu_count_too(home, english, people):
    page = home.add_child(instance=StandardPage(title="About", slug="about"))
    menu = Menu.objects.create(slot="main", title="Head", locale=english)
    MenuItem.objects.create(menu=menu, page=page, locale=english)
    ana, beto = people
    url = reverse("wagtailsnippets_home_menu:edit", args=[menu.pk])
    seen = loaded(beto.get(url))
    ana.post(url, menu_data(menu, page, label="Who we are", as_loaded=loaded(ana.get(url))))
    assert MenuItem.objects.get().label == "Who we are"
    answer = beto.post(url, menu_data(menu, page, title="Top", as_loaded=seen))
    assert "Who we are" in answer.content.decode()
    assert Menu.objects.get().title == "Head"
    beto.post(url, menu_data(menu, page, title="Top", label="We", as_loaded=loaded(answer)))
    assert Menu.objects.get().title == "Top"
    assert MenuItem.objects.get().label == "We"


@pytest.mark.parametrize("model", ["topic", "menu"])
def test_n11_nothing_is_saved_before_somebody_presses_the_button(english, people, model):
    """Autosave is off: it would overwrite a change that the warning just said is another's."""
    made = {
        "topic": lambda: Topic.objects.create(name="Migration", slug="migration", locale=english),
        "menu": lambda: Menu.objects.create(slot="main", title="Head", locale=english),
    }[model]()
    edit = reverse(f"wagtailsnippets_{made._meta.app_label}_{model}:edit", args=[made.pk])
    for url in (edit, reverse(f"wagtailsnippets_{made._meta.app_label}_{model}:add")):
        assert "w-autosave-interval" not in people[0].get(url).content.decode()


def test_n11_nor_are_settings_written_over(people):
    ana, beto = people
    site = Site.objects.get()
    url = reverse("wagtailsettings:edit", args=["pages", "sitesettings", site.pk])
    data = {"organisation": "Global Exchange"}
    first, second = loaded(ana.get(url)), loaded(beto.get(url))
    ana.post(url, data | {"telephone": "555 1234", "as_loaded": first})
    answer = beto.post(url, data | {"email": "hello@example.org", "as_loaded": second})
    assert "555 1234" in answer.content.decode()
    stored = SiteSettings.for_site(site)
    assert (stored.telephone, stored.email) == ("555 1234", "")


FILES = {
    "picture": ("wagtailimages:edit", {"is_decorative": "on"}),
    "document": ("wagtaildocs:edit", {}),
}


@pytest.fixture(params=FILES)
def file(request, site_structure):
    """Return an image or a document, its edit URL, and the other fields of its form."""
    name, more = FILES[request.param]
    if request.param == "picture":
        stored = SummitImage.objects.create(title="Old", file=ContentFile(written(), "a.png"))
    else:
        stored = Document.objects.create(title="Old", file=ContentFile(b"a", "a.txt"))
    return stored, reverse(name, args=[stored.pk]), {"title": "Old", "tags": ""} | more


def fresh(stored):
    return type(stored).objects.get(pk=stored.pk)


def test_n11_the_title_and_tags_of_a_file_do_not_come_back(file, people):
    stored, url, data = file
    ana, beto = people
    first, second = loaded(ana.get(url)), loaded(beto.get(url))
    ana.post(url, data | {"title": "Ana’s title", "tags": "march", "as_loaded": first})
    answer = beto.post(url, data | {"tags": "peace", "as_loaded": second})
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert "Saved in the meantime: “Ana’s title”" in errors["title"][0]
    assert "Saved in the meantime: “march”" in errors["tags"][0]
    assert "Ana X changed this while you were editing it." in answer.text
    assert fresh(stored).title == "Ana’s title"
    beto.post(url, data | {"tags": "peace", "as_loaded": loaded(answer)})
    assert fresh(stored).title == "Old"
    assert list(fresh(stored).tags.names()) == ["peace"]


def test_n11_who_describes_a_file_keeps_the_one_that_was_put_in_its_place(file, people):
    stored, url, data = file
    ana, beto = people
    first, second = loaded(ana.get(url)), loaded(beto.get(url))
    content = written() if isinstance(stored, SummitImage) else b"b"
    new = SimpleUploadedFile("new" + stored.file.name[-4:], content)
    assert ana.post(url, data | {"file": new, "as_loaded": first}).status_code == 302
    name = fresh(stored).file.name
    assert "new" in name
    beto.post(url, data | {"title": "Beto’s title", "as_loaded": second})
    assert fresh(stored).title == "Beto’s title"
    assert fresh(stored).file.name == name


def test_n11_the_same_change_by_both_is_no_conflict(topic, people):
    ana, beto = people
    url = topic_url(topic)
    data = {"name": "Migrations", "slug": "migration"}
    first, second = loaded(ana.get(url)), loaded(beto.get(url))
    ana.post(url, data | {"as_loaded": first})
    assert beto.post(url, data | {"as_loaded": second}).status_code == 302


# ------------------------------------------------------------------ similar names
ADD_TOPIC = "/admin/snippets/pages/topic/add/"


@pytest.mark.parametrize(
    "name", ["Al Otro Lado", "al otro ládo ", "On the Other Side", "Lado, al otro"]
)
def test_n11_a_second_topic_is_named_in_any_language(english, spanish, admin_client, name):
    topic = Topic.objects.create(name="On the other side", slug="other-side", locale=english)
    copy = topic.copy_for_translation(spanish)
    copy.name = "Al otro lado"
    copy.save()
    data = {"name": name, "slug": "another"}
    answer = admin_client.post(ADD_TOPIC, data)
    assert Topic.objects.count() == 2
    error = str(answer.context["form"].errors["name"])
    assert "Al otro lado" in error or "On the other side" in error
    assert any(f"({language})" in error for language in ("English", "Spanish"))
    seen = answer.context["form"]["alike_seen"].value()
    admin_client.post(ADD_TOPIC, data | {"alike_seen": seen})
    assert Topic.objects.filter(slug="another").exists()


def test_n11_a_second_partner_is_named(partner, admin_client):
    partner.name = "Casa del Migrante"
    partner.save()
    url = reverse("partners_partner_modeladmin_create")
    data = PARTNER | {"name": "Casa del migrante, A.C.", "slug": ""}
    answer = admin_client.post(url, data)
    assert Partner.objects.count() == 1
    assert "“Casa del Migrante” (English)" in str(answer.context["form"].errors["name"])
    data["alike_seen"] = answer.context["form"]["alike_seen"].value()
    admin_client.post(url, data)
    assert Partner.objects.count() == 2


def test_n11_who_changes_something_else_is_not_asked_again(english, topic, admin_client):
    Topic.objects.create(name="Migrations", slug="migrations", locale=english)
    answer = admin_client.post(topic_url(topic), {"name": "Migration", "slug": "moving"})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Land and territory", "Land and territories", True),
        ("Human rights", "Rights, human", True),
        ("Derechos humanos", "derechos humános", True),
        ("Casa del Migrante", "Casa del Migrante Tijuana", True),
        ("Albergue de Migrantes de Nogales", "Albergue para Migrantes de Nogales", True),
        ("Instituto Mora", "Instituto RIA", False),
        ("Youth", "Truth", False),
        ("Casa", "Casa del Migrante", False),
        ("", "", False),
    ],
)
def test_n11_what_is_alike(one, other, same):
    assert are_similar(one, other) is same
    assert are_similar(other, one) is same
