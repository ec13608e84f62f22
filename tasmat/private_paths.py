"""Addresses that are keys: whoever reads one in a log could open the page. Needs no Django: gunicorn imports it."""

import logging
import re

# Links to a password or into an organisation, receipts and states of referrals, plans, calendar feeds.
_KEYS = re.compile(r"^(/(?:tili/(?:aloita|liity)|ohjaa/[^/]+/kuitti|seuraa|oma/suunnitelma|kalenteri)/)[^/]+")


def without_key(path: str) -> str:
    """The path with a hyphen in the place of its key; any other path as it is."""
    return _KEYS.sub(r"\1-", path)


class WithoutKeys(logging.Filter):
    """Takes the keys out of what a log record names, as Django does with paths of refused requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(without_key(arg) if isinstance(arg, str) else arg for arg in record.args)
        return True
