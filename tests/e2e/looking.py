"""Looking at a page as everybody needs it: axe on a desk and on a phone, no sideways scroll, nothing hidden."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, ViewportSize

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
NARROWEST: ViewportSize = {"width": 320, "height": 640}  # WCAG 2.2, 1.4.10
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
SCREENSHOTS = Path(settings.BASE_DIR, "build", "screenshots")
# Said by Chromium and htmx of answers 4xx, which tests ask for; the others are watched by themselves.
STATUS_SAID = (
    "Failed to load resource: the server responded with a status of 4",
    "Response Status Error Code 4",
)
LEFT = "net::ERR_ABORTED"  # the page was left, or the answer became a download


def look(page: Page, name: str) -> None:
    """Judges the page at desk and phone width; with SCREENSHOTS=1 keeps pictures in build/screenshots."""
    before = page.viewport_size
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        found = violations(page)
        assert not found, "\n".join([f"axe finds on {name} at {size['width']} px:", *found])
        if os.environ.get("SCREENSHOTS"):
            page.screenshot(path=SCREENSHOTS / f"{name}-{size['width']}.png", full_page=True)
    page.set_viewport_size(NARROWEST)
    wide = sticks_out(page)
    assert not wide, "\n".join([f"{name} scrolls sideways at 320 px:", *wide])
    if before:
        page.set_viewport_size(before)


def violations(page: Page) -> list[str]:
    """What axe finds, one line for each element."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)["violations"]
    return [
        f"{rule['id']}: {node['html']} {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]


def sticks_out(page: Page) -> list[str]:
    """Nothing, or when the page can be scrolled sideways the elements that reach over its edge."""
    found: list[str] = page.evaluate("""() => {
        const page = document.documentElement;
        if (page.scrollWidth <= page.clientWidth) return [];
        const over = [...document.body.querySelectorAll("*:not(.govuk-visually-hidden)")].filter(
            (element) => element.getBoundingClientRect().left + element.scrollWidth > page.clientWidth);
        return [`${page.scrollWidth} px`, ...over.slice(-5).map((element) => element.outerHTML.slice(0, 200))];
    }""")
    return found


class Watch:
    """What goes wrong in the browser unseen: script errors, refused styles, missing files, failed requests."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.visited: set[str] = set()

    def follow(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(str(error.error)))
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(STATUS_SAID):
            self.problems.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != LEFT:
            self.problems.append(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        kind = response.request.resource_type
        is_page = kind in {"document", "xhr", "fetch"}
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.problems.append(f"{response.status}: {response.url}")
        if is_page:
            address = urlsplit(response.url)
            self.visited.add(f"{address.path}?{address.query}")
