"""What a form asks, in the wording of the page in the reader's language."""

import json
from dataclasses import replace
from functools import cached_property
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import RichTextField, StreamField

from pages.blocks import SMALL_TEXT_FEATURES
from pages.models import BasePage, SiteSettings
from pages.public_languages import public_locales
from signups.form.promises import broken, truthful
from signups.form.question_sets import expand, holds_sets
from signups.form.questions import (
    Question,
    email_question,
    group_question,
    merge,
    read_questions,
    with_keys,
)
from signups.form.stream import FieldsBlock
from signups.privacy.keys import can_seal


class PageWithQuestions(RoutablePageMixin, BasePage):
    """A page with a form, whose settings are those of the page in the source language."""

    introduction = models.TextField(
        verbose_name=_("introduction"),
        max_length=800,
        blank=True,
        help_text=_("What people are signing up for, and who it is for."),
    )
    fields = StreamField(FieldsBlock(), verbose_name=_("questions"), blank=True)
    privacy_notice = RichTextField(
        verbose_name=_("privacy summary"),
        blank=True,
        features=SMALL_TEXT_FEATURES,
        help_text=_(
            "Two or three sentences shown above the button: what the answers are for and who "
            "reads them. The form itself says which answers are encrypted and when they are "
            "deleted, and adds a link to the full notice."
        ),
    )
    confirmation = RichTextField(
        verbose_name=_("text after signing up"),
        blank=True,
        features=SMALL_TEXT_FEATURES,
        help_text=_("What happens next. The sign-up code is shown above this text."),
    )
    email_required = models.BooleanField(
        verbose_name=_("email address required"),
        default=False,
        help_text=_(
            "If it is not required, people who give no address see their code only on the screen."
        ),
    )

    class Meta:
        abstract = True

    # ------------------------------------------------------------ the canonical page
    @property
    def is_source(self) -> bool:
        return self.locale.language_code == settings.LANGUAGE_CODE

    @cached_property
    def canonical(self) -> Self | None:
        """Return the published page in the source language, to which sign-ups belong, or None.

        A source page is its own canonical page, even as a draft in preview.
        """
        if self.is_source:
            return self
        return self._live_in(settings.LANGUAGE_CODE).first()

    def _live_in(self, code: str) -> models.QuerySet[Self]:
        versions = type(self).objects.filter(translation_key=self.translation_key, live=True)
        return versions.filter(locale__language_code=code).select_related("locale")

    def in_language(self, code: str) -> Self:
        """Return the published page in the public language `code`, else this (canonical) page."""
        if code == self.locale.language_code:
            return self
        return self._live_in(code).filter(locale__in=public_locales()).first() or self

    @property
    def site_settings(self) -> SiteSettings:
        site = self.get_site()
        return SiteSettings.for_site(site) if site else SiteSettings()

    # ------------------------------------------------------------ the questions as they are stored
    def published_stream(self) -> list[dict]:
        """Return the questions of this page as stored in the database, published or not."""
        row = type(self).objects.filter(pk=self.pk).only("fields").first() if self.pk else None
        return row.fields.get_prep_value() if row else []

    def has_unsealable(self, stream: list[dict] | None = None) -> bool:
        """Return whether sensitive answers (of `stream`) lack a key that encrypts them."""
        asked = read_questions(self.fields.get_prep_value() if stream is None else stream)
        return not can_seal() and any(q.sensitive and not q.retired for q in asked)

    def open_sets(self) -> None:
        """Replace each question set by its questions."""
        stream = self.fields.get_prep_value()
        if holds_sets(stream):
            self.fields = json.dumps(expand(stream))

    def complete_keys(self) -> None:
        """Fill in missing keys, with those of the published form if it has them."""
        stream = self.fields.get_prep_value()
        complete = with_keys(stream, self.published_stream())
        if complete != stream:
            self.fields = json.dumps(complete)

    # ------------------------------------------------------------ the questions as they are read
    def canonical_questions(self) -> tuple[Question, ...]:
        """Return the questions of this (canonical) page in its own words, retired ones too."""
        return self._questions(self.locale.language_code)

    def _questions(self, language: str = "") -> tuple[Question, ...]:
        """Return the questions of this page, each with a key; require the email if set to."""
        found = read_questions(with_keys(expand(self.fields.get_prep_value())), language)
        first = email_question(found) if self.email_required else None
        return tuple(replace(q, required=True) if q is first else q for q in found)

    def words_of(self, page: Self) -> tuple[Question, ...]:
        """Return the questions of this (canonical) page in the words of `page`, true or not."""
        if page.locale_id == self.locale_id:
            return page._questions()
        return merge(self.canonical_questions(), read_questions(page.fields.get_prep_value()))

    def questions_for(self, page: Self) -> tuple[Question, ...]:
        """Return the questions of this (canonical) page in the words of `page`.

        If a translation promises more than is kept (by now), use the words of this page.
        """
        words = self.words_of(page)
        if page.locale_id == self.locale_id:
            return words
        return truthful(words, instead=self.canonical_questions())

    def people_in(self, answers: dict[str, Any], had: int = 1) -> int:
        """Return how many people a sign-up with these answers is for; `had` if it is not asked."""
        question = group_question(self.canonical_questions())
        if question is None:
            return had
        value = answers.get(question.key)
        return value if isinstance(value, int) and value > 0 else 1

    def page_with(self, name: str, page: Self) -> Self | None:
        """Return the page whose text `name` is shown on `page`: itself or this (canonical) page.

        A translated text that promises more than is kept (by now) is not shown.
        """
        if text := getattr(page, name):
            same = page.pk == self.pk
            if same or not broken(text, self.canonical_questions(), whole_form=True):
                return page
        return self if getattr(self, name) else None
