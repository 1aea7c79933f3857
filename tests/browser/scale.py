"""Measure what a first visit costs over the wire: to eyes, phones and wallets.

First view: the page as it opens, before scrolling, with an empty cache. Everything that the browser
fetches on its own counts, including images below the window.
"""

import time
from dataclasses import dataclass

from playwright.sync_api import Response

from tests.browser.reader import DESKTOP, PHONE, Reader

KILOBYTE = 1024
MOST = 100 * KILOBYTE  # everything except the lead image; also the limit for that image on a phone
REQUESTS = 10
SCRIPT = 10 * KILOBYTE
#: Device pixels per CSS pixel of common devices.
DENSITY = {PHONE: 2, DESKTOP: 1}
PATIENCE = 30  # seconds
DRAWN_TWICE = """() => new Promise(
  done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30))))"""
LEAD = "() => [...document.querySelectorAll('img[fetchpriority=high]')].map(i => i.currentSrc)"
# Images without reserved space make the content after them jump. Those far down must load lazily,
# except the lead image, which may be below the window of a phone.
WRONG_PICTURES = """() => [...document.images].filter(image => {
  const below = image.getBoundingClientRect().top > innerHeight;
  return !image.getAttribute('width') || !image.getAttribute('height')
    || (below && image.loading !== 'lazy' && image.fetchPriority !== 'high')
    || (image.fetchPriority === 'high' && image.loading === 'lazy');
}).map(image => image.outerHTML.slice(0, 200))"""


@dataclass(frozen=True)
class FirstView:
    """`sizes` are compressed bytes with headers, by address; `lead` are addresses of lead images.

    `width` is the width of the window in pixels.
    """

    response: Response
    sizes: dict[str, int]
    lead: list[str]
    width: int
    wrong_pictures: list[str]

    def faults(self) -> list[str]:
        """Return a line for each limit that is exceeded."""
        script = sum(size for address, size in self.sizes.items() if address.endswith(".js"))
        missed = {
            f"{len(self.lead)} lead pictures": len(self.lead) > 1,
            f"{len(self.sizes)} requests": len(self.sizes) > REQUESTS,
            f"{self.without_lead} B": self.without_lead > MOST,
            f"{script} B of script": script > SCRIPT,
            "a heavy lead picture": self.width == PHONE
            and any(self.sizes[address] > MOST for address in self.lead),
        }
        found = [line for line, is_missed in missed.items() if is_missed]
        if found:
            found += [f"{size:7} {address}" for address, size in self.sizes.items()]
        return found + [f"picture: {line}" for line in self.wrong_pictures]

    @property
    def without_lead(self) -> int:
        return sum(size for address, size in self.sizes.items() if address not in self.lead)


def weigh(reader: Reader, path: str) -> FirstView:
    """Open `path` in a window with nothing stored and return what that cost.

    Chromium requests again what it has just received, for another use; that comes from its cache,
    costs nothing and is not counted twice.
    """
    session = reader.context.new_cdp_session(reader.page)
    session.send("Network.enable")
    addresses: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def sent(event) -> None:
        if event["request"]["url"].startswith("http"):
            addresses[event["requestId"]] = event["request"]["url"]

    def finished(event) -> None:
        address = addresses.get(event["requestId"])
        if address:
            sizes[address] = max(sizes.get(address, 0), int(event["encodedDataLength"]))

    session.on("Network.requestWillBeSent", sent)
    session.on("Network.loadingFinished", finished)
    response = reader.open(path)
    # Lazy images are requested when the page is drawn, and do not delay its `load`.
    reader.page.evaluate(DRAWN_TWICE)
    until = time.monotonic() + PATIENCE
    while set(addresses.values()) != set(sizes):
        assert time.monotonic() < until, set(addresses.values()) - set(sizes)
        reader.page.wait_for_timeout(20)
    session.detach()
    lead = reader.page.evaluate(LEAD)
    return FirstView(response, sizes, lead, reader.width, reader.page.evaluate(WRONG_PICTURES))
