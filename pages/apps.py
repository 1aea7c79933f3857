from datetime import timedelta

from django.apps import AppConfig
from django.db import models


class PagesConfig(AppConfig):
    name = "pages"

    def ready(self):
        from django.db.models.signals import pre_save
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.documents import get_document_model
        from wagtail.permissions import register_permission_policy

        from mailing import outbox
        from pages import (
            checks,  # noqa: F401 - registers them
            clock,
            limits,
            privacy,
            publication,
            references,
            required_pages,
        )
        from pages.compat_views import upstream
        from pages.email_addresses import EmailAddressField
        from pages.files import documents, leftovers
        from pages.files.pictures import clean_upload
        from pages.languages import introduce
        from pages.models import PictureDescription, Topic
        from pages.permissions import LanguagePolicy
        from pages.rich_text import name_link_fields
        from pages.spreadsheets import protect_every_export
        from pages.text import clean_every_form
        from pages.times import date_fields, typed_times

        introduce()
        clean_every_form()
        register_form_field_override(models.EmailField, override={"form_class": EmailAddressField})
        date_fields.read_every_date()
        date_fields.name_the_zone()
        protect_every_export()
        privacy.install()
        references.complete()
        required_pages.connect()
        publication.connect()
        # Page passwords are typed in plain view and must be stored unchanged.
        for form in (upstream.PageViewRestrictionForm, upstream.CollectionViewRestrictionForm):
            form.base_fields["password"].as_typed = True
        upstream.AvatarPreferencesForm.base_fields["avatar"].validators.append(clean_upload)
        name_link_fields()
        for model in (Topic, PictureDescription):
            register_permission_policy(model, LanguagePolicy(model))
        pre_save.connect(
            documents.clean_before_saving,
            sender=get_document_model(),
            dispatch_uid="documents are clean whoever stores them",
        )
        clock.every(timedelta(minutes=1), clock.publish_scheduled)
        clock.every(timedelta(hours=1), limits.forget_old)
        clock.every(timedelta(days=1), typed_times.put_right_and_tell)
        clock.every(timedelta(hours=1), leftovers.purge)
        clock.every(timedelta(seconds=5), outbox.recover)
        clock.every(timedelta(minutes=10), outbox.give_up)
        clock.every(timedelta(days=1), outbox.forget)
