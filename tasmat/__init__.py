"""The platform: organisations, access, audit, jobs, encryption and the look. It knows nothing of clients."""

from tasmat.celery import app as celery_app

__all__ = ("celery_app",)
