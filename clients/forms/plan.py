"""Forms of plans: starting one, its texts, goals with their levels, steps, ratings, and the review of all goals."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clients.choices import GoalLevel, PlanKind, Rater
from clients.forms.fields import LineField, TextField, not_in_the_future
from clients.forms.shared import SharedForm
from clients.models import Goal, GoalRating, GoalStep, Plan
from clients.services.plans import GoalReview
from tasmat.ui.forms import Chips, DateField, Form, ModelForm

LONGEST_TEXT = 20_000  # characters
LONGEST_LEVEL = 500
LONGEST_LINE = 200
ICF_CODE = RegexValidator(
    r"^[bsde]\d(\d\d(\d{1,2})?)?$", _("Write the code like d850: a letter and numbers.")
)

NOTE = pgettext_lazy("text of a rating", "Note")
IMPORTANCE = (
    (0, pgettext_lazy("importance of a goal", "0 not now")),
    (1, pgettext_lazy("importance of a goal", "1 somewhat")),
    (2, pgettext_lazy("importance of a goal", "2 quite")),
    (3, pgettext_lazy("importance of a goal", "3 very")),
)
DIFFICULTY = (
    (0, pgettext_lazy("difficulty of a goal", "0 not at all")),
    (1, pgettext_lazy("difficulty of a goal", "1 somewhat")),
    (2, pgettext_lazy("difficulty of a goal", "2 quite")),
    (3, pgettext_lazy("difficulty of a goal", "3 very")),
)
SHORT_LEVELS = tuple(
    (level.value, f"{level.value:+d}".replace("-", "−").replace("+0", "0")) for level in GoalLevel
)


class PlanStartForm(Form):
    """Which kind of plan begins; the first of those that the project uses is offered."""

    kind = forms.ChoiceField(label=_("Kind of plan"), widget=forms.RadioSelect)
    starts_on = DateField(label=_("From"))

    def __init__(self, *args: Any, kinds: list[PlanKind], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, capfirst(str(kind.label))) for kind in kinds
        ]
        self.initial.setdefault("kind", kinds[0] if kinds else None)
        self.initial.setdefault("starts_on", today)


class PlanForm(SharedForm[Plan]):
    """The plan's own texts, written together with the client."""

    mark_optional = False

    situation = TextField(
        label=_("Situation now"),
        help_text=_("How are things: work, health, everyday life? What brought you here?"),
        required=False,
        max_length=LONGEST_TEXT,
    )
    strengths = TextField(
        label=_("Strengths"),
        help_text=_("What goes well, what the client can do and likes to do."),
        required=False,
        max_length=LONGEST_TEXT,
    )
    support = TextField(
        label=_("Support and arrangements needed"),
        help_text=_("What helps at work and in everyday life, and who gives it."),
        required=False,
        max_length=LONGEST_TEXT,
    )
    agreed = TextField(
        label=_("What we have agreed"),
        help_text=_("In words that the client uses."),
        required=False,
        max_length=LONGEST_TEXT,
    )

    class Meta:
        model = Plan
        fields = ("situation", "strengths", "support", "agreed", "review_on", "closed_on")
        help_texts = {
            "review_on": _("On this day the plan comes up on your list."),
            "closed_on": _(
                "Only when the plan is over, for instance when another kind of plan takes its place."
            ),
        }

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name in ("situation", "strengths", "support", "agreed"):
            self.fields[name].widget.attrs["rows"] = 5

    def clean_closed_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["closed_on"]
        if day is not None and day < self.instance.starts_on:
            raise ValidationError(_("The last day is before the first day."))
        if day is None and self._another_is_open():
            raise ValidationError(_("A plan of this kind is under way already."))
        return not_in_the_future(day, self.today)

    def _another_is_open(self) -> bool:
        plans = Plan.objects.filter(case=self.instance.case_id, kind=self.instance.kind, closed_on=None)
        return plans.exclude(id=self.instance.id).exists()


def _level(label: Any, help_text: Any = "") -> TextField:
    widget = forms.Textarea(attrs={"rows": 2})
    return TextField(
        label=label, help_text=help_text, required=False, max_length=LONGEST_LEVEL, widget=widget
    )


class GoalForm(SharedForm[Goal]):
    """One goal; its words are enough at first, the levels can be written later."""

    mark_optional = False

    title = LineField(
        label=_("Goal"),
        help_text=_("One thing that the client wants, in the client's words."),
        max_length=LONGEST_LINE,
    )
    importance = forms.TypedChoiceField(
        label=_("How important is it to the client?"), choices=IMPORTANCE, coerce=int, widget=Chips, initial=1
    )
    difficulty = forms.TypedChoiceField(
        label=_("How difficult is it to reach?"), choices=DIFFICULTY, coerce=int, widget=Chips, initial=1
    )
    expected = _level(
        _("0: as expected"), _("What is realistic by the day above, when things go as planned?")
    )
    more = _level(_("+1: a little more than expected"))
    much_more = _level(_("+2: much more than expected"), _("The best that could happen."))
    less = _level(_("−1: a little less than expected"), _("Often the situation now."))
    much_less = _level(_("−2: much less than expected"), _("Worse than now."))
    can_get_worse = forms.BooleanField(
        label=_("The situation could become worse than it is now"),
        help_text=_("Then the goal starts from −1, else from −2."),
        required=False,
        initial=True,
    )
    icf_code = forms.CharField(
        label=_("ICF code"),
        help_text=_("If the goal belongs to an item of an assessment, for instance d850."),
        required=False,
        max_length=6,
        validators=[ICF_CODE],
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )

    class Meta:
        model = Goal
        fields = (
            "title",
            "target_on",
            "importance",
            "difficulty",
            "expected",
            "more",
            "much_more",
            "less",
            "much_less",
            "can_get_worse",
            "icf_code",
            "closed_on",
        )
        help_texts = {"closed_on": _("When the goal is reached or no longer worked for.")}

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if self.instance._state.adding:
            del self.fields["closed_on"]

    @property
    def has_levels(self) -> bool:
        """Whether something is written, or wrong, among the levels, so that they are shown opened."""
        names = ("expected", "more", "much_more", "less", "much_less", "icf_code")
        return any(self[name].value() or self[name].errors for name in names)

    def clean_closed_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["closed_on"]
        if day is not None and day < self.instance.set_on:
            raise ValidationError(_("The last day is before the first day."))
        return not_in_the_future(day, self.today)


