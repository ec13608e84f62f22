"""Addresses of sign-in and of the own account: of allauth's only those that this program uses."""

from allauth.account import views as sign_in
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from django.urls import path, re_path

from tasmat.accounts.views import account, by_mail

FACTOR = "toinen-tunniste/"
PASSKEYS = f"{FACTOR}avaimet/"
CODES = f"{FACTOR}varakoodit/"

urlpatterns = [
    path("", account, name="account"),
    path("kirjaudu/", sign_in.login, name="account_login"),
    path("kirjaudu-ulos/", sign_in.logout, name="account_logout"),
    path("suljettu/", sign_in.account_inactive, name="account_inactive"),
    path("vahvista/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("salasana/", sign_in.password_change, name="account_change_password"),
    path("salasana/unohtunut/", by_mail(sign_in.password_reset), name="account_reset_password"),
    path("salasana/lahetetty/", by_mail(sign_in.password_reset_done), name="account_reset_password_done"),
    # allauth writes the two parts of the link with a hyphen between them.
    re_path(
        r"^aloita/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        sign_in.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(FACTOR, second_factor.index, name="mfa_index"),
    path(f"{FACTOR}kirjaudu/", second_factor.authenticate, name="mfa_authenticate"),
    path(f"{FACTOR}vahvista/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path(f"{FACTOR}sovellus/", app.activate_totp, name="mfa_activate_totp"),
    path(f"{FACTOR}sovellus/poista/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path(CODES, codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(f"{CODES}uudet/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(f"{CODES}lataa/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path(PASSKEYS, passkey.list_webauthn, name="mfa_list_webauthn"),
    path(f"{PASSKEYS}lisaa/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path(f"{PASSKEYS}kirjaudu/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path(f"{PASSKEYS}vahvista/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path(f"{PASSKEYS}<int:pk>/nimi/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    path(f"{PASSKEYS}<int:pk>/poista/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
]
