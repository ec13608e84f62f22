"""The accounts app: users, sign-in limits, second factor, language."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tasmat.accounts"
    label = "accounts"
