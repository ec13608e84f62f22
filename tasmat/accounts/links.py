"""One-time links by which a person chooses a password: for new members, and for those who forgot theirs."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from tasmat.accounts.models import User


def password_path(user: User) -> str:
    """The path of the link. Good until it is used, somebody signs in, or PASSWORD_RESET_TIMEOUT is over."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
