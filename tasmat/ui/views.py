"""Pages outside any organisation: start, language, accessibility statement, health, errors."""

import datetime as dt

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_GET, require_POST, require_safe

from tasmat.accounts.language import keep_choice, remember
from tasmat.tenancy.context import user_context
from tasmat.tenancy.models import Membership
from tasmat.tenancy.routes import session_ended

STATEMENT_DRAWN_UP = dt.date(2026, 3, 3)  # of the accessibility statement: change it with the text


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What Täsmät is; for a signed-in person the way to the own organisation."""
    if not request.user.is_authenticated:
        return render(request, "ui/home.html")
    with user_context(request.user.pk):
        members = list(
            Membership.of_anybody.filter(user_id=request.user.pk, is_active=True)
            .select_related("organisation")
            .order_by("organisation__name")
        )
    if len(members) == 1:
        return redirect("organisation", members[0].organisation.slug)
    return render(request, "ui/choose_organisation.html", {"members": members})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the act on digital services (306/2019) asks for."""
    return render(request, "ui/accessibility.html", {"drawn_up": date_format(STATEMENT_DRAWN_UP, "j.n.Y")})


@require_GET
def health(_request: HttpRequest) -> HttpResponse:
    """For the reverse proxy: the process answers and reaches the database."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remembers the language in a cookie and with the user, and returns to the page."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = reverse("home")
    response = HttpResponseRedirect(target)
    language = request.POST.get("language", "")
    remember(response, request, language)
    keep_choice(request, language)
    return response


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return render(request, "400.html", status=400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return render(request, "403.html", status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """One answer for what does not exist and for what is somebody else's."""
    return render(request, "404.html", status=404)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A page of its own; a script is told what helps: signing in, which brings the lost cookie back too."""
    if request.headers.get("HX-Request"):
        return session_ended()
    return render(request, "403_csrf.html", status=403)
