"""Addresses of tasks, appointments, the calendar and its private feed, and of a project's phases."""

from django.urls import URLPattern

from clients.services.calendar_feed import PURPOSE
from clients.urls.cases import CASE
from clients.views import appointments, calendar, digest, phases, tasks
from tasmat.access.actions import Action
from tasmat.tenancy.routes import View, link_route, route

TASK = "tehtavat/<uuid:task_id>/"
APPOINTMENT = "kalenteri/<uuid:appointment_id>/"
PHASES = "asetukset/hankkeet/<uuid:project_id>/vaiheet/"


def _agenda(address: str, view: View, name: str) -> URLPattern:
    return route(address, view, action=Action.EDIT_AGENDA, name=name)


def _own(address: str, view: View, name: str) -> URLPattern:
    return route(address, view, action=Action.EDIT_OWN_CHOICES, name=name)


def _phases(address: str, view: View, name: str) -> URLPattern:
    return route(PHASES + address, view, action=Action.EDIT_PROJECT, name=name)


urlpatterns = [
    _agenda("tehtavat/", tasks.tasks, "tasks"),
    _agenda("tehtavat/uusi/", tasks.task_new, "task_new"),
    _agenda(TASK, tasks.task, "task"),
    _agenda(f"{TASK}tehty/", tasks.task_done, "task_done"),
    _agenda(f"{TASK}palauta/", tasks.task_undo, "task_undo"),
    _agenda(f"{TASK}siirra/", tasks.task_postpone, "task_postpone"),
    _agenda("kalenteri/", calendar.calendar, "calendar"),
    _agenda("kalenteri/uusi/", appointments.appointment_new, "appointment_new"),
    _agenda(APPOINTMENT, appointments.appointment, "appointment"),
    _agenda(f"{APPOINTMENT}tulos/", appointments.appointment_outcome, "appointment_outcome"),
    _agenda(f"{CASE}sovittu/", appointments.case_agenda, "case_agenda"),
    _agenda(f"{CASE}tapaamiset/uusi/", appointments.case_appointment_new, "case_appointment_new"),
    _agenda(f"{CASE}tehtavat/uusi/", tasks.case_task_new, "case_task_new"),
    _agenda(
        "lahetteet/<uuid:referral_id>/tapaaminen/",
        appointments.referral_appointment_new,
        "referral_appointment_new",
    ),
    _own("omat-valinnat/", digest.own_choices, "own_choices"),
    _own("omat-valinnat/kalenteri/", digest.calendar_feed_new, "calendar_feed_new"),
    _own("omat-valinnat/kalenteri/sulje/", digest.calendar_feed_close, "calendar_feed_close"),
    link_route(
        "kalenteri/<str:token>.ics",
        digest.calendar_feed,
        action=Action.READ_CALENDAR,
        purpose=PURPOSE,
        name="calendar_feed",
    ),
    _phases("", phases.phases, "settings_phases"),
    _phases("uusi/", phases.phase_new, "settings_phase_new"),
    _phases("<uuid:phase_id>/", phases.phase, "settings_phase"),
]
