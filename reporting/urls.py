"""Addresses of the reporting app."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
