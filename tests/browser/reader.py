"""A reader of the site in a browser window, and everything that goes wrong meanwhile."""

from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, ConsoleMessage, Locator, Request, Response

from tests.browser.server import PASSWORD, Site

PHONE, DESKTOP = 390, 1280
HEIGHTS = {PHONE: 844, DESKTOP: 900}
PATIENCE = 30_000  # milliseconds; a shared machine may be slow
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Off by default, although WCAG 2.2 AA requires it.
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": RULES},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# Rules that depend on light or dark colors.
COLOR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
OVERFLOWING = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const wide = [...document.body.querySelectorAll('*')].filter(
    element => element.getBoundingClientRect().right > page.clientWidth + 1);
  return [`${page.scrollWidth} > ${page.clientWidth}`,
          ...wide.slice(0, 5).map(element => element.outerHTML.slice(0, 120))];
}"""

# What is far below has no layout until it is near (site.css): axe would measure its estimate.
UNFOLDED = """() => {
  document.querySelectorAll('main details').forEach(each => { each.open = true; });
  [...document.querySelectorAll('body *')]
    .filter(each => getComputedStyle(each).contentVisibility === 'auto')
    .forEach(each => { each.style.contentVisibility = 'visible'; });
}"""

DRAWN = """() => document.getAnimations().every(
  animation => !animation.animationName?.startsWith('wait'))"""

_networks = (f"203.0.{a}.{b}" for a in range(113, 250) for b in range(1, 250))


# The cookie of each account that signed in through the form, by site and name.
_sessions: dict[tuple[str, str], SetCookieParam] = {}


def _new_network() -> str:
    return next(_networks)


class Reader:
    """A window with nothing stored. `trouble` collects what the browser complains about."""

    def __init__(self, browser: Browser, site: Site, *, width=DESKTOP, script=True, **options):
        # A new visitor from a new address: the site limits how many forms come from one address.
        options.setdefault("extra_http_headers", {"X-Forwarded-For": _new_network()})
        self.site = site
        self.width = width
        self.script = script
        self.context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            java_script_enabled=script,
            reduced_motion="reduce",  # a moving image has no colors to measure
            **options,
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.trouble: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.trouble.append(f"script: {error}"))
        self.page.on("request", self._request)
        self.page.on("requestfailed", self._lost)
        self.page.on("response", self._response)

    def close(self) -> None:
        self.context.close()

    def open(self, path: str) -> Response:
        """Go to an address of the site and return the response."""
        response = self.page.goto(path, wait_until="load")
        assert response is not None
        self.wait_until_drawn()
        return response

    def wait_until_drawn(self) -> None:
        """Wait for the last part of a page that is drawn in parts (site.css)."""
        self.page.wait_for_function(DRAWN)

    def unfold(self) -> None:
        """Open what is collapsed, and lay out what is far below."""
        self.page.evaluate(UNFOLDED)

    def follow(self, link: str | Locator) -> None:
        """Click a link or button that leads to another page, and wait until that has loaded."""
        with self.page.expect_navigation():
            (self.page.locator(link) if isinstance(link, str) else link).click()
        self.wait_until_drawn()

    def sign_in(self, name: str, path: str = "/admin/", *, by_form: bool = False) -> None:
        """Sign in with a sample account, and go to `path`.

        Use the form the first time or on request; later reuse the session, as a window that was
        left open does: the form and the hashing of a password take seconds.
        """
        known = _sessions.get((self.site.url, name))
        if known and not by_form:
            self.context.add_cookies([known])
            self.open(path)
        else:
            self._sign_in_by_form(name, path)
        assert urlsplit(self.page.url).path == urlsplit(path).path

    def _sign_in_by_form(self, name: str, path: str) -> None:
        self.open(f"/admin/login/?next={path}")
        self.page.fill("input[name=username]", name)
        self.page.fill("input[name=password]", PASSWORD)
        with self.page.expect_navigation():
            self.page.press("input[name=password]", "Enter")
        found = next(c for c in self.context.cookies() if c["name"] == "sessionid")
        _sessions[self.site.url, name] = {
            "name": found["name"],
            "value": found["value"],
            "domain": found["domain"],
            "path": found["path"],
        }

    @property
    def path(self) -> str:
        """Return the path in the address bar, without the host."""
        parts = urlsplit(self.page.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def cookies(self) -> set[str]:
        return {cookie["name"] for cookie in self.context.cookies()}

    def axe(self, **options) -> list[str]:
        """Return what axe-core finds, a line for each rule and element."""
        assert self.script, "axe-core would wait for ever"
        if self.page.evaluate("typeof axe") == "undefined":
            self.page.evaluate(AXE_SCRIPT)
        options = AXE_OPTIONS | options
        found = self.page.evaluate("options => axe.run(options)", options)["violations"]
        return [
            f"{rule['id']}: {' '.join(map(str, node['target']))} — {node['failureSummary']}"
            for rule in found
            for node in rule["nodes"]
        ]

    def axe_day_and_night(self) -> list[str]:
        """Return what axe-core finds in light colors, and its findings about colors in dark."""
        self.page.emulate_media(color_scheme="light")
        found = [f"light: {line}" for line in self.axe()]
        self.page.emulate_media(color_scheme="dark")
        return found + [f"dark: {line}" for line in self.axe(runOnly=COLOR_RULES)]

    def overflow(self) -> list[str]:
        """Return what makes the page wider than the window."""
        return self.page.evaluate(OVERFLOWING)

    def _console(self, message: ConsoleMessage) -> None:
        # The status already shows that the page itself is a 404, which the test asked for.
        own_status = message.text.startswith("Failed to load resource") and (
            message.location.get("url") == self.page.url
        )
        if message.type in ("error", "warning") and not own_status:
            self.trouble.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and f"{parts.scheme}://{parts.netloc}" != (
            self.site.url
        ):
            self.trouble.append(f"third party: {request.url}")

    def _lost(self, request: Request) -> None:
        # Aborted by the browser itself: another page, or an image of a size no longer needed.
        if request.failure != "net::ERR_ABORTED":
            self.trouble.append(f"{request.failure}: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.trouble.append(f"{response.status}: {response.url}")
