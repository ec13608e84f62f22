"""A member's own choices: the daily mail and the private calendar feed."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clients.forms.digest import DigestForm
from clients.services.calendar_feed import close_feed, feed_of, has_feed, new_feed
from clients.services.digest import choose_digest, wants_digest
from clients.views.pages import posted
from tasmat import clock
from tasmat.access.actions import Action
from tasmat.tenancy.models import Membership
from tasmat.tenancy.requests import LinkRequest, TenantRequest


@require_http_methods(["GET", "POST"])
def own_choices(request: TenantRequest) -> HttpResponse:
    """Turns the daily mail on and off; shows whether a calendar feed is open."""
    form = DigestForm(
        posted(request),
        initial={"is_wanted": wants_digest(request.membership)},
    )
    if form.is_bound and form.is_valid():
        choose_digest(request.membership, is_wanted=form.cleaned_data["is_wanted"])
        messages.success(request, _("Your choice is saved."))
        return redirect("own_choices", request.organisation.slug)
    return _show(request, form)


@require_POST
def calendar_feed_new(request: TenantRequest) -> HttpResponse:
    """The address is shown on this answer only: nothing but its fingerprint is kept."""
    address = reverse("calendar_feed", args=[new_feed(request.membership)])
    form = DigestForm(initial={"is_wanted": wants_digest(request.membership)})
    return _show(request, form, feed_url=request.build_absolute_uri(address))


@require_POST
def calendar_feed_close(request: TenantRequest) -> HttpResponse:
    if close_feed(request.membership):
        messages.success(request, _("The calendar feed is closed."))
    return redirect("own_choices", request.organisation.slug)


@require_safe
def calendar_feed(request: LinkRequest) -> HttpResponse:
    """The feed of a member who still works here."""
    member = get_object_or_404(Membership.objects.select_related("user"), id=request.link.subject)
    if not (member.is_active and member.user.is_active and member.can(Action.EDIT_AGENDA)):
        raise Http404
    content = feed_of(member, clock.today(), clock.now())
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _show(request: TenantRequest, form: DigestForm, feed_url: str = "") -> HttpResponse:
    context = {
        "form": form,
        "feed_url": feed_url,
        "has_feed": has_feed(request.membership),
        "sends_mail": bool(settings.EMAIL_HOST),
    }
    return render(request, "clients/agenda/own_choices.html", context)
