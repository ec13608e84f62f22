"""What the clients app can make as papers: each module registers its builders (clients/services/papers.py)."""

from clients.papers import agreement, certificate, plan, statement

__all__ = ("agreement", "certificate", "plan", "statement")
