"""Addresses of referrals: the public form of each project, and the staff's list and pages."""

from clients.views import public_referral, referrals
from tasmat.access.actions import Action
from tasmat.tenancy.routes import public_route, route

urlpatterns = [
    public_route("ohjaa/<slug:code>/", public_referral.refer, action=Action.REFER, name="refer"),
    public_route(
        "ohjaa/<slug:code>/laskutehtava/",
        public_referral.challenge,
        action=Action.REFER,
        name="refer_challenge",
    ),
    public_route(
        "ohjaa/<slug:code>/kuitti/<str:token>/",
        public_referral.receipt,
        action=Action.REFER,
        name="refer_receipt",
    ),
    route("lahetteet/", referrals.referral_list, action=Action.SEE_REFERRALS, name="referrals"),
    route("lahetteet/uusi/", referrals.referral_new, action=Action.KEY_REFERRAL, name="referral_new"),
    route(
        "lahetteet/<uuid:referral_id>/",
        referrals.referral_detail,
        action=Action.SEE_REFERRALS,
        name="referral",
    ),
    route(
        "lahetteet/<uuid:referral_id>/hyvaksy/",
        referrals.referral_accept,
        action=Action.DECIDE_REFERRAL,
        name="referral_accept",
    ),
    route(
        "lahetteet/<uuid:referral_id>/hylkaa/",
        referrals.referral_decline,
        action=Action.DECIDE_REFERRAL,
        name="referral_decline",
    ),
    route(
        "lahetteet/<uuid:referral_id>/peru-paatos/",
        referrals.referral_take_back,
        action=Action.DECIDE_REFERRAL,
        name="referral_take_back",
    ),
]
