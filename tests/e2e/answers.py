"""Answering the questions of a form, by the names of its fields."""

import datetime as dt

from playwright.sync_api import Page

from tests.clients.referral_data import shown

Answers = dict[str, str | bool]


def fill(page: Page, answers: Answers) -> None:
    """Ticks, chooses or writes, as each field wants it."""
    for name, value in answers.items():
        field = page.locator(f'[name="{name}"]')
        kind = field.first.evaluate("field => field.type")
        if kind == "radio":
            page.locator(f'[name="{name}"][value="{value}"]').check()
        elif kind == "checkbox":
            field.set_checked(bool(value))
        elif kind == "select-one":
            field.select_option(str(value))
        else:
            field.fill(str(value))


def let_time_pass(page: Page, time: dt.timedelta = dt.timedelta(minutes=3)) -> None:
    """Makes a public form believe that it was opened so long ago: nobody waits for a test."""
    page.locator("[name=shown]").evaluate("(field, stamp) => { field.value = stamp; }", shown(time))


def stand_as_typed(page: Page, answers: Answers) -> dict[str, bool]:
    """For each field whether it holds what was answered."""
    return {name: _holds(page, name, value) for name, value in answers.items()}


def _holds(page: Page, name: str, value: str | bool) -> bool:
    field = page.locator(f'[name="{name}"]')
    kind = field.first.evaluate("field => field.type")
    if kind == "radio":
        return page.locator(f'[name="{name}"][value="{value}"]').is_checked()
    if kind == "checkbox":
        return field.is_checked() == bool(value)
    return field.input_value() == value
