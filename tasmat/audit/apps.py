"""The audit app: who changed what, who saw whose data."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "tasmat.audit"
    label = "audit"
