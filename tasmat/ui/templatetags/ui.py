"""Tags and filters of the screens; docs/ui.md shows each in use."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import dateformat
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from tasmat.ui.emblem import emblem

register = template.Library()

PILL_KINDS = {"", "ok", "warn", "bad", "info"}
Forms = BaseForm | BaseFormSet[Any] | list[BaseForm]

TIMELINE_KINDS = {"contact", "observation", "event", "missed"}
EMBLEM_HEIGHT = 54  # px; twice our own logo, which must not be larger than the emblem


@register.filter("d", expects_localtime=True)
def day_of_year(day: dt.date | None) -> str:
    """The day as 3.3.2026; of an instant, the day in Helsinki; nothing for None."""
    return dateformat.format(day, "j.n.Y") if day else ""


@register.filter("dt", expects_localtime=True)
def day_and_time(instant: dt.datetime | None) -> str:
    """Day and time in Helsinki as 3.3.2026 klo 9.12; nothing for None."""
    if not instant:
        return ""
    time = dateformat.format(instant, pgettext("time of day", "G:i"))
    return gettext("{day} at {time}").format(day=dateformat.format(instant, "j.n.Y"), time=time)


@register.filter(expects_localtime=True)
def weekday_date(day: dt.date | None) -> str:
    """The day with its weekday and without the year, as ti 3.3.; nothing for None."""
    return dateformat.format(day, "D j.n.") if day else ""


@register.filter
def euros(amount: Decimal | None) -> str:
    """96 039 with a narrow no-break space, cents only where there are some; nothing for None."""
    if amount is None:
        return ""
    text = f"{amount:,.2f}".replace(",", "\u202f").replace(".", ",").replace("-", "−")
    return text.removesuffix(",00")


@register.simple_tag
def pill(text: str, kind: str = "") -> SafeString:
    """A word on a coloured ground; raises for a kind without a style."""
    _check("pill", kind, PILL_KINDS)
    return format_html(
        '<span class="{}">{}</span>', f"app-pill app-pill--{kind}" if kind else "app-pill", text
    )


@register.inclusion_tag("ui/quota_bar.html")
def quota_bar(used: int, total: int, label: str = "", forecast: int | None = None) -> dict[str, Any]:
    """Places taken out of all, in words and as a bar; more than all is said, not hidden."""
    free = total - used
    kind = "bad" if free < 0 else "warn" if free * 10 <= total else ""
    return {
        "used": used,
        "total": total,
        "label": label,
        "forecast": forecast,
        "free": free,
        "over": -free,
        "kind": kind,
        "width": _hundredths(used, total),
        "mark": None if forecast is None else _hundredths(forecast, total),
    }


@register.inclusion_tag("forms/summary.html")
def error_summary(*forms: Forms) -> dict[str, Any]:
    """What is wrong in the given forms, lists of forms and formsets, with links to the fields; else nothing."""
    every_form = list(_single_forms(forms))
    return {
        "forms": every_form,
        "form_errors": [
            error for form in forms if isinstance(form, BaseFormSet) for error in form.non_form_errors()
        ],
        "has_errors": any(
            _has_errors(form) for given in forms for form in (given if isinstance(given, list) else [given])
        ),
    }


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Links to the pages of a list which keep the other parameters of the address."""
    return {
        "request": context["request"],
        "page": page,
        "numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
        "ellipsis": page.paginator.ELLIPSIS,
    }


@register.simple_block_tag
def card(content: str, title: str, note: str = "", id: str = "") -> SafeString:  # noqa: A002
    """A section with a heading."""
    return render_to_string("ui/card.html", {"content": content, "title": title, "note": note, "id": id})


@register.simple_block_tag
def identity_bar(content: str, name: str) -> SafeString:
    """Who the page is about: its first heading, then facts, pills and acts."""
    return render_to_string("ui/identity_bar.html", {"content": content, "name": name})


@register.simple_block_tag
def timeline_item(
    content: str, title: str, kind: str = "event", meta: str = "", *, new: bool = False
) -> SafeString:
    """One thing that happened; `new` since the reader's last visit. Raises for a kind without a style."""
    _check("timeline_item", kind, TIMELINE_KINDS)
    context = {"content": content, "title": title, "kind": kind, "meta": meta, "new": new}
    return render_to_string("ui/timeline_item.html", context)


@register.simple_block_tag
def stacked_table(content: str, caption: str, *columns: str) -> SafeString:
    """A table of few columns, whose rows (the content) become cards on a phone."""
    context = {"content": content, "caption": caption, "columns": columns}
    return render_to_string("ui/stacked_table.html", context)


@register.inclusion_tag("ui/eu_emblem.html")
def eu_emblem() -> dict[str, SafeString]:
    """The European emblem with the statement of co-funding (Regulation (EU) 2021/1060, article 47)."""
    return {
        "emblem": mark_safe(
            emblem(EMBLEM_HEIGHT).replace("<svg ", '<svg aria-hidden="true" focusable="false" ')
        )
    }


def _check(tag: str, kind: str, kinds: Iterable[str]) -> None:
    if kind not in kinds:
        raise template.TemplateSyntaxError(f"{tag}: unknown kind {kind!r}, use one of {sorted(kinds)}.")


def _hundredths(part: int, whole: int) -> int:
    return min(100, round(100 * part / whole)) if whole else 100


def _single_forms(forms: Iterable[Forms]) -> Iterable[BaseForm]:
    for form in forms:
        if isinstance(form, BaseForm):
            yield form
        else:
            yield from form


def _has_errors(form: BaseForm | BaseFormSet[Any]) -> bool:
    return form.is_bound and not form.is_valid()
