"""Make the sample documents again: `manage.py draw_documents`."""

from django.core.management.base import BaseCommand
from playwright.sync_api import sync_playwright

from pages.files.pdf import clean_pdf
from sample import documents


class Command(BaseCommand):
    help = "Makes every document of the sample content as a PDF file, replacing what is there."

    def add_arguments(self, parser):
        parser.add_argument("--chromium", help="the path of a Chromium, else Playwright's own")

    def handle(self, *args, **options):
        # Render before the browser starts: its event loop would not allow it.
        pages = {key: documents.html_of(key) for key in documents.DOCUMENTS}
        documents.FOLDER.mkdir(exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=options["chromium"])
            page = browser.new_page()
            for key, html in pages.items():
                page.set_content(html)
                drawn = page.pdf(prefer_css_page_size=True, tagged=True, outline=True)
                documents.path_of(key).write_bytes(clean_pdf(drawn))
                self.stdout.write(str(documents.path_of(key)))
            browser.close()
