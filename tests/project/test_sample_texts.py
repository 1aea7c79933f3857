"""The checks of translations find nothing in the sample content."""

from wagtail_localize.models import StringTranslation

from sample import files
from translations.engine import glossary
from translations.engine.quality import problems
from translations.models import Term


def sample_texts() -> list[tuple[str, str]]:
    """Every text of the sample content with its Spanish."""
    rows = StringTranslation.objects.filter(locale__language_code="es")
    rows = rows.exclude(context__path="slug").values_list("translation_of__data", "data")
    return sorted(set(rows))


def test_the_sample_content_is_quiet(sample):
    terms = [
        Term(
            source=item["term"],
            translation=item["translation"],
            forbidden="\n".join(item["forbidden"]),
        )
        for item in files.read("glossary")
    ]
    said, used = [], set()
    texts = sample_texts()
    for source, data in texts:
        found = glossary.terms_in(source, terms)
        used |= {term.source for term in found}
        said += [(source, data, problem) for problem in problems(source, data, "es", found)]
    assert said == []
    assert len(texts) > 500
    assert len(used) > 20
