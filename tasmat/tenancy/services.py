"""Setting up organisations and projects."""

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Municipality, Organisation, Project, ProjectArea, ProjectCode

LONGEST_SLUG = 50  # leaves room for a number within the 60 of the column


@transaction.atomic
def create_project(
    code: str,
    *,
    organisation: str,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date,
    quotas: Mapping[str, int],
    contact: Mapping[str, str] | None = None,
) -> Project:
    """An empty project with its areas, and its organisation when none has the name; raises as add_project."""
    found = _organisation_named(organisation)
    with tenant_context(found.id):
        return add_project(
            code,
            organisation=found,
            name=name,
            starts_on=starts_on,
            ends_on=ends_on,
            quotas=quotas,
            contact=contact,
        )


@transaction.atomic
def add_project(
    code: str,
    *,
    organisation: Organisation,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date,
    quotas: Mapping[str, int],
    contact: Mapping[str, str] | None = None,
) -> Project:
    """An empty project of the current organisation with its areas.

    `quotas` are participants by municipality number, `contact` columns of whom to ask about the project. Raises
    ValidationError, and nothing is then written: the code is taken in some organisation or of the wrong form, a
    municipality is unknown, a quota is not possible, the dates are upside down, a name is empty, phone or e-mail
    are of the wrong form.
    """
    registered, told = _register(code, organisation), contact or {}
    project = Project(code=registered, name=name.strip(), starts_on=starts_on, ends_on=ends_on, **told)
    project.clean_fields(exclude={column.name for column in project._meta.fields}.difference(told))
    project.validate_constraints()
    project.save()
    for number, quota in quotas.items():
        area = ProjectArea(project=project, municipality=_municipality(number), quota=quota)
        area.full_clean()
        area.save()
    return project


def _organisation_named(name: str) -> Organisation:
    """The oldest organisation of this name, or a new one."""
    found = Organisation.objects.filter(name=name.strip()).order_by("id").first()
    if found is not None:
        return found
    organisation = Organisation(name=name.strip(), slug=_free_slug(name))
    organisation.validate_constraints()
    organisation.save()
    return organisation


def _free_slug(name: str) -> str:
    """The name in an address: toimi-saatio, and toimi-saatio-2 when another organisation has that."""
    base = slugify(name)[:LONGEST_SLUG].strip("-") or "organisaatio"
    slug, number = base, 1
    while Organisation.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def _register(code: str, organisation: Organisation) -> ProjectCode:
    ProjectCode(code=code, organisation=organisation).clean_fields()
    registered, is_new = ProjectCode.objects.get_or_create(code=code, defaults={"organisation": organisation})
    if not is_new:
        raise ValidationError(_("A project has the code %(code)s already."), params={"code": code})
    return registered


def _municipality(number: str) -> Municipality:
    found = Municipality.objects.filter(number=number).first()
    if found is None:
        raise ValidationError(_("%(number)s is not a municipality."), params={"number": number})
    return found
