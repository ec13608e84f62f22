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
        from clients.views.form_drafts import when_answered
        from tasmat.tenancy.routes import answered

        answered.connect(when_answered, dispatch_uid="drafts of forms")
