"""The tenancy app: organisations, projects, members, and the walls between organisations."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "tasmat.tenancy"
    label = "tenancy"

    def ready(self) -> None:
        from tasmat.tenancy import checks, connections, navigation  # noqa: F401  (they register themselves)
