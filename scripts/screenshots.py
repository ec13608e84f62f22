"""Takes the pictures of the README: starts the demo on data of its own, signs in, writes docs/img/*.png.

`python -m scripts.screenshots`; needs Chromium, and two minutes.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

REPOSITORY = Path(__file__).resolve().parent.parent
PICTURES = REPOSITORY / "docs" / "img"
SIZE: ViewportSize = {"width": 1280, "height": 960}
TALL: ViewportSize = {"width": 1280, "height": 1320}  # so that the timeline under the box is seen
PHONE: ViewportSize = {"width": 390, "height": 844}
STARTED = "Ctrl-C stops it"
COACH, MANAGER = "valmentaja1@toimi.example", "paallikko@toimi.example"
WORKSHOP_COACH = "valmentaja1@kumppaniksi.example"


@dataclass(frozen=True)
class Demo:
    """Where the running demo answers, and everybody's password."""

    address: str
    password: str


def main() -> int:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with running_demo() as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        take_pictures_of_coach(signed_in(browser, demo, COACH))
        take_pictures_of_phone(signed_in(browser, demo, WORKSHOP_COACH, PHONE))
        take_pictures_of_manager(signed_in(browser, demo, MANAGER))
        browser.close()
    return 0


@contextmanager
def running_demo() -> Iterator[Demo]:
    """The demo with empty data folders, stopped and forgotten at the end."""
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "scripts.demo"],
            cwd=REPOSITORY,
            env={**os.environ, "TASMAT_DATA_DIR": folder},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield _read(process)
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate()


def _read(process: "subprocess.Popen[str]") -> Demo:
    """Waits for what the demo prints once it runs."""
    printed = ""
    for line in process.stdout or ():
        printed += line
        if STARTED in line:
            break
    address = re.search(r"demo: (\S+)/$", printed, re.MULTILINE)
    password = re.search(r"password of everybody is (\S+)", printed)
    if address is None or password is None:
        raise SystemExit(f"The demo did not start:\n{printed}")
    return Demo(address[1], password[1])


def signed_in(browser: Browser, demo: Demo, email: str, size: ViewportSize = SIZE) -> Page:
    """A page of somebody who has signed in, where that leads to; a phone's is taken in its double density."""
    density = 2 if size is PHONE else 1
    page = browser.new_page(base_url=demo.address, viewport=size, device_scale_factor=density, locale="fi-FI")
    page.goto("/tili/kirjaudu/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(demo.password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/o/**")
    return page


def take_pictures_of_coach(page: Page) -> None:
    """The day, the client at the top of it, and that client's plan."""
    take(page, "today")
    page.locator("a.app-row__title").first.click()
    page.locator("#timeline").wait_for()
    page.set_viewport_size(TALL)
    take(page, "case")
    page.set_viewport_size(SIZE)
    page.goto(f"{address_of(page)}suunnitelma/")
    take(page, "plan")


def take_pictures_of_phone(page: Page) -> None:
    """The day, and the list of the workshop, as they are held in one hand."""
    take(page, "today-phone")
    page.get_by_role("link", name="Työpaja").first.click()
    page.wait_for_url("**/tyopaja/**")
    take(page, "workshop-phone")


def take_pictures_of_manager(page: Page) -> None:
    """A referral with something against it, and the figures of the last quarter."""
    slug = page.url.split("/o/")[1].split("/")[0]
    page.goto(f"/o/{slug}/lahetteet/")
    page.get_by_role("row").filter(has=page.locator(".app-pill--bad")).get_by_role("link").first.click()
    take(page, "referral")
    page.goto(f"/o/{slug}/raportit/?project=TASMAT")
    take(page, "report")


def address_of(page: Page) -> str:
    """The page without what follows its path."""
    return re.split(r"[?#]", page.url)[0]


def take(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main())
