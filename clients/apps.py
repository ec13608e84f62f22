"""The clients app: referrals, clients, cases, stays, entries."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "clients"

    def ready(self) -> None:
        from clients import (  # noqa: F401  (they register themselves)
            contributions,
            entry_timeline,
            navigation,
            papers,
            settings_menu,
            timeline,
            timeline_periods,
            timeline_plans,
        )
