"""Addresses of the clients app."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
