"""Forms of sign-in and of the own account: allauth's, in our words and without placeholders for labels."""

from typing import TYPE_CHECKING, Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tasmat.accounts.models import User
from tasmat.ui.forms import ModelForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = dict[str, "_StrPromise"]

LONGEST_NAME = 100
WIDE, SIX_DIGITS = "govuk-input--width-20", "govuk-input--width-5"
PASSWORD_HINT = _("At least 12 characters. Some words in a row are long and easy to remember.")
UNREADABLE = _("The passkey did not work. Nothing was changed: try again.")
MALFORMED = (AttributeError, KeyError, TypeError, ValueError)
CODE_HINT = _("Six digits, without spaces. A recovery code is good, too.")


class InOurWords:
    """Gives the fields of allauth's form the labels and hints of the class; the server says what is wrong."""

    use_required_attribute = False
    labels: Words = {}
    hints: Words = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One box with a button that shows what is typed does what typing it twice is for.
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs["class"] = WIDE if name != "code" else SIX_DIGITS


class SignInForm(InOurWords, account.LoginForm):  # type: ignore[misc]
    labels = {"login": _("E-mail"), "password": _("Password")}


class ForgottenPasswordForm(InOurWords, account.ResetPasswordForm):  # type: ignore[misc]
    labels = {"email": _("E-mail")}


class ChoosePasswordForm(InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    labels = {"password1": _("New password")}
    hints = {"password1": PASSWORD_HINT}


class JoinForm(InOurWords, account.SetPasswordForm):  # type: ignore[misc]
    """A password that nobody knew before."""

    labels = {"password1": _("New password")}
    hints = {"password1": PASSWORD_HINT}

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        if self.user.check_password(password):
            raise ValidationError(_("This is your present password. Choose another one."))
        return password


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):  # type: ignore[misc]
    labels = {"oldpassword": _("Present password"), "password1": _("New password")}
    hints = {"password1": PASSWORD_HINT}


class ConfirmPasswordForm(InOurWords, account.ReauthenticateForm):  # type: ignore[misc]
    labels = {"password": _("Password")}


class SignInCodeForm(InOurWords, mfa.AuthenticateForm):  # type: ignore[misc]
    labels = {"code": _("Code of the app")}
    hints = {"code": CODE_HINT}


class ConfirmCodeForm(InOurWords, mfa.ReauthenticateForm):  # type: ignore[misc]
    labels = {"code": _("Code of the app")}
    hints = {"code": CODE_HINT}


class ActivateAppForm(InOurWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    labels = {"code": _("Code that the app shows")}
    hints = {"code": _("Six digits, without spaces.")}


class Unreadable:
    """What no browser sends is refused as a passkey that does not fit; allauth would answer 500."""

    def clean_credential(self) -> Authenticator:
        try:
            authenticator: Authenticator = super().clean_credential()  # type: ignore[misc]
        except MALFORMED as error:
            raise ValidationError(UNREADABLE) from error
        return authenticator


class SignInPasskeyForm(Unreadable, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class UsePasskeyForm(Unreadable, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class ConfirmPasskeyForm(Unreadable, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AddPasskeyForm(InOurWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    labels = {
        "name": _("Name of the passkey"),
        "passwordless": _("Sign in with it alone, without a password"),
    }
    hints = {
        "name": _("For instance the device it is on."),
        "passwordless": _("The device then asks for a fingerprint, a face or a PIN."),
    }

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except MALFORMED as error:
            raise ValidationError(UNREADABLE) from error
        return cleaned


class RenamePasskeyForm(InOurWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    labels = {"name": _("Name of the passkey")}


class NameForm(ModelForm[User]):
    """The own name, as colleagues see it in every organisation."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)

    class Meta:
        model = User
        fields = ("name",)
