"""Choosing some of many cases in a table: a box in each row, all or none by a button, also without scripts."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundWidget
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from clients.models import Case


class PickField(forms.MultipleChoiceField):
    """The chosen cases, by id."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"required": _("Choose at least one client.")}

    def offer(self, cases: Iterable[Case]) -> None:
        self.choices = [(str(case.id), case.client.name) for case in cases]


def boxes(form: forms.BaseForm, name: str = "chosen") -> dict[UUID, BoundWidget]:
    """The box of each case."""
    return {UUID(box.data["value"]): box for box in form[name].subwidgets}


def asked_anew(request: HttpRequest, cases: Iterable[Case]) -> dict[str, Any] | None:
    """What a button asks that only changes the choice: the form as typed, with all, none or the same chosen.

    None when another button was pressed.
    """
    wish = request.POST.get("pick")
    if wish is None:
        return None
    chosen = {"all": [str(case.id) for case in cases], "none": []}
    return {**request.POST.dict(), "chosen": chosen.get(wish, request.POST.getlist("chosen"))}
