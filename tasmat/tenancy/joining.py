"""Joining an organisation with an account that another one made.

Somebody there may know its password, or have set up a passkey on it. So the membership sleeps until two things
come together: the link that this organisation's administrator gives to the person, and a fresh sign-in with
the account. Then everything that could be known before stops working.
"""

import datetime as dt

from django.core import signing
from django.db import transaction
from django.urls import reverse

from tasmat.accounts.models import User
from tasmat.accounts.second_factor import forget_second_factor
from tasmat.tenancy.context import tenant_context, user_context
from tasmat.tenancy.models import Membership

VALID_FOR = dt.timedelta(days=7)  # like a link to a password
SALT = "tasmat.tenancy.joining"


def join_path(member: Membership) -> str:
    """The path of the link. Nothing is stored: it is good for a week, until the member has joined."""
    return reverse("join", args=[signing.dumps(str(member.id), salt=SALT)])


def waiting_membership(token: str, user: User) -> Membership | None:
    """The membership of the link if it waits for this user; None for any other, an old or a used link."""
    try:
        member_id = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return None
    with user_context(user.pk):
        own = Membership.of_anybody.filter(id=member_id, user=user, awaits_owner=True)
        found: Membership | None = own.select_related("organisation").first()
    return found


@transaction.atomic
def join(member: Membership, user: User, password: str) -> None:
    """Wakes the membership. The password is a new one; app, passkeys and recovery codes of before are gone."""
    user.set_password(password)
    user.save(update_fields=["password"])
    forget_second_factor(user)
    with tenant_context(member.organisation.id, user.pk):
        waiting = Membership.objects.filter(id=member.id, awaits_owner=True)
        waiting.update(awaits_owner=False, is_active=True)
