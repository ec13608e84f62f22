"""The jobs app: the queue of record in the database; Celery is only the doorbell."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "tasmat.jobs"
    label = "jobs"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        from tasmat import celery  # noqa: F401  (shared tasks belong to this app from the start)

        autodiscover_modules("tasks")  # each app's tasks.py registers its kinds of job
