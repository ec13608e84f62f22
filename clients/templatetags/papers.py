"""The button that asks for a paper, on any page of a case."""

from typing import Any
from uuid import UUID

from django import template
from django.template.context import Context

from clients.forms.papers import PaperForm

register = template.Library()


@register.inclusion_tag("clients/documents/paper_form.html", takes_context=True)
def paper_form(context: Context, name: str, subject_id: UUID, label: str = "") -> dict[str, Any]:
    """A form with the language and a button; `label` are the button's words when "Make a PDF" says too little."""
    return {
        "form": PaperForm.offered(name, subject_id, context["case"]),
        "label": label,
        "organisation": context["organisation"],
        "case": context["case"],
        "csrf_token": context.get("csrf_token"),
    }
