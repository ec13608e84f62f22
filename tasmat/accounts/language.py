"""The language of a page: the one chosen on screen (a cookie), else Finnish; never guessed from the browser.

A choice made while signed in is kept with the user as well: it is that of the next sign-in, on any machine, and of
mails.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from tasmat.accounts.models import User

YEAR_SECONDS = 365 * 24 * 3600


def is_ours(language: str) -> bool:
    return language in dict(settings.LANGUAGES)


def remember(response: HttpResponseBase, request: HttpRequest, language: str) -> None:
    """Keeps the chosen language in a cookie; a word that is no language of ours changes nothing."""
    if is_ours(language):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=YEAR_SECONDS,
            samesite="Lax",
            secure=request.is_secure(),
        )


def keep_choice(request: HttpRequest, language: str) -> None:
    """Keeps the language with whoever is signed in."""
    if is_ours(language) and request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=language)


def language_of(user: User) -> str:
    """The language of mails to a person."""
    return user.language or settings.LANGUAGE_CODE


@receiver(user_logged_in)
def speak_as_chosen(request: HttpRequest, user: User, **_signal: Any) -> None:
    """Goes on in the person's language; who has never chosen one while signed in keeps that of the page."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if user.language:
        request.language_to_remember = user.language  # type: ignore[attr-defined]
    elif is_ours(chosen):
        User.objects.filter(pk=user.pk).update(language=chosen)


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if is_ours(chosen) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        remember(response, request, getattr(request, "language_to_remember", ""))
        return response
