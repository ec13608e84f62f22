"""The page on which a person joins a further organisation with the account that is there."""

import time
from typing import cast

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tasmat.accounts.forms import JoinForm
from tasmat.accounts.models import User
from tasmat.accounts.second_factor import has_second_factor
from tasmat.tenancy import joining


@login_required
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Asks for a new password soon after a sign-in; one with another account is told that the link is not good."""
    if not _has_just_signed_in(request):
        # allauth's own decorator would keep what is posted, the new password, in the session.
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")
    user = User.objects.get(pk=cast(User, request.user).pk)
    member = joining.waiting_membership(token, user)
    if member is None:
        return render(request, "tenancy/join_not.html", status=404)
    form = JoinForm(data=request.POST or None, user=user)
    if form.is_valid():
        joining.join(member, user, form.cleaned_data["password1"])
        update_session_auth_hash(request, user)
        messages.success(
            request, _("You have joined {organisation}.").format(organisation=member.organisation)
        )
        return redirect("organisation", member.organisation.slug)
    context = {"form": form, "joined": member.organisation, "had_factor": has_second_factor(user)}
    return render(request, "tenancy/join.html", context, status=422 if form.is_bound else 200)


def _has_just_signed_in(request: HttpRequest) -> bool:
    """Whether password or factor were given in the last minutes, at sign-in or asked again."""
    records = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records), default=0)
    return time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
