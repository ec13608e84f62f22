"""A client has died: what would still reach out for the person stops at once."""

import datetime as dt

from django.db import transaction

from clients.choices import AppointmentState, TaskKind
from clients.models import Appointment, Client, PlanVersion, Referral, Task
from tasmat.links.services import revoke

# Purposes of the private links that lead to a person, and the rows that they open.
REFERRAL_LINK, PLAN_LINK = "referral", "plan"


@transaction.atomic
def stop_everything(client: Client, now: dt.datetime) -> None:
    """Closes private links, tasks of the rules, and appointments still to come. Notes and files stay.

    Tasks that a person wrote stay: a colleague may have to do them all the same.
    """
    for referral_id in Referral.objects.filter(case__client=client).values_list("id", flat=True):
        revoke(REFERRAL_LINK, referral_id)
    for version_id in PlanVersion.objects.filter(plan__case__client=client).values_list("id", flat=True):
        revoke(PLAN_LINK, version_id)
    made_by_rules = Task.objects.filter(case__client=client, done_at__isnull=True).exclude(kind=TaskKind.OWN)
    made_by_rules.update(done_at=now)
    planned = Appointment.objects.filter(case__client=client, state=AppointmentState.PLANNED)
    planned.filter(starts_at__gt=now).update(state=AppointmentState.CANCELLED)
