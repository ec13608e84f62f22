"""Whether a person has a second factor, and must set one up before going on."""

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.db.models import Exists, OuterRef

if TYPE_CHECKING:
    from tasmat.accounts.models import User
    from tasmat.tenancy.models import Organisation

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: "User") -> bool:
    """True with an authenticator app or a passkey; recovery codes alone are none."""
    return bool(is_mfa_enabled(user, FACTORS))


def needs_second_factor(user: "User", organisation: "Organisation") -> bool:
    """True when the organisation requires an authenticator app or a passkey and the user has neither."""
    return organisation.requires_second_factor and not has_second_factor(user)


def with_second_factor(user_column: str) -> Exists:
    """The same as a column of a list; `user_column` leads to the user's id."""
    return Exists(Authenticator.objects.filter(user=OuterRef(user_column), type__in=FACTORS))


def forget_second_factor(user: "User") -> None:
    """Removes app, passkeys and recovery codes: for a person who has lost them all."""
    Authenticator.objects.filter(user=user).delete()
