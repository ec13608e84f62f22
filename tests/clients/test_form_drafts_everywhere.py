"""Every form of the staff with a long text keeps a draft: the pages are asked, so that nobody has to remember."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from tasmat.access.roles import Role
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import ProjectArea
from tests.cast import DAY, Cast, make_member
from tests.routes import ROUTES, Route
from tests.world import World

pytestmark = pytest.mark.django_db

# Forms whose texts need none, by the name of the page's address, with the reason.
WITHOUT_DRAFT: dict[str, str] = {}


class Forms(HTMLParser):
    """The forms of a page: their actions, whether they ask a long text, whether and where they keep a draft."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.inside = False
        self.places: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = True
            self.forms.append(
                {"action": given.get("action"), "text": False, "draft": "data-autosave" in given}
            )
        elif self.inside:
            self.places += [given.get("value")] if given.get("name") == "draft_place" else []
            self.forms[-1]["text"] |= tag == "textarea"
            self.forms[-1]["draft"] |= "data-form-draft" in given

    def handle_endtag(self, tag: str) -> None:
        self.inside &= tag != "form"


def forms_without_draft(html: str) -> list[str]:
    page = Forms()
    page.feed(html)
    assert len(set(page.places)) == len(page.places), f"two forms of a page in one place: {page.places}"
    return [form["action"] or "" for form in page.forms if form["text"] and not form["draft"]]


@pytest.fixture
def everybody(populated: tuple[Cast, tuple[World, World, World]], settings: Settings) -> Browser:
    """A member who may do everything everywhere in Alpha."""
    settings.TASMAT_TODAY = DAY
    cast = populated[0]
    with tenant_context(cast.alpha.id, cast.mirja.user_id):
        member = make_member(
            "Ulla Monitoimi", "ulla@alpha.example", *Role, areas=list(ProjectArea.objects.all())
        )
    browser = Browser()
    browser.force_login(member.user)
    return browser


def bare_pages(browser: Browser, world: World) -> Iterator[tuple[Route, list[str]]]:
    for route in ROUTES:
        response: Any = browser.get(route.url("alpha", world))
        is_page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
        found = forms_without_draft(response.content.decode()) if is_page else []
        if found:
            yield route, found


def test_every_long_text_is_kept_while_it_is_typed(
    everybody: Browser, populated: tuple[Cast, tuple[World, World, World]]
) -> None:
    bare = {route.name: forms for route, forms in bare_pages(everybody, populated[1][0])}

    assert sorted(bare) == sorted(WITHOUT_DRAFT), bare
