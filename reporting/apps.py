"""The reporting app: indicators, snapshots and the reports made of them."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"

    def ready(self) -> None:
        from reporting import navigation  # noqa: F401  (it registers itself)
