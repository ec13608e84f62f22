"""The access app: roles, actions, and the areas a member works in."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "tasmat.access"
    label = "access"
