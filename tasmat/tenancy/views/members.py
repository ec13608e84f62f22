"""Settings of members: the list, adding, roles and areas, links to a password, closing out."""

import logging
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tasmat.accounts.links import password_path
from tasmat.accounts.second_factor import forget_second_factor
from tasmat.tenancy.forms.members import NewMemberForm, RolesForm, SecondFactorForm
from tasmat.tenancy.hooks import reasons_to_keep
from tasmat.tenancy.joining import join_path
from tasmat.tenancy.members import (
    add_member,
    change_member,
    is_only_here,
    lock_members,
    member_rows,
    members,
    set_active,
)
from tasmat.tenancy.models import Membership
from tasmat.tenancy.requests import TenantRequest

MEMBERS_A_PAGE = 50

logger = logging.getLogger(__name__)


@require_safe
def member_list(request: TenantRequest) -> HttpResponse:
    """Who works here."""
    page = Paginator(members(), MEMBERS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": member_rows(page.object_list),
        "form": SecondFactorForm(instance=request.organisation),
    }
    return render(request, "tenancy/members.html", context)


@require_http_methods(["GET", "POST"])
def member_add(request: TenantRequest) -> HttpResponse:
    """Adds a person and leads to what to give or tell them."""
    if request.method == "POST":
        lock_members(request.organisation)
    form = NewMemberForm(request.POST or None, by=request.membership)
    if form.is_valid():
        member = add_member(**form.cleaned_data)
        return redirect("settings_member_link", request.organisation.slug, member.id)
    return render(request, "tenancy/member_add.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def member_edit(request: TenantRequest, member_id: UUID) -> HttpResponse:
    """Roles and areas of one member, and what else can be done."""
    member = _member_or_404(member_id)
    form = RolesForm(request.POST or None, member=member, by=request.membership)
    if form.is_valid():
        try:
            change_member(member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("roles", error)
        else:
            messages.success(request, _("The roles and areas are saved."))
            return redirect("settings_members", request.organisation.slug)
    context = {
        "form": form,
        "member": member,
        "reasons": reasons_to_keep(member),
        "may_forget_factor": member.has_second_factor and is_only_here(member),  # type: ignore[attr-defined]
    }
    return render(request, "tenancy/member.html", context, status=422 if form.is_bound else 200)


@require_safe
def member_link(request: TenantRequest, member_id: UUID) -> HttpResponse:
    """The one-time link to a password or to joining, or what to tell a person who has joined elsewhere, too."""
    member = _member_or_404(member_id)
    link = ""
    if member.awaits_owner:
        link = request.build_absolute_uri(join_path(member))
    elif member.is_active and is_only_here(member):
        link = request.build_absolute_uri(password_path(member.user))
        logger.info("user %s was shown a password link for user %s", request.user.pk, member.user_id)
    return render(request, "tenancy/member_link.html", {"member": member, "link": link})


@require_POST
def member_forget_factor(request: TenantRequest, member_id: UUID) -> HttpResponse:
    """Removes the second factor of a member who has lost it; one with an account elsewhere, too, is not found."""
    member = _member_or_404(member_id)
    if not is_only_here(member):
        raise Http404
    forget_second_factor(member.user)
    logger.info("user %s removed the second factor of user %s", request.user.pk, member.user_id)
    messages.success(request, _("{name} now signs in with the password alone.").format(name=member))
    return redirect("settings_member", request.organisation.slug, member.id)


@require_POST
def member_close(request: TenantRequest, member_id: UUID) -> HttpResponse:
    """Closes a member out at once, unless work would be left undone."""
    member = _member_or_404(member_id)
    for objection in _objections(request, member):
        messages.error(request, objection)
        return redirect("settings_member", request.organisation.slug, member.id)
    set_active(member, is_active=False)
    messages.success(request, _("{name} can no longer open this organisation.").format(name=member))
    return redirect("settings_members", request.organisation.slug)


@require_POST
def member_reopen(request: TenantRequest, member_id: UUID) -> HttpResponse:
    """Lets a member in again, with the roles and areas of before; who has yet to join comes by the link alone."""
    member = _member_or_404(member_id)
    if member.awaits_owner:
        raise Http404
    set_active(member, is_active=True)
    messages.success(request, _("{name} can open this organisation again.").format(name=member))
    return redirect("settings_member", request.organisation.slug, member.id)


@require_POST
def second_factor(request: TenantRequest) -> HttpResponse:
    """Requires a second factor from everybody, or no longer."""
    form = SecondFactorForm(request.POST, instance=request.organisation)
    organisation = form.save()
    if organisation.requires_second_factor:
        messages.success(request, _("From now on everybody needs a second factor."))
    else:
        messages.success(request, _("A second factor is no longer required."))
    return redirect("settings_members", organisation.slug)


def _member_or_404(member_id: UUID) -> Membership:
    member: Membership = get_object_or_404(members(), id=member_id)
    return member


def _objections(request: TenantRequest, member: Membership) -> list[str]:
    if member.pk == request.membership.pk:
        return [_("You cannot close yourself out: another administrator can.")]
    return reasons_to_keep(member)
