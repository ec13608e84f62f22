"""Layouts and error pages: what each needs from its context, and what they promise to the browser."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.translation import override

from tasmat.ui.navigation import Item


class Member:
    name = "Maija Valmentaja"
    is_authenticated = True


class Named:
    def __init__(self, name: str) -> None:
        self.name = name


def page(layout: str, **context: Any) -> str:
    source = "{% block title %}Cases{% endblock %}{% block main %}<p>Here</p>{% endblock %}"
    template = Template('{% extends "' + layout + '" %}' + source)
    common = {"request": RequestFactory().get("/o/toimi/?q=1"), "user": AnonymousUser()}
    return template.render(Context(common | context))


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_no_context_and_says_what_to_do(name: str) -> None:
    html = get_template(f"{name}.html").render()

    assert re.search(r"<h1 class=\"app-title\">\w+", html)
    assert '<div class="app-prose">' in html
    assert "<p>" in html


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(
    "layout", ["layout/public.html", "layout/print.html", "layout/signed_in.html", "layout/error.html"]
)
def test_every_layout_says_its_language_and_lets_one_skip_to_the_content(layout: str, language: str) -> None:
    with override(language):
        html = page(layout, user=Member())

    assert f'<html lang="{language}"' in html
    assert "<title>Cases – Täsmät</title>" in html
    assert 'href="#main"' in html
    assert '<main id="main" tabindex="-1">' in html
    assert '<p id="say" class="app-say" role="status"' in html


@pytest.mark.parametrize(
    "layout", ["layout/public.html", "layout/print.html", "layout/signed_in.html", "layout/error.html"]
)
def test_no_layout_has_inline_styles_or_scripts(layout: str) -> None:
    html = page(layout, user=Member())

    assert " style=" not in html
    assert not re.search(r"<script(?![^>]* src=)", html)
    assert not re.search(r" on\w+=", html)


def test_errors_of_the_form_are_said_in_the_title() -> None:
    class Plain(forms.Form):
        name = forms.CharField()

    with override(None):
        html = page("layout/public.html", form=Plain({}))

    assert "<title>Error: Cases – Täsmät</title>" in html


def test_the_public_page_offers_every_language_and_comes_back_to_itself() -> None:
    with override("sv"):
        html = page("layout/public.html")

    assert re.findall(r'value="(\w\w)" lang="\1"', html) == ["fi", "sv", "en"]
    assert (
        '<button type="submit" name="language" value="sv" lang="sv" aria-current="true">Svenska</button>'
        in html
    )
    assert '<input type="hidden" name="next" value="/o/toimi/?q=1">' in html


def test_the_menu_marks_where_one_is_and_how_many_wait() -> None:
    items = [Item("Today", "/t/", current=True, count=0), Item("Referrals", "/r/", current=False, count=3)]

    html = page("layout/signed_in.html", user=Member(), organisation=Named("TOIMI"), navigation=items)

    assert '<li><a href="/t/" aria-current="page">Today</a></li>' in html
    assert '<li><a href="/r/">Referrals <span class="app-count">3</span></a></li>' in html
    assert "TOIMI" in html


def test_the_search_is_there_only_with_its_address() -> None:
    assert 'role="search" action="/find/"' in page(
        "layout/signed_in.html", user=Member(), search_url="/find/"
    )
    assert 'role="search"' not in page("layout/signed_in.html", user=Member())


@pytest.mark.parametrize("layout", ["layout/public.html", "layout/signed_in.html"])
def test_the_demo_says_its_day(layout: str) -> None:
    with override(None):
        assert "Demo: today is 3.3.2026" in page(layout, user=Member(), demo_day=dt.date(2026, 3, 3))
        assert "Demo" not in page(layout, user=Member(), demo_day=None)


def test_htmx_keeps_no_pages_and_runs_no_code_of_the_page() -> None:
    html = page("layout/signed_in.html", user=Member())

    found = re.search(r"name=\"htmx-config\" content='([^']+)'", html)
    assert found
    config = json.loads(found[1])
    assert config["historyCacheSize"] == 0
    assert config["allowEval"] is False
    assert config["allowScriptTags"] is False
    assert config["attributesToSettle"] == ["class"]
    assert {"code": "422", "swap": True} in config["responseHandling"]
