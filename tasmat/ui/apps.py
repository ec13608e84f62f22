"""The look: form renderer, template tags, charts, emblem."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Has no models; its templates are in templates/layout, templates/ui and templates/forms."""

    name = "tasmat.ui"
    label = "ui"
