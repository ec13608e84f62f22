"""The error summary: what is wrong, and a way to each field."""

import re

import pytest
from django import forms
from django.template import Context, Engine, Template

from tasmat.ui.forms import Chips, Form


class ReferralForm(Form):
    name = forms.CharField(label="Name", error_messages={"required": "Write the name"})
    why = forms.CharField(label="Why?", error_messages={"required": "Write the reason"})
    agrees = forms.BooleanField(label="The person agrees.", error_messages={"required": "Tick it"})
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=Chips)
    empty = forms.ChoiceField(label="Nothing to choose", choices=(), widget=forms.RadioSelect)
    token = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> None:
        raise forms.ValidationError("Sent too often")


def summary(*forms_: object) -> str:
    names = [f"form{number}" for number, _form in enumerate(forms_)]
    template = Template("{% error_summary " + " ".join(names) + " %}")
    return template.render(Context(dict(zip(names, forms_, strict=True))))


def links(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<a href="#([^"]+)">([^<]+)</a>', html)


def test_each_error_names_its_field_and_leads_to_it() -> None:
    html = summary(ReferralForm({}))

    assert links(html)[:3] == [
        ("id_name", "Name: Write the name"),
        ("id_why", "Why? Write the reason"),
        ("id_agrees", "The person agrees. Tick it"),
    ]


def test_a_group_is_reached_by_its_first_choice() -> None:
    targets = [target for target, _words in links(summary(ReferralForm({})))]

    assert targets == ["id_name", "id_why", "id_agrees", "id_kind_0", "id_empty"]


def test_errors_without_a_field_and_of_hidden_fields_are_said_too() -> None:
    html = summary(ReferralForm({}))

    assert "<li>Sent too often</li>" in html
    assert "<li>Token:" in html


def test_a_good_form_and_an_untouched_one_have_no_summary() -> None:
    class Plain(Form):
        name = forms.CharField()

    assert summary(Plain()).strip() == ""
    assert summary(Plain({"name": "A"})).strip() == ""


def test_a_list_of_forms_is_taken_as_its_forms() -> None:
    class Plain(Form):
        name = forms.CharField()

    both = [Plain({"a-name": ""}, prefix="a"), Plain({"b-name": "B"}, prefix="b")]

    assert [target for target, _words in links(summary(both))] == ["id_a-name"]
    assert summary([Plain({"name": "A"})]).strip() == ""


def test_several_forms_and_a_formset_share_one_summary() -> None:
    class Service(Form):
        title = forms.CharField(label="Title")

    services = forms.formset_factory(Service, max_num=1, validate_max=True)(
        {
            "s-TOTAL_FORMS": "2",
            "s-INITIAL_FORMS": "2",
            "s-0-title": "",
            "s-1-title": "B",
        },
        prefix="s",
    )

    html = summary(ReferralForm({}), services)

    assert html.count("govuk-error-summary__title") == 1
    assert "id_s-0-title" in [target for target, _words in links(html)]
    assert len(services.non_form_errors()) == 1
    assert str(services.non_form_errors()[0]) in html


@pytest.mark.parametrize("hostile", ["<img src=x>", '"><script>alert(1)</script>'])
def test_words_of_strangers_are_escaped(hostile: str) -> None:
    class Echo(Form):
        name = forms.CharField(label=hostile)

        def clean_name(self) -> None:
            raise forms.ValidationError(hostile)

    assert hostile not in summary(Echo({"name": "A"}))


def test_the_tags_are_builtins() -> None:
    assert "tasmat.ui.templatetags.ui" in Engine.get_default().builtins
