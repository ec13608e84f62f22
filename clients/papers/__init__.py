"""What the clients app can make as papers: each module registers its builders (clients/services/papers.py)."""

from clients.papers import certificate, plan

__all__ = ("certificate", "plan")
from clients.papers import agreement, certificate

__all__ = ("agreement", "certificate")
from clients.papers import certificate, statement

__all__ = ("certificate", "statement")
