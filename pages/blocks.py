"""Define the blocks that page bodies are built from.

They are flat on purpose: wagtail-localize extracts texts from a struct and a list of structs, but
loses or breaks deeper nesting. Each block has a description and a preview for the editor's block
picker. Addresses and choosers are synchronized; all text is translatable.
"""

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

# "language-marks" is our own feature: see pages/rich_text.py.
SMALL_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "language-marks"]
RICH_TEXT_FEATURES = ["h3", "h4", *SMALL_TEXT_FEATURES, "document-link"]


class HeadingBlock(blocks.CharBlock):
    """A second-level heading."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "pages/blocks/heading.html"
        description = _("The title of a section of the page.")
        preview_value = "Why we meet"


class TextBlock(blocks.RichTextBlock):
    """Body text with subheadings, lists and links."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "pages/blocks/text.html"
        description = _("Paragraphs, lists, links and smaller headings.")
        preview_value = "<p>Two countries, <b>one conversation</b>.</p><ul><li>Dialogue</li></ul>"


class PictureBlock(blocks.StructBlock):
    """An image with a caption; its alt text comes from the image, in the reader's language."""

    image = ImageChooserBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, default="", max_length=250)
    alt_text = blocks.CharBlock(
        label=_("Alt text for this page"),
        required=False,
        default="",
        max_length=250,
        help_text=_("Only if this page needs different alt text from the image’s own."),
    )

    class Meta:
        icon = "image"
        label = _("Image")
        template = "pages/blocks/picture.html"
        description = _("An image across the width of the text, with an optional caption.")
        preview_value = {"image": None, "caption": "Paper cut by hand", "alt_text": ""}


class QuoteBlock(blocks.StructBlock):
    """A quotation, set apart from the text."""

    text = blocks.TextBlock(label=_("Quote text"), default="")
    source = blocks.CharBlock(label=_("Who said it"), required=False, default="", max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "pages/blocks/quote.html"
        description = _("A memorable sentence and who said it.")
        preview_value = {"text": "Peace is made by those who live here.", "source": "A dialogue"}


class LinkValue(blocks.StructValue):
    """The target of a call to action, in the reader's language."""

    @property
    def href(self) -> str:
        """Return the page's URL in the active language, the external URL, or ""."""
        page = self.get("page")
        if page:
            return page.localized.url or ""
        return self.get("url") or ""


class CallToActionBlock(blocks.StructBlock):
    """A prompt for the next step, with a single button."""

    title = blocks.CharBlock(label=_("Title"), default="", max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False, default="")
    label = blocks.CharBlock(label=_("Button label"), default="", max_length=60)
    page = blocks.PageChooserBlock(label=_("Link to this page"), required=False)
    url = blocks.URLBlock(
        label=_("or to this web address"),
        required=False,
        default="",
        help_text=_("Leave empty if you choose a page."),
    )

    def clean(self, value):
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("url")):
            message = _("Choose a page or enter a web address, but not both.")
            raise blocks.StructBlockValidationError(block_errors={"page": ValidationError(message)})
        return cleaned

    class Meta:
        icon = "pick"
        label = _("Call to action")
        template = "pages/blocks/call_to_action.html"
        value_class = LinkValue
        description = _("A short invitation with one button.")
        preview_value = {
            "title": "Come to the summit",
            "text": "It is free, in Spanish and English.",
            "label": "Sign up",
            "page": None,
            "url": "https://example.org/",
        }


class ListBlock(blocks.StructBlock):
    """The base of blocks with `items`; the title of a list is optional."""

    title = blocks.CharBlock(label=_("Title"), required=False, default="", max_length=120)


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), default="", max_length=200)
    answer = blocks.RichTextBlock(label=_("Answer"), features=SMALL_TEXT_FEATURES, default="")


class QuestionsBlock(ListBlock):
    """Questions that expand by mouse or keyboard, without JavaScript."""

    items = blocks.ListBlock(QuestionBlock(), label=_("Questions"))

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        template = "pages/blocks/questions.html"
        description = _("A list of questions; each opens to show its answer.")
        preview_value = {
            "title": "Questions",
            "items": [{"question": "Who can come?", "answer": "<p>Everybody.</p>"}],
        }


class StatisticBlock(blocks.StructBlock):
    number = blocks.CharBlock(label=_("Number"), default="", max_length=20)
    label = blocks.CharBlock(label=_("What it counts"), default="", max_length=100)


class StatisticsBlock(ListBlock):
    """Two to four large numbers."""

    items = blocks.ListBlock(StatisticBlock(), label=_("Numbers"), max_num=6)

    class Meta:
        icon = "order-up"
        label = _("Numbers")
        template = "pages/blocks/statistics.html"
        description = _("A few large numbers, each with what it counts.")
        preview_value = {"title": "", "items": [{"number": "59", "label": "organisations"}]}


class DocumentItemBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    label = blocks.CharBlock(label=_("Display name"), required=False, default="", max_length=150)


class DocumentsBlock(ListBlock):
    """Files to download, shown with type and size."""

    items = blocks.ListBlock(DocumentItemBlock(), label=_("Documents"))

    class Meta:
        icon = "doc-full"
        label = _("Documents")
        template = "pages/blocks/documents.html"
        description = _("Files to download, shown with their type and size.")
        preview_value = {"title": "Documents", "items": []}


class VideoBlock(blocks.StructBlock):
    """A video shown as a linked image: no request to another site until the reader follows it."""

    title = blocks.CharBlock(label=_("Title"), default="", max_length=150)
    url = blocks.URLBlock(label=_("Video link"), default="")
    image = ImageChooserBlock(label=_("Image"), required=False)
    text = blocks.TextBlock(label=_("What it shows"), required=False, default="")
    captions = blocks.ChoiceBlock(
        label=_("Captions"),
        choices=[
            ("captions", _("Has captions")),
            ("none", _("No captions")),
            ("silent", _("No speech")),
        ],
        default="none",
    )
    transcript = blocks.RichTextBlock(
        label=_("Transcript"),
        features=SMALL_TEXT_FEATURES,
        required=False,
        default="",
        help_text=_(
            "What is said and shown, for people who can’t hear or load the video. Required for "
            "any video with speech."
        ),
    )

    def clean(self, value):
        """Refuse a video that some people cannot follow (WCAG 2.2, 1.2.1 and 1.2.2)."""
        cleaned = super().clean(value)
        errors = {}
        if cleaned.get("captions") == "silent":
            if not cleaned.get("text").strip():
                errors["text"] = _("Describe what the video shows, since no one speaks in it.")
        elif not strip_tags(cleaned["transcript"].source).strip():
            errors["transcript"] = _(
                "Add a transcript. If no one speaks in the video, choose “No speech” above."
            )
        if errors:
            raise blocks.StructBlockValidationError(
                block_errors={name: ValidationError(error) for name, error in errors.items()}
            )
        return cleaned

    class Meta:
        icon = "media"
        label = _("Video")
        template = "pages/blocks/video.html"
        description = _("An image that links to a video on another site, with a transcript.")
        preview_value = {
            "title": "The opening",
            "url": "https://example.org/",
            "image": None,
            "text": "Ninety minutes.",
            "captions": "captions",
            "transcript": "<p>Welcome to the summit.</p>",
        }


class PersonBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), default="", max_length=120)
    role = blocks.CharBlock(label=_("Role"), required=False, default="", max_length=150)
    image = ImageChooserBlock(label=_("Image"), required=False)
    text = blocks.TextBlock(label=_("Text"), required=False, default="")


class PeopleBlock(ListBlock):
    """People or teams and their roles."""

    items = blocks.ListBlock(PersonBlock(), label=_("People"))

    class Meta:
        icon = "group"
        label = _("People")
        template = "pages/blocks/people.html"
        description = _("People or teams, with their roles and a short text.")
        preview_value = {
            "title": "Who coordinates",
            "items": [{"name": "Coordination", "role": "Mexico City", "image": None, "text": ""}],
        }


class MomentBlock(blocks.StructBlock):
    when = blocks.CharBlock(label=_("When"), default="", max_length=60)
    title = blocks.CharBlock(label=_("Title"), default="", max_length=150)
    text = blocks.TextBlock(label=_("Text"), required=False, default="")


class TimelineBlock(ListBlock):
    """Steps in chronological order."""

    items = blocks.ListBlock(MomentBlock(), label=_("Steps"))

    class Meta:
        icon = "history"
        label = _("Timeline")
        template = "pages/blocks/timeline.html"
        description = _("What happened, or will happen, step by step.")
        preview_value = {
            "title": "The way here",
            "items": [{"when": "Spring", "title": "First dialogue", "text": ""}],
        }


class BodyBlock(blocks.StreamBlock):
    """The body of a page: any of the blocks above, in any order."""

    heading = HeadingBlock(max_length=150, default="")
    text = TextBlock(features=RICH_TEXT_FEATURES, default="")
    picture = PictureBlock()
    quote = QuoteBlock()
    call_to_action = CallToActionBlock()
    questions = QuestionsBlock()
    statistics = StatisticsBlock()
    documents = DocumentsBlock()
    video = VideoBlock()
    people = PeopleBlock()
    timeline = TimelineBlock()
