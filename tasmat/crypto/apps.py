"""The crypto app: encrypted fields, their keys, and the rotation of keys."""

from django.apps import AppConfig


class CryptoConfig(AppConfig):
    name = "tasmat.crypto"
    label = "crypto"

    def ready(self) -> None:
        """A key ring that cannot be used stops every process at its start."""
        from tasmat.crypto.keys import key_ring

        key_ring()
