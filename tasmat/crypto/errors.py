"""What can go wrong with encrypted data, each with its own name."""

from django.core.exceptions import ImproperlyConfigured


class WrongKeyRing(ImproperlyConfigured):
    """FIELD_KEYS cannot be used; the text says which entry and why, never the key."""


class UnreadableValue(Exception):
    """Sealed bytes cannot be opened in this place; the text names the place, never the content."""


class TamperedValue(UnreadableValue):
    """The bytes were changed, or belong to another row, column, table or organisation."""


class UnknownKey(UnreadableValue):
    """The value was sealed with a key that is no longer in FIELD_KEYS."""


class PlainTextRefused(TypeError):
    """Plain text was about to go to the database without a row to seal it for."""
