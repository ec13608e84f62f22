"""Celery: carries ids to the worker and rings the dispatcher; holds nothing that could be lost."""

import os

from celery import Celery
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tasmat.settings")

app = Celery("tasmat")
app.conf.update(
    broker_url=settings.BROKER_URL,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_connection_timeout=1,
    broker_transport_options={
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
        "max_retries": 0,
        "visibility_timeout": 3600,
    },
    task_ignore_result=True,
    timezone="Europe/Helsinki",
    beat_schedule={
        "dispatch": {"task": "tasmat.jobs.tasks.dispatch", "schedule": 15.0, "options": {"expires": 15}},
        # Each of these changes nothing when it has been done already: a second time makes up for a missed one.
        "watch rules": {"task": "clients.tasks.watch_rules", "schedule": crontab(hour="2,6", minute="20")},
        "sweep files": {"task": "tasmat.jobs.tasks.sweep_files", "schedule": crontab(hour="3", minute="40")},
        "drafts of forms": {
            "task": "clients.tasks.purge_form_drafts",
            "schedule": crontab(hour="3", minute="50"),
        },
        "daily mail": {"task": "clients.tasks.send_daily_mail", "schedule": crontab(hour="7,8", minute="10")},
    },
)
app.autodiscover_tasks()
