"""The own account, and what stands in for allauth's pages where the installation sends no mail."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tasmat.accounts.forms import NameForm
from tasmat.accounts.models import User
from tasmat.accounts.second_factor import has_second_factor

View = Callable[..., HttpResponseBase]


@login_required
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and the ways to change password and second factor."""
    user = User.objects.get(pk=cast(User, request.user).pk)
    form = NameForm(request.POST or None, instance=user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your name is changed."))
        return redirect("account")
    context = {"form": form, "has_second_factor": has_second_factor(user)}
    return render(request, "account/account.html", context, status=422 if form.is_bound else 200)


def by_mail(view: View) -> View:
    """The view where mail can be sent; elsewhere a page that tells whom to ask for a new password."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if settings.EMAIL_HOST:
            return view(request, *args, **kwargs)
        return render(request, "account/ask_administrator.html")

    return inner
