"""The filter of a case's timeline: what is looked for stands in the address."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import EntryKind
from clients.forms.fields import LineField
from clients.models import Case, Entry, Goal
from clients.registry import Asked, Visit
from clients.services.stems import beginnings
from tasmat.tenancy.models import Membership
from tasmat.ui.forms import DateField, Form

LONGEST_QUERY = 100  # characters
ANY = ("", _("no matter"))


class TimelineFilter(Form):
    """A field with a wrong value filters nothing. Texts and goals are looked through by those who may read them."""

    mark_optional = False

    words = LineField(label=_("Words in the texts"), required=False, max_length=LONGEST_QUERY)
    kind = forms.ChoiceField(label=_("What happened"), choices=[ANY, *EntryKind.choices], required=False)
    author = forms.ModelChoiceField(Membership.objects.none(), label=_("Written by"), required=False)
    goal = forms.ModelChoiceField(Goal.objects.none(), label=_("Goal"), required=False)
    first_day = DateField(label=_("From"), required=False)
    last_day = DateField(label=_("Until"), required=False)
    show = forms.CharField(widget=forms.HiddenInput, required=False)
    since = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, typed: Mapping[str, Any], *, case: Case, reads_texts: bool) -> None:
        super().__init__(typed, auto_id="filter_%s")  # the box for an entry has fields of the same names
        fields: dict[str, Any] = self.fields
        written = Entry.objects.filter(case=case).order_by().values("author").distinct()
        authors = Membership.objects.filter(id__in=written).select_related("user")
        fields["author"].queryset = authors.order_by("user__name")
        fields["author"].empty_label = fields["goal"].empty_label = ANY[1]
        fields["goal"].queryset = Goal.objects.filter(plan__case=case).order_by("-set_on", "id")
        if not reads_texts:
            del fields["words"], fields["goal"]
        self.is_valid()

    def asked(self, visit: Visit) -> Asked:
        """What the sources of the timeline are asked for."""
        asked = self.cleaned_data
        goal = asked.get("goal")
        return Asked(
            kind=asked.get("kind", ""),
            author=asked.get("author"),
            goal_id=goal.id if goal else None,
            first_day=asked.get("first_day"),
            last_day=asked.get("last_day"),
            words=beginnings(asked.get("words", "")),
            unseen=visit if asked.get("since") == "visit" else None,
        )

    def in_address(self) -> dict[str, str]:
        """The filter's part of an address, as typed; what is wrong is left out."""
        names = [name for name in self.fields if name != "show" and self.cleaned_data.get(name)]
        return {name: str(self.data[name]) for name in names}

    @property
    def is_used(self) -> bool:
        """Whether anything is looked for, or something was typed wrong, so that the filter must not hide."""
        return bool(self.in_address() or self.errors)
