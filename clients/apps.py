"""The clients app: referrals, clients, cases, stays, entries."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "clients"

    def ready(self) -> None:
        from clients import navigation  # noqa: F401  (it registers itself)
