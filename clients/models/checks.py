"""Constraints that many tables share: a coded column holds one of its codes, days stand in order."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def one_of(column: str, choices: type[models.Choices], name: str) -> models.CheckConstraint:
    """The column is empty or holds one of the codes."""
    condition = Q((f"{column}__isnull", True)) | Q((f"{column}__in", choices.values))
    return models.CheckConstraint(condition=condition, name=name)


def in_order(first: str, last: str, name: str) -> models.CheckConstraint:
    """The last day is not known or not before the first."""
    message = _("The last day is before the first day.")
    condition = Q((f"{last}__isnull", True)) | Q((f"{last}__gte", F(first)))
    return models.CheckConstraint(condition=condition, name=name, violation_error_message=message)


def not_empty(column: str, name: str, message: Any) -> models.CheckConstraint:
    """The text is not empty."""
    return models.CheckConstraint(condition=~Q((column, "")), name=name, violation_error_message=message)


def not_negative(column: str, name: str) -> models.CheckConstraint:
    """The number is not known or not below zero."""
    condition = Q((f"{column}__isnull", True)) | Q((f"{column}__gte", 0))
    return models.CheckConstraint(
        condition=condition, name=name, violation_error_message=_("Write a number that is not below zero.")
    )
