"""Tags and filters of the screens."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils.translation import override

DAY = dt.date(2026, 3, 3)
LATE_IN_LONDON = dt.datetime(2026, 3, 3, 22, 30, tzinfo=ZoneInfo("UTC"))  # 0.30 on the 4th in Helsinki


def render(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


def test_days_are_written_the_same_in_every_language() -> None:
    for language in ("fi", "sv", "en"):
        with override(language):
            assert render("{{ day|d }}", day=DAY) == "3.3.2026"


def test_an_instant_is_told_in_helsinki() -> None:
    with override(None):
        assert render("{{ at|d }}", at=LATE_IN_LONDON) == "4.3.2026"
        assert render("{{ at|dt }}", at=LATE_IN_LONDON) == "4.3.2026 at 0:30"


@pytest.mark.parametrize(("language", "words"), [("fi", "ti 3.3."), ("sv", "tis 3.3."), ("en", "Tue 3.3.")])
def test_a_day_with_its_weekday(language: str, words: str) -> None:
    with override(language):
        assert render("{{ day|weekday_date }}", day=DAY).lower() == words.lower()


@pytest.mark.parametrize("name", ["d", "dt", "weekday_date"])
def test_no_day_is_no_text(name: str) -> None:
    assert render("{{ day|" + name + " }}", day=None) == ""


def test_a_pill_is_a_word() -> None:
    assert render('{% pill "late" "bad" %}') == '<span class="app-pill app-pill--bad">late</span>'
    assert render("{% pill word %}", word="<b>") == '<span class="app-pill">&lt;b&gt;</span>'


@pytest.mark.parametrize(
    "source", ['{% pill "x" "red" %}', '{% timeline_item "x" kind="party" %}{% endtimeline_item %}']
)
def test_a_kind_without_a_style_is_a_mistake_of_the_template(source: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="unknown kind"):
        render(source)


@pytest.mark.parametrize(
    ("used", "total", "words", "width", "kind"),
    [
        (41, 55, "14 free", 75, None),
        (49, 55, "6 free", 89, None),
        (50, 55, "5 free", 91, "warn"),
        (55, 55, "full", 100, "warn"),
        (57, 55, "2 over", 100, "bad"),
        (0, 0, "full", 100, "warn"),
        (0, 11, "11 free", 0, None),
    ],
)
def test_a_quota_says_in_words_what_its_bar_shows(
    used: int, total: int, words: str, width: int, kind: str | None
) -> None:
    with override(None):
        html = render("{% quota_bar used total label='Iisalmi' %}", used=used, total=total)

    assert f"{used} of {total}" in html
    assert words in html
    assert f'class="app-quota__used" width="{width}"' in html
    assert ("app-quota--" in html) == (kind is not None)
    assert f"app-quota--{kind}" in html or kind is None
    assert "style=" not in html


def test_a_forecast_is_said_and_marked() -> None:
    with override(None):
        html = render("{% quota_bar 41 55 forecast=50 %}")

    assert "forecast 50" in html
    assert 'x="91"' in html


def test_the_pager_keeps_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/cases/?q=aalto&page=2&area=140&area=263")
    page = Paginator(range(90), 30).page(2)

    html = render("{% pager page %}", page=page, request=request)

    assert 'href="?q=aalto&amp;page=1&amp;area=140&amp;area=263"' in html
    assert 'href="?q=aalto&amp;page=3&amp;area=140&amp;area=263"' in html
    assert html.count('aria-current="page"') == 1


def test_a_single_page_needs_no_pager() -> None:
    html = render("{% pager page %}", page=Paginator(range(3), 30).page(1), request=RequestFactory().get("/"))

    assert html.strip() == ""


def test_a_long_list_leaves_pages_out() -> None:
    page = Paginator(range(1000), 10).page(50)

    html = render("{% pager page %}", page=page, request=RequestFactory().get("/"))

    assert html.count("govuk-pagination__item--ellipsis") == 2
    assert html.count("page=") < 10


def test_a_card_is_a_section_with_a_heading() -> None:
    html = render(
        '{% card title note="twice a week" id="contacts" %}<p>{{ who }}</p>{% endcard %}',
        title="A & B",
        who="<i>",
    )

    assert '<section class="app-card" id="contacts">' in html
    assert "<h2>A &amp; B</h2>" in html
    assert "twice a week" in html
    assert "<p>&lt;i&gt;</p>" in html


def test_the_identity_bar_holds_the_first_heading() -> None:
    html = render(
        '{% identity_bar name %}{% pill "2 / 6" "info" %}{% endidentity_bar %}', name="Aaltonen, Eero"
    )

    assert '<section class="app-identity" aria-label="Aaltonen, Eero">' in html
    assert "<h1>Aaltonen, Eero</h1>" in html
    assert "app-pill--info" in html


def test_what_is_new_in_the_timeline_is_said_by_a_word() -> None:
    source = (
        '{% timeline_item "Visit" kind="contact" meta="ti 3.3." new=new %}<p>Well</p>{% endtimeline_item %}'
    )

    with override(None):
        fresh, old = render(source, new=True), render(source, new=False)

    assert ">New<" in fresh
    assert "app-timeline__item--new" in fresh
    assert "New" not in old
    assert "app-timeline__item--contact" in old


def test_a_stacked_table_stays_a_table_for_a_screen_reader() -> None:
    html = render('{% stacked_table "Cases" "Name" "Coach" %}<tr role="row"></tr>{% endstacked_table %}')

    assert '<table class="app-table app-table--stacked" role="table">' in html
    assert "<caption>Cases</caption>" in html
    assert html.count('role="columnheader" scope="col"') == 2
    assert '<tbody role="rowgroup"><tr role="row"></tr></tbody>' in html


def test_facts_say_what_is_not_known() -> None:
    rows = [("Coach", "Maija"), ("Phone", ""), ("Born", None), ("Visits", 0)]

    with override(None):
        html = render('{% include "ui/summary_list.html" with rows=rows %}', rows=rows)

    assert html.count("not known") == 2
    assert "<dd>0</dd>" in html


def test_the_emblem_stands_with_its_statement() -> None:
    with override(None):
        html = render("{% eu_emblem %}")

    assert "Co-funded by the European Union" in html
    assert html.count("<polygon") == 12
    assert 'width="81" height="54"' in html
