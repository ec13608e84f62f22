"""Addresses of referrals: the public form, the referrer's own pages, and the staff's list and pages."""

from django.urls import URLPattern

from clients.services.referral_links import PURPOSE
from clients.views import (
    public_referral,
    referral_corrections,
    referral_outreach,
    referral_queue,
    referral_receipt,
    referral_steps,
    referral_work,
    referrals,
)
from tasmat.access.actions import Action
from tasmat.tenancy.routes import View, link_route, public_route, route

REFERRAL = "lahetteet/<uuid:referral_id>/"


def _of_referral(address: str, view: View, action: Action, name: str) -> URLPattern:
    return route(REFERRAL + address, view, action=action, name=name)


urlpatterns = [
    public_route("ohjaa/<slug:code>/", public_referral.refer, action=Action.REFER, name="refer"),
    public_route(
        "ohjaa/<slug:code>/itse/", public_referral.refer_oneself, action=Action.REFER, name="refer_oneself"
    ),
    public_route(
        "ohjaa/<slug:code>/laskutehtava/",
        public_referral.challenge,
        action=Action.REFER,
        name="refer_challenge",
    ),
    public_route(
        "ohjaa/<slug:code>/kuitti/<str:token>/",
        referral_receipt.receipt,
        action=Action.REFER,
        name="refer_receipt",
    ),
    link_route(
        "seuraa/<str:token>/",
        referral_receipt.follow,
        action=Action.FOLLOW_REFERRAL,
        purpose=PURPOSE,
        name="referral_follow",
    ),
    route("lahetteet/", referrals.referral_list, action=Action.SEE_REFERRALS, name="referrals"),
    route("lahetteet/uusi/", referrals.referral_new, action=Action.KEY_REFERRAL, name="referral_new"),
    route(
        "lahetteet/jono/", referral_queue.referral_queue, action=Action.SEE_REFERRALS, name="referral_queue"
    ),
    route(
        "lahetteet/tavatut/",
        referral_outreach.outreach,
        action=Action.SEE_REFERRALS,
        name="referral_outreach",
    ),
    route(
        "lahetteet/tavatut/<uuid:outreach_id>/",
        referral_outreach.outreach_person,
        action=Action.SEE_REFERRALS,
        name="referral_outreach_person",
    ),
    _of_referral("", referrals.referral_detail, Action.SEE_REFERRALS, "referral"),
    _of_referral("korjaa/", referral_corrections.referral_correct, Action.KEY_REFERRAL, "referral_correct"),
    _of_referral("vaihe/", referral_steps.referral_step, Action.SEE_REFERRALS, "referral_step"),
    _of_referral(
        "peru-vaihe/", referral_steps.referral_step_back, Action.SEE_REFERRALS, "referral_step_back"
    ),
    _of_referral("jonoon/", referral_steps.referral_wait, Action.DECIDE_REFERRAL, "referral_wait"),
    _of_referral("siirra/", referral_queue.referral_move, Action.DECIDE_REFERRAL, "referral_move"),
    _of_referral("hyvaksy/", referral_steps.referral_accept, Action.DECIDE_REFERRAL, "referral_accept"),
    _of_referral("hylkaa/", referral_steps.referral_decline, Action.DECIDE_REFERRAL, "referral_decline"),
    _of_referral("peruttu/", referral_steps.referral_withdraw, Action.DECIDE_REFERRAL, "referral_withdraw"),
    _of_referral(
        "peru-paatos/", referral_steps.referral_take_back, Action.DECIDE_REFERRAL, "referral_take_back"
    ),
    _of_referral("muistiinpano/", referral_work.referral_note, Action.SEE_REFERRALS, "referral_note"),
    _of_referral("edellytykset/", referral_work.referral_checks, Action.SEE_REFERRALS, "referral_checks"),
    _of_referral("linkki/", referral_work.referral_link, Action.SEE_REFERRALS, "referral_link"),
    _of_referral(
        "sulje-linkki/", referral_work.referral_link_close, Action.SEE_REFERRALS, "referral_link_close"
    ),
]
