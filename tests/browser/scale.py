"""What a first visit costs over the wire: to the eye, to the phone and to its owner's purse.

First view: the page as it opens, before anybody scrolls, with nothing kept from before. What the
browser fetches of its own accord counts, the pictures below the window too.
"""

import time
from dataclasses import dataclass

from playwright.sync_api import Response

from tests.browser.reader import DESKTOP, PHONE, Reader

KILOBYTE = 1024
MOST = 100 * KILOBYTE  # of all but the lead picture, and of that one on a phone
REQUESTS = 10
SCRIPT = 10 * KILOBYTE
#: Dots a pixel of what people hold in their hands.
DENSITY = {PHONE: 2, DESKTOP: 1}
PATIENCE = 30  # seconds
DRAWN_TWICE = """() => new Promise(
  done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30))))"""
LEAD = "() => [...document.querySelectorAll('img[fetchpriority=high]')].map(i => i.currentSrc)"
# Pictures without a place of their own make what follows jump; those far down must wait, but for
# the lead picture, which may stand below the window of a phone.
WRONG_PICTURES = """() => [...document.images].filter(image => {
  const below = image.getBoundingClientRect().top > innerHeight;
  return !image.getAttribute('width') || !image.getAttribute('height')
    || (below && image.loading !== 'lazy' && image.fetchPriority !== 'high')
    || (image.fetchPriority === 'high' && image.loading === 'lazy');
}).map(image => image.outerHTML.slice(0, 200))"""


@dataclass(frozen=True)
class FirstView:
    """`sizes` are bytes over the wire by address (compressed, with headers); `lead` the addresses
    of lead pictures; `width` that of the window in pixels.
    """

    response: Response
    sizes: dict[str, int]
    lead: list[str]
    width: int
    wrong_pictures: list[str]

    def faults(self) -> list[str]:
        """Return a line for each bound that is missed."""
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

    Chromium asks a second time for what it has just got, for another use; from its cache that
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
    # Lazy pictures are asked for when the page is drawn, and do not hold up its `load`.
    reader.page.evaluate(DRAWN_TWICE)
    until = time.monotonic() + PATIENCE
    while set(addresses.values()) != set(sizes):
        assert time.monotonic() < until, set(addresses.values()) - set(sizes)
        reader.page.wait_for_timeout(20)
    session.detach()
    lead = reader.page.evaluate(LEAD)
    return FirstView(response, sizes, lead, reader.width, reader.page.evaluate(WRONG_PICTURES))
