"""The same life cycle through the real views, as the users of the site see it."""

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import Page, PageLogEntry
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail_localize.models import Translation

from home.models import StandardPage
from partners.models import Partner
from tests.translations.conftest import state_of
from translations.engine import segments
from translations.models import Status

pytestmark = pytest.mark.django_db


class Browser(Client):
    """Run on-commit callbacks after each request, as outside of a test."""

    def request(self, **request):
        with TestCase.captureOnCommitCallbacks(execute=True):
            return super().request(**request)


@pytest.fixture
def at_work(editor, translator, reviewer) -> dict[str, Client]:
    found = {}
    for person in (editor, translator, reviewer):
        found[person.username] = Browser()
        found[person.username].force_login(person)
    return found


def send(client: Client, instance, below: bool = False) -> None:
    label = "wagtailcore.page" if isinstance(instance, Page) else instance._meta.label_lower
    address = reverse("translations_send", args=[label, instance.pk])
    form = client.get(address).context["form"]
    locales = [str(pk) for pk in form.fields["locales"].queryset.values_list("pk", flat=True)]
    assert client.post(address, {"locales": locales}).status_code == 200


def task_of(instance) -> Translation:
    return Translation.objects.get(source__object_id=instance.translation_key)


def editor_page(instance) -> str:
    return reverse("translations_editor", args=[task_of(instance).pk])


def write(client: Client, instance, prefix: str = "ES: ") -> None:
    """Fill in every untranslated text, one by one, as the editor saves them."""
    task = task_of(instance)
    for text in segments.missing(segments.read(task)):
        answer = client.post(
            reverse("translations_segment", args=[task.pk]),
            {"key": text.key, "value": prefix + text.source, "version": text.version},
        )
        assert answer.status_code == 200, answer.content


def press(client: Client, instance, button: str, **fields) -> list[str]:
    """Press a button of the translation editor; return the messages of the next screen."""
    answer = client.post(editor_page(instance), {"do": button, **fields}, follow=True)
    assert answer.status_code == 200
    return [str(message) for message in answer.context["messages"]]


def edit(client: Client, page: StandardPage, **fields) -> None:
    """Publish an English page with changed fields in Wagtail's editor."""
    data = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "introduction": page.introduction,
            "body": streamfield([("text", rich_text("<p>Whoever comes is welcome.</p>"))]),
            "listing_text": page.listing_text,
            "comments": {
                "TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 0,
            },
            "action-publish": "on",
        }
        | fields
    )  # fmt: skip
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors


def test_a_page(page, spanish, at_work, client):
    editor, translator, reviewer = (at_work[n] for n in ("editor", "translator", "reviewer"))
    send(editor, page)
    copy = page.get_translation(spanish)
    assert state_of(page, spanish).status == Status.IN_PROGRESS

    # Its edit URL leads to the translation editor; nothing bypasses the review.
    edit_copy = reverse("wagtailadmin_pages:edit", args=[copy.pk])
    assert translator.get(edit_copy).headers["location"].startswith(editor_page(page))
    for one in (translator, reviewer):
        one.post(edit_copy, {"action-publish": "on", "title": "Sin revisar"})
        publish = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        one.post(f"{publish}?id={copy.pk}", {"include_descendants": "on"})
    assert not StandardPage.objects.get(pk=copy.pk).live

    write(translator, page)
    press(translator, page, "submit", note="Con gusto.")
    assert state_of(page, spanish).status == Status.IN_REVIEW
    assert "Con gusto." in reviewer.get(editor_page(page)).content.decode()
    press(translator, page, "approve")
    assert state_of(page, spanish).status == Status.IN_REVIEW
    press(reviewer, page, "return", comment="")
    assert state_of(page, spanish).status == Status.IN_REVIEW, "a reason is demanded"
    press(reviewer, page, "return", comment="Falta una tilde.")
    assert "Falta una tilde." in translator.get(editor_page(page)).content.decode()
    press(translator, page, "submit")
    press(reviewer, page, "approve")
    assert state_of(page, spanish).status == Status.LIVE
    assert "ES: We meet for peace." in client.get("/es/es-about-us/").content.decode()

    # Changed in the real editor: some text and one more paragraph.
    edit(editor, page, introduction="We meet for a just peace.")
    state = state_of(page, spanish)
    assert (state.status, state.changed) == (Status.OUTDATED, 2)
    dashboard = translator.get(reverse("translations_dashboard"), follow=True).content.decode()
    assert page.title in dashboard
    write(translator, page)
    press(translator, page, "submit")
    press(reviewer, page, "approve")
    assert "ES: Whoever comes is welcome." in client.get("/es/es-about-us/").content.decode()

    # English is unpublished in Wagtail's view, which names the other language.
    unpublish = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    confirm = editor.get(unpublish).content.decode()
    take_down = reverse("translations_unpublish_all", args=[page.pk])
    assert take_down in confirm
    editor.post(take_down)
    assert client.get("/es/es-about-us/").status_code == 404
    assert state_of(page, spanish).status == Status.SOURCE_OFFLINE
    delete = reverse("wagtailadmin_pages:delete", args=[page.pk])
    editor.post(delete)
    assert not StandardPage.objects.filter(pk=page.pk).exists()
    assert not StandardPage.objects.get(pk=copy.pk).live
    actions = set(PageLogEntry.objects.filter(page=copy.pk).values_list("action", flat=True))
    wanted = {f"wagtail.workflow.{name}" for name in ("start", "reject", "resume", "approve")}
    assert wanted | {"wagtail.publish", "wagtail.unpublish"} <= actions


def test_a_partner(partner, spanish, at_work):
    editor, translator, reviewer = (at_work[n] for n in ("editor", "translator", "reviewer"))
    send(editor, partner)
    write(translator, partner)
    press(translator, partner, "submit")
    assert state_of(partner, spanish).status == Status.IN_REVIEW
    press(reviewer, partner, "return", comment="Otra vez.")
    press(translator, partner, "submit")
    assert Partner.objects.count() == 1
    press(reviewer, partner, "approve")
    copy = partner.get_translation(spanish)
    assert copy.description == "ES: They listen."
    address = reverse("partners_partner_modeladmin_edit", args=[copy.pk])
    assert translator.get(address).headers["location"].startswith(editor_page(partner))
    translator.post(address, {"description": "Sin revisar."})
    assert Partner.objects.get(pk=copy.pk).description == "ES: They listen."
    Partner.objects.get(pk=partner.pk).save()
    assert state_of(partner, spanish).status == Status.LIVE
    editor.post(
        reverse("partners_partner_modeladmin_edit", args=[partner.pk]),
        {
            "name": partner.name, "slug": partner.slug, "country": "MX", "region": "mx-ca",
            "description": "They listen and write.", "order": 0,
        },
    )  # fmt: skip
    assert state_of(partner, spanish).status == Status.OUTDATED
    editor.post(reverse("partners_partner_modeladmin_delete", args=[partner.pk]))
    assert not Partner.objects.exists()
