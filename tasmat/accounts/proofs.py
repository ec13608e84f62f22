"""Proofs of work for public forms (ALTCHA): a browser computes for a second what one check tells to be right."""

import datetime as dt
import secrets

import altcha
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from tasmat.accounts.models import Attempt

ALGORITHM = "PBKDF2/SHA-256"  # every browser has it built in, so that a phone computes as fast as it can
COST = 5_000  # rounds for one try: long enough that the hashing counts, not the calling of it
# Tries a browser needs: about 1 s on a computer and 5 s on an old phone. Chosen by us, not by luck, or one
# visitor in twenty would wait three times as long.
TRIES = range(500, 1500)
GOOD_FOR = dt.timedelta(hours=2)  # the proof is computed when the page is opened, and somebody types slowly
LONGEST_PAYLOAD = 2_000  # characters; a real one has about 700


def new_challenge() -> dict[str, object]:
    """A signed challenge as the browser's solver takes it; nothing is stored for it."""
    challenge = altcha.create_challenge(
        ALGORITHM,
        COST,
        counter=secrets.choice(TRIES),
        expires_at=timezone.now() + GOOD_FOR,
        hmac_secret=_secret("challenge"),
        hmac_key_secret=_secret("key"),
    )
    return challenge.to_dict()


def use_proof(payload: str) -> bool:
    """Whether this is a challenge of ours, solved, in time and for the first time; it is used up by asking."""
    if not payload or len(payload) > LONGEST_PAYLOAD:
        return False
    result = altcha.verify_solution(payload, _secret("challenge"), hmac_key_secret=_secret("key"))
    return result.verified and _is_first_use(altcha.Payload.from_base64(payload).challenge.parameters.nonce)


def _is_first_use(nonce: str) -> bool:
    """Stores a hash of the challenge: the constraint of the table decides between two who come at once."""
    used = Attempt.objects.filter(kind=Attempt.PROOF)
    used.filter(at__lt=timezone.now() - GOOD_FOR).delete()
    try:
        with transaction.atomic():
            used.create(kind=Attempt.PROOF, key=salted_hmac("proof", nonce, algorithm="sha256").digest())
    except IntegrityError:
        return False
    return True


def _secret(purpose: str) -> bytes:
    return salted_hmac("tasmat.accounts.proofs", purpose, algorithm="sha256").digest()