class StepForm(ModelForm[GoalStep]):
    """Who does what by when."""

    what = LineField(label=_("What is done"), max_length=LONGEST_LINE)
    doer_name = LineField(label=_("Name of somebody else"), required=False, max_length=LONGEST_LINE)

    class Meta:
        model = GoalStep
        fields = ("what", "doer", "doer_name", "due_on")
        widgets = {"doer": Chips}
        labels = {"doer": _("Who does it"), "due_on": _("By when")}


class RatingForm(ModelForm[GoalRating]):
    """How far the goal is, on its five levels."""

    note = TextField(
        label=NOTE, required=False, max_length=LONGEST_LEVEL, widget=forms.Textarea(attrs={"rows": 2})
    )

    class Meta:
        model = GoalRating
        fields = ("level", "rater", "on", "note")
        widgets = {"level": forms.RadioSelect, "rater": Chips}

    def __init__(self, *args: Any, goal: Goal, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goal, self.today = goal, today
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (level.value, _with_words(level, goal)) for level in GoalLevel
        ]
        self.initial.setdefault("on", today)

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        if day < self.goal.set_on:
            raise ValidationError(_("The date is before the day the goal was set."))
        return not_in_the_future(day, self.today)

    def clean(self) -> None:
        super().clean()
        on, rater = self.cleaned_data.get("on"), self.cleaned_data.get("rater")
        if self.instance._state.adding or on is None or rater is None:
            return
        same = GoalRating.objects.filter(goal=self.goal, on=on, rater=rater)
        if same.exclude(id=self.instance.id).exists():
            self.add_error("on", _("This goal has been rated on this day already: correct that one."))


def _with_words(level: GoalLevel, goal: Goal) -> str:
    """A level with what the goal says of it."""
    words = (goal.much_less, goal.less, goal.expected, goal.more, goal.much_more)[level.value + 2]
    return f"{level.label}: {words}" if words else str(level.label)


class ReviewForm(Form):
    """All goals of a plan at once: a level each where one wants, steps ticked, and the next day of review."""

    mark_optional = False

    rater = forms.ChoiceField(
        label=_("Who rates"), choices=Rater.choices, widget=Chips, initial=Rater.TOGETHER
    )
    on = DateField(label=_("Date"))
    review_on = DateField(label=_("Next review"), required=False)

    def __init__(
        self, *args: Any, goals: Iterable[Goal], today: dt.date, review_on: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.goals, self.today = list(goals), today
        self.initial = {"on": today, "review_on": review_on}
        for goal in self.goals:
            self._add_goal(goal)

    def _add_goal(self, goal: Goal) -> None:
        rated = next(
            (one for one in goal.ratings.all() if one.on == self.today and one.rater == Rater.TOGETHER), None
        )
        self.fields[f"level_{goal.id}"] = forms.TypedChoiceField(
            label=goal.title,
            help_text=_("As expected (0): {words}").format(words=goal.expected) if goal.expected else "",
            choices=SHORT_LEVELS,
            coerce=int,
            empty_value=None,
            required=False,
            widget=Chips,
            initial=rated.level if rated else None,
        )
        self.fields[f"note_{goal.id}"] = LineField(
            label=NOTE, required=False, max_length=LONGEST_LEVEL, initial=rated.note if rated else ""
        )
        steps = [(str(step.id), step.what) for step in goal.steps.all() if step.done_on is None]
        if steps:
            self.fields[f"steps_{goal.id}"] = forms.MultipleChoiceField(
                label=_("Done now"), choices=steps, required=False, widget=forms.CheckboxSelectMultiple
            )

    def rows(self) -> list[dict[str, Any]]:
        """For the page: each goal's fields; `steps` is missing when all are done."""
        return [
            {
                name: self[f"{name}_{goal.id}"]
                for name in ("level", "note", "steps")
                if f"{name}_{goal.id}" in self.fields
            }
            for goal in self.goals
        ]

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        if self.goals and day < max(goal.set_on for goal in self.goals):
            raise ValidationError(_("The date is before the day a goal was set."))
        return not_in_the_future(day, self.today)

    def clean(self) -> None:
        super().clean()
        on, review_on = self.cleaned_data.get("on"), self.cleaned_data.get("review_on")
        if on and review_on and review_on <= on:
            self.add_error("review_on", _("The next review is after this one."))

    def reviews(self) -> list[GoalReview]:
        """What a valid form says of the goals."""
        asked = self.cleaned_data
        return [GoalReview(goal, asked[f"level_{goal.id}"], asked[f"note_{goal.id}"]) for goal in self.goals]

    def done(self) -> list[str]:
        """Ids of the steps that are done now."""
        return [step for goal in self.goals for step in self.cleaned_data.get(f"steps_{goal.id}", [])]
