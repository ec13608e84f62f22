"""Whether a member must set up a second factor before going on."""

from typing import TYPE_CHECKING

from allauth.mfa.utils import is_mfa_enabled

if TYPE_CHECKING:
    from tasmat.accounts.models import User
    from tasmat.tenancy.models import Organisation


def needs_second_factor(user: "User", organisation: "Organisation") -> bool:
    """True when the organisation requires TOTP or a passkey and the user has neither."""
    return organisation.requires_second_factor and not is_mfa_enabled(user)
