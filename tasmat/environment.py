"""Readers of environment variables: a missing or wrong value fails loudly, with the variable's name."""

import os
from urllib.parse import parse_qs, unquote, urlparse

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off", ""}


class WrongSetting(RuntimeError):
    """An environment variable is missing or cannot be used; the text names it and says what to do."""


def env_text(name: str, default: str | None = None) -> str:
    """Value of a variable; without a default it must be set and not empty."""
    value = os.environ.get(name, default)
    if value is None:
        raise WrongSetting(f"Set the environment variable {name}.")
    return value


def env_bool(name: str, *, default: bool = False) -> bool:
    word = os.environ.get(name, str(default)).strip().lower()
    if word in TRUE_WORDS | FALSE_WORDS:
        return word in TRUE_WORDS
    raise WrongSetting(f"{name} must be 1 or 0, not {word!r}.")


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def env_address(name: str) -> str:
    """host:port or the path of a socket; empty when it is not set."""
    address = os.environ.get(name, "").strip()
    host, _, port = address.rpartition(":")
    if address and not address.startswith("/") and not (host and port.isdecimal()):
        raise WrongSetting(f"{name} must look like host:3310 or /folder/clamd.sock.")
    return address


def database_from_url(url: str, variable: str) -> dict[str, str]:
    """Django's NAME, USER, PASSWORD, HOST and PORT from postgresql://user:password@host:port/name.

    As in libpq, ?host=/folder names the folder of a socket.
    """
    parts = urlparse(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise WrongSetting(f"{variable} must look like postgresql://user:password@host:5432/name.")
    return {
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parse_qs(parts.query).get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
    }
