"""What a form looks like for eyes, keyboards and screen readers, and how it reads dates."""

import datetime as dt

import pytest
from django import forms
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.test.utils import isolate_apps
from django.utils.translation import override
from pytest_django import Settings

from tasmat.ui.forms import BirthDateField, Chips, DateField, Form, ModelForm


class VisitForm(Form):
    name = forms.CharField(label="Name", help_text="First and last")
    seen_on = DateField(label="Seen on", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "At home"), ("b", "At work")], widget=Chips)
    place = forms.ChoiceField(label="Where?", choices=[("i", "Iisalmi")], widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(
        label="Needs", choices=[("x", "X")], widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(label="Text", max_length=500, widget=forms.Textarea)
    agreed = forms.BooleanField(label="Agreed", help_text="Asked aloud")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def field_html(form: forms.Form, name: str) -> str:
    return str(form[name].as_field_group())


def test_a_label_a_hint_and_a_control_belong_together() -> None:
    html = field_html(VisitForm(), "name")

    assert 'for="id_name"' in html
    assert '<div class="govuk-hint" id="id_name_helptext">First and last</div>' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'class="govuk-input"' in html


def test_an_error_is_said_beside_the_field_and_marks_the_control() -> None:
    html = field_html(VisitForm({}), "name")

    assert "govuk-form-group--error" in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'class="govuk-input govuk-input--error"' in html
    assert 'aria-invalid="true"' in html


def test_no_control_is_required_by_the_browser() -> None:
    assert " required" not in str(VisitForm())


@pytest.mark.parametrize("name", ["kind", "place", "needs"])
def test_the_error_of_a_group_stands_on_its_fieldset_not_on_each_choice(name: str) -> None:
    html = field_html(VisitForm({}), name)

    assert f'<fieldset class="govuk-fieldset" aria-describedby="id_{name}_error">' in html
    assert "aria-invalid" not in html
    assert "--error" not in html.replace("govuk-form-group--error", "")


def test_chips_are_radio_buttons() -> None:
    html = field_html(VisitForm(initial={"kind": "b"}), "kind")

    assert (
        '<input type="radio" name="kind" value="b" class="app-chips__input" id="id_kind_1" checked>' in html
    )
    assert '<label class="app-chips__label" for="id_kind_1">At work</label>' in html


def test_a_lone_checkbox_has_its_label_behind_it() -> None:
    html = field_html(VisitForm({}), "agreed")

    assert html.index('type="checkbox"') < html.index("govuk-checkboxes__label")
    assert 'aria-describedby="id_agreed_helptext id_agreed_error"' in html
    assert "aria-invalid" not in html


def test_only_optional_fields_are_marked() -> None:
    form = VisitForm()

    assert "app-optional" in field_html(form, "seen_on")
    assert "app-optional" not in field_html(form, "name")


def test_a_form_can_leave_out_the_mark() -> None:
    form = VisitForm()
    form.mark_optional = False

    assert "app-optional" not in str(form)


def test_a_text_area_counts_its_characters_and_does_not_cut() -> None:
    html = field_html(VisitForm(), "text")

    assert 'data-maxlength="500"' in html
    assert 'aria-describedby="id_text-info"' in html
    assert 'id="id_text-info"' in html
    assert 'data-i18n.characters-under-limit.other="' in html
    assert "%{count}" in html
    assert " maxlength=" not in html


def test_a_hidden_field_has_no_label_and_no_class() -> None:
    html = str(VisitForm())

    assert '<input type="hidden" name="token" id="id_token">' in html


def test_a_password_can_be_shown() -> None:
    class SignIn(Form):
        password = forms.CharField(widget=forms.PasswordInput)

    html = str(SignIn())

    assert 'data-module="govuk-password-input"' in html
    assert 'aria-controls="id_password"' in html
    assert "govuk-js-password-input-input" in html


def test_an_own_class_is_kept() -> None:
    class Short(Form):
        code = forms.CharField(widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}))

    assert 'class="govuk-input govuk-input--width-5"' in str(Short())


def test_help_and_labels_are_escaped() -> None:
    class Hostile(Form):
        name = forms.CharField(label="<b>Name</b>", initial='"><script>')

    html = str(Hostile())

    assert "<b>" not in html
    assert "<script>" not in html


@pytest.mark.parametrize(("is_needed", "words"), [(True, "Choose"), (False, "Nothing chosen")])
@pytest.mark.parametrize("blank", [*BLANK_CHOICE_DASH, ("", "")])
def test_an_empty_choice_says_that_nothing_is_chosen(
    blank: tuple[str, str], is_needed: bool, words: str
) -> None:
    class Visit(Form):
        place = forms.ChoiceField(choices=[blank, ("i", "Iisalmi")], required=is_needed)

    with override("en"):
        html = str(Visit())

    assert f'<option value="" selected>{words}</option>' in html
    assert '<option value="i">Iisalmi</option>' in html


def test_an_empty_choice_that_says_something_keeps_its_words() -> None:
    class Visit(Form):
        place = forms.ChoiceField(choices=[("", "not known"), ("i", "Iisalmi")], required=False)

    assert "not known</option>" in str(Visit())


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("written", ["3.4.2026", "03.04.2026", " 3. 4. 2026 ", "2026-04-03"])
def test_a_date_is_read_day_first_in_every_language(language: str, written: str) -> None:
    with override(language):
        assert DateField().clean(written) == dt.date(2026, 4, 3)


@pytest.mark.parametrize(
    "written", ["3/4/2026", "24.13.1985", "31.2.2026", "3.4.45", "tomorrow", "0.0.0000", "\x00"]
)
@pytest.mark.parametrize(("field", "example"), [(DateField, "3.3.2026"), (BirthDateField, "17.5.1980")])
def test_what_is_no_date_is_refused_with_the_format(
    field: type[DateField], example: str, written: str, settings: Settings
) -> None:
    settings.TASMAT_TODAY = dt.date(2026, 3, 3)

    with override("en"):
        with pytest.raises(forms.ValidationError) as refused:
            field().clean(written)

        assert refused.value.messages == [f"Write the date as day, month and year, for example {example}"]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_date_is_shown_as_it_is_written(language: str) -> None:
    with override(language):
        html = field_html(VisitForm(initial={"seen_on": dt.date(2026, 4, 3)}), "seen_on")

    assert 'value="3.4.2026"' in html
    assert "govuk-input--width-10" in html


def test_a_wrong_date_stays_in_its_box() -> None:
    assert 'value="24.13.1985"' in field_html(VisitForm({"seen_on": "24.13.1985"}), "seen_on")


@isolate_apps("tasmat.ui")
def test_date_columns_of_a_model_form_are_our_date_field() -> None:
    class Visit(models.Model):  # noqa: DJ008
        on = models.DateField()
        at = models.DateTimeField()

        class Meta:
            app_label = "ui"

    class VisitModelForm(ModelForm[Visit]):
        class Meta:
            model = Visit
            fields = ("on", "at")

    class Dated(VisitModelForm):
        """A form that inherits its Meta."""

    assert type(VisitModelForm.base_fields["on"]) is DateField
    assert type(VisitModelForm.base_fields["at"]) is forms.DateTimeField
    assert type(Dated.base_fields["on"]) is DateField


def test_a_formset_shows_each_form_and_its_management_fields() -> None:
    html = str(forms.formset_factory(VisitForm, extra=2)(prefix="visits"))

    assert html.count('class="app-repeated"') == 2
    assert 'name="visits-TOTAL_FORMS"' in html
