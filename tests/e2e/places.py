"""Addresses of the stage's organisation by the names of their routes."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse


def place(route: str, *arguments: Any, **query: str) -> str:
    """An address of the organisation in which everything plays."""
    address = reverse(route, args=["alpha", *arguments])
    return f"{address}?{urlencode(query)}" if query else address
