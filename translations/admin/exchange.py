"""Export translation files for work in other programs, and import them."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.models import Locale
from wagtail_localize.models import Translation

from pages.languages import language_name
from translations.admin.base import DashboardAccessView, DashboardPageMixin
from translations.engine import permissions, status_store
from translations.engine.exchange import archive, importing, po, xliff
from translations.engine.exchange.document import document_of
from translations.engine.objects import target_locales
from translations.models import State, Status

ICON = "download"
TO_DO = (Status.MISSING, Status.IN_PROGRESS, Status.OUTDATED)
#: The writer for each file extension, by the format that the user chose.
WRITERS = {
    "po": {"po": po.write},
    "xliff": {"xlf": xliff.write},
    "both": {"po": po.write, "xlf": xliff.write},
}


class LanguageField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return language_name(obj.language_code)


class ExportForm(forms.Form):
    locale = LanguageField(
        Locale.objects.none(),
        label=gettext_lazy("Language"),
        to_field_name="language_code",
        empty_label=None,
    )
    what = forms.ChoiceField(
        label=gettext_lazy("What"),
        choices=[
            ("todo", gettext_lazy("Everything untranslated or out of date")),
            ("all", gettext_lazy("Everything in translation")),
        ],
        required=False,
    )
    formats = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[
            ("both", gettext_lazy("PO and XLIFF")),
            ("po", gettext_lazy("PO")),
            ("xliff", gettext_lazy("XLIFF 1.2")),
        ],
        required=False,
    )

    def __init__(self, *args, locales: QuerySet[Locale], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["locale"].queryset = locales  # type: ignore[attr-defined]
        for each in self.fields.values():
            each.widget.attrs["class"] = "w-w-full"  # long words must not overflow small screens


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """A field for several files; `clean` returns a list of (name, content)."""

    def clean(self, data, initial=None):
        uploads = data if isinstance(data, (list, tuple)) else [data]
        if not uploads:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        cleaned = [super(SeveralFilesField, self).clean(each) for each in uploads]
        if sum(each.size for each in cleaned) > archive.MOST_UNPACKED:
            raise forms.ValidationError(_("Together, these files are too large."))
        return [(each.name, each.read()) for each in cleaned]


class ImportForm(forms.Form):
    uploads = SeveralFilesField(
        label=gettext_lazy("Files"),
        widget=SeveralFilesInput(attrs={"accept": ".po,.xlf,.xliff,.zip"}),
        help_text=format_lazy(
            gettext_lazy(
                "PO or XLIFF files downloaded from this page, or a ZIP of them. Up to {files} "
                "files at once, {in_zip} in a ZIP, and {megabytes} MB per file."
            ),
            files=settings.DATA_UPLOAD_MAX_NUMBER_FILES,
            in_zip=archive.MOST_FILES,
            megabytes=archive.MOST_IN_FILE // archive.MEGABYTE,
        ),
    )
    only_look = forms.BooleanField(
        label=gettext_lazy("Preview only, change nothing"),
        required=False,
        help_text=gettext_lazy("Shows what would happen to each file without changing anything."),
    )


class ExchangeOnly(DashboardAccessView):
    """For users of the dashboard, with the languages that they may export."""

    @cached_property
    def locales(self) -> QuerySet[Locale]:
        """Return the user's own languages, or all if they edit the source."""
        if permissions.writes_source(self.request.user):
            return target_locales()
        return target_locales().filter(pk__in=permissions.languages(self.request.user))


class ExchangeView(ExchangeOnly, DashboardPageMixin, FormView):
    """The export and import forms; after an upload, the result for each file."""

    template_name = "translations/exchange/exchange.html"
    page_title = gettext_lazy("Translation files")
    header_icon = ICON
    form_class = ImportForm

    def post(self, request):
        if not permissions.languages(request.user):
            raise PermissionDenied
        return super().post(request)

    def form_valid(self, form):
        only_looked = form.cleaned_data["only_look"]
        files, user = form.cleaned_data["uploads"], self.request.user
        reports = importing.import_files(files, user, only_look=only_looked)
        context = self.get_context_data(form=ImportForm(), reports=reports, only_looked=only_looked)
        return self.render_to_response(context)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        initial = {"locale": self.request.GET.get("locale", "")}
        export_form = ExportForm(locales=self.locales, initial=initial)
        context["export_form"] = export_form if self.locales else None
        may_import = bool(permissions.languages(self.request.user))
        context["import_form"] = context["form"] if may_import else None
        return context


class ExportView(ExchangeOnly):
    """Export everything unfinished in a language, or the objects with the given keys."""

    def get(self, request):
        return self.export(request.GET)

    def post(self, request):  # from the dashboard, for many rows; read-only as well
        return self.export(request.POST)

    def export(self, data):
        form = ExportForm(data, locales=self.locales)
        if not form.is_valid():
            messages.error(self.request, _("Choose one of your languages and a format."))
            return redirect("translations_exchange")
        locale = form.cleaned_data["locale"]
        keys = set()
        for key in data.getlist("key"):
            try:
                keys.add(UUID(key))
            except ValueError:
                continue
        rows = status_store.all_statuses().filter(locale=locale)
        if data.getlist("key"):
            rows = rows.filter(translation_key__in=keys)
        elif form.cleaned_data["what"] != "all":
            rows = rows.filter(status__in=TO_DO)
        found = list(rows.order_by("title", "pk"))
        chosen = [row for row in found if row.translation_id and not row.by_hand]
        left_out = len(found) - len(chosen)
        if not chosen:
            messages.warning(
                self.request,
                _("Nothing to download yet: none of these items has been sent for translation.")
                if left_out
                else _("There is nothing to download."),
            )
            return redirect("translations_exchange")
        if left_out:
            messages.warning(
                self.request,
                ngettext(
                    "%(count)d item was left out because it has not been sent for translation.",
                    "%(count)d items were left out because they have not been sent for "
                    "translation.",
                    left_out,
                )
                % {"count": left_out},
            )
        return download(chosen, locale, form.cleaned_data["formats"] or "both")


def download(rows: list[State], locale: Locale, formats: str) -> HttpResponse:
    """Return the exported files: a single file as is, several as a ZIP."""
    related = "source__locale", "source__specific_content_type", "target_locale"
    translations = Translation.objects.select_related(*related).in_bulk(
        [row.translation_id for row in rows]
    )
    rows = [row for row in rows if row.translation_id in translations]
    documents = [document_of(translations[row.translation_id], row.title) for row in rows]
    items = [(locale.language_code, row.model.partition(".")[2], row.title) for row in rows]
    files: list[tuple[str, bytes]] = []
    for ending, write in WRITERS[formats].items():
        names = archive.names_for(items, ending)
        files += zip(names, map(write, documents), strict=True)
    if len(files) == 1:
        name, content = files[0][0].rpartition("/")[2], files[0][1]
        kind = "text/x-gettext-translation" if name.endswith(".po") else "application/xliff+xml"
        name = f"{locale.language_code}-{name}"
    else:
        day = timezone.localdate().isoformat()
        name, content = f"translations-{locale.language_code}-{day}.zip", archive.pack(files)
        kind = "application/zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
