"""A client has died: what would still reach out for the person stops at once."""

import datetime as dt

from django.db import transaction

from clients.choices import AppointmentState, TaskKind
from clients.models import Appointment, Client, PlanVersion, Referral, Task
from clients.services import plan_versions, referral_links


@transaction.atomic
def stop_everything(client: Client, now: dt.datetime) -> None:
    """Closes private links, tasks of the rules, and appointments still to come. Notes and files stay.

    Tasks that a person wrote stay: a colleague may have to do them all the same.
    """
    for referral in Referral.objects.filter(case__client=client):
        referral_links.revoke_links(referral)
    for version in PlanVersion.objects.filter(plan__case__client=client).defer("content"):
        plan_versions.revoke_links(version)
    made_by_rules = Task.objects.filter(case__client=client, done_at__isnull=True).exclude(kind=TaskKind.OWN)
    made_by_rules.update(done_at=now)
    planned = Appointment.objects.filter(case__client=client, state=AppointmentState.PLANNED)
    planned.filter(starts_at__gt=now).update(state=AppointmentState.CANCELLED)
