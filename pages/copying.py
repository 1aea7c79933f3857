"""Copy pages, always as drafts and without the fields that belong only to the original.

Page models list those fields in Wagtail's `exclude_fields_in_copy`.
"""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.forms.pages import CopyForm
from wagtail.coreutils import find_available_slug
from wagtail.models import Page

from pages.publication import Parent


class CopyPageForm(CopyForm):
    """Wagtail's copy form, without the options that this site does not support.

    Each copy is reviewed and published separately; visitors do not see aliases.
    """

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields.pop("publish_copies", None)
        self.fields.pop("alias", None)
        self.fields["new_slug"].initial = find_available_slug(
            self.page.get_parent(), self.page.slug
        )
        model = self.page.specific_class
        names = [
            str(field.verbose_name)
            for name in model.exclude_fields_in_copy
            if (field := model._meta.get_field(name)).editable
        ]
        words = {"fields": get_text_list(names, _("and"))}
        self.fields["new_title"].help_text = (
            _("The copy will be a draft. Not copied: %(fields)s.") % words
        )


class CopiedAsDraft(Parent):
    """Defines how pages are copied; a parent class of `BasePage`."""

    copy_form_class = CopyPageForm
    #: A copy does not inherit the publishing schedule of its original.
    exclude_fields_in_copy: ClassVar[list[str]] = ["go_live_at", "expire_at"]

    def copy(self, *, reset_translation_key: bool = True, **options: Any):
        """Copy this page as a draft with an unused slug; `options` are those of Wagtail.

        A translation (with the same translation key) keeps every field of its source.
        """
        if reset_translation_key:
            parent = options.get("to") or self.get_parent()
            slug = find_available_slug(parent, self.slug)
            options["update_attrs"] = {"slug": slug} | (options.get("update_attrs") or {})
            options["keep_live"] = False
        else:
            self.exclude_fields_in_copy = []  # type: ignore[misc]
        return super().copy(reset_translation_key=reset_translation_key, **options)

    copy.alters_data = True  # type: ignore[attr-defined]


@hooks.register("before_copy_page")
def refuse_to_copy_what_stands_once(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse before the dialog, not after it was filled in, if the page cannot be copied."""
    parent, model = page.get_parent(), page.specific_class
    if parent is None or model is None or model.can_create_at(parent):
        return None
    words = {"title": page.get_admin_display_title(), "type": model.get_verbose_name()}
    messages.error(
        request,
        _("“%(title)s” cannot be copied: no more pages of the type “%(type)s” are allowed here.")
        % words,
    )
    return redirect("wagtailadmin_explore", parent.pk)
