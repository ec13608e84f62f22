"""The links app: private addresses that need no account."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "tasmat.links"
    label = "links"
