"""An entry on the wrong person goes to the right one: traced for both, its text only where it is now."""

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction

from clients.models import Appointment, Case, Entry, EntryGoal, EntryMove
from clients.services.drafts import drop_held
from tasmat.tenancy.models import Membership


class AlreadyMoved(Exception):
    """The entry is not where the page found it: it was moved meanwhile, or the form was sent twice."""


@transaction.atomic
def move_entry(entry: Entry, to_case: Case, by: Membership, reason: str) -> None:
    """Moves the entry; what ties it to the wrong person's plan and calendar is cut. Raises AlreadyMoved."""
    found = Entry.objects.select_for_update().filter(id=entry.id, case=entry.case).first()
    if found is None or to_case == entry.case:
        raise AlreadyMoved
    from_case = entry.case
    EntryGoal.objects.filter(entry=entry).delete()
    Appointment.objects.filter(entry=entry).update(entry=None)
    drop_held(from_case, entry.author, entry.submission_key, entry.text)
    entry.case = to_case
    entry.save(update_fields=["case"])
    # The time of the transaction, which the change history writes too: by it a move is told from a correction.
    EntryMove.objects.create(
        entry=entry,
        from_case=from_case,
        to_case=to_case,
        moved_by=by,
        moved_at=TransactionNow(),
        reason=reason,
    )
