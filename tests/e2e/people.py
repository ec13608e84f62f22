"""Made-up people of the browser journeys: some thirty cases, and builders for those a journey needs alone."""

import datetime as dt
import itertools

from clients.choices import AbsenceKind, Channel, EntryKind, ExitStatus, ServiceKind
from clients.models import (
    Absence,
    Case,
    Client,
    ConcurrentService,
    EligibilityCheck,
    EligibilityItem,
    Entry,
    LabourMarketEvent,
    Referral,
)
from clients.services.opening import open_case
from tasmat.tenancy.base import new_id
from tasmat.tenancy.context import tenant_context
from tasmat.tenancy.models import Membership, ProjectArea
from tests.cast import IISALMI, KIURUVESI, SONKAJARVI, Cast
from tests.world import make_referral

NAMES = """
Aapo Kallio, Helmi Niemi, Eino Ranta, Siiri Salo, Väinö Harju, Lempi Lehto,
Toivo Mäki, Hilja Koski, Urho Laakso, Saimi Saari, Onni Vesa, Impi Halme,
Reino Suokas, Aune Rinne, Veikko Aho, Kerttu Hovi, Tauno Järvi, Sylvi Kangas,
Arvo Luoma, Taimi Nurmi, Kaarlo Oja, Elsa Palo, Pentti Rauta, Rauha Sarka,
Olavi Toivio, Martta Uotila, Yrjö Virta, Tyyne Ylönen, Niilo Äijälä, Fanni Öhman
"""
_number = itertools.count(1)


def make_people(cast: Cast) -> None:
    """Thirty cases in three municipalities, some ended, some with things missing."""
    homes = [IISALMI] * 18 + [KIURUVESI] * 11 + [SONKAJARVI]
    with tenant_context(cast.alpha.id, cast.mirja.user_id):
        for number, (name, home) in enumerate(zip(NAMES.split(","), homes, strict=True)):
            coach = cast.bertta if home == KIURUVESI else cast.aino
            _make_person(number, name, cast.areas[home], coach)


def new_case(
    cast: Cast,
    first_name: str,
    last_name: str,
    *,
    entry_on: dt.date = dt.date(2025, 9, 2),
    is_complete: bool = True,
) -> Case:
    """An open case of Aino in Iisalmi; without start data when it is not complete."""
    with tenant_context(cast.alpha.id, cast.aino.user_id):
        client = Client(first_name=first_name, last_name=last_name, phone="0401234567")
        case = _open(client, cast.areas[IISALMI], cast.aino, entry_on)
        if is_complete:
            _complete(case, 3)
    return case


def new_referral(cast: Cast, first_name: str, last_name: str, **fields: object) -> Referral:
    """An undecided referral to Iisalmi by the employment services; it meets the project's conditions."""
    with tenant_context(cast.alpha.id, cast.mirja.user_id):
        referral = make_referral(
            f"{first_name.upper()}-{next(_number)}",
            cast.areas[IISALMI],
            **{
                "received_at": dt.datetime(2026, 2, 24, 9, 30, tzinfo=dt.UTC),
                "referrer_organisation": "Ylä-Savon työllisyysalue",
                "referrer_name": "Virpi Virkailija",
                "first_name": first_name,
                "last_name": last_name,
                "email": "",
                "interpreter_language": "",
                "reason": "Pitkään työttömänä, toivoo apua työkyvyn arviointiin.",
                **fields,
            },
        )
        for item in EligibilityItem.objects.filter(project=cast.project):
            EligibilityCheck.objects.create(
                referral=referral,
                item=item,
                is_met=True,
                checked_at=referral.received_at,
                checked_by=cast.mirja,
            )
    return referral


def entries_of(cast: Cast, case: Case) -> list[Entry]:
    """What has been logged of a case, newest first."""
    with tenant_context(cast.alpha.id, cast.aino.user_id):
        return list(Entry.objects.filter(case=case))


def _make_person(number: int, name: str, area: ProjectArea, coach: Membership) -> None:
    first_name, last_name = name.split()
    client = Client(
        first_name=first_name,
        last_name=last_name,
        born_on=dt.date(1962, 3, 1) + dt.timedelta(days=420 * number),
        gender=("W", "M", "W", "M", "NB")[number % 5],
        citizenship="FI",
        parents_born_abroad=number % 7 == 0,
        phone=f"04012345{number:02}",
        has_protected_address=number == 5,
        interpreter_language="arabia" if number == 7 else "",
    )
    case = _open(client, area, coach, dt.date(2025, 2, 3) + dt.timedelta(days=12 * number))
    if number % 6:
        _complete(case, number % 8)
    _log(case, coach, number)
    if number % 5 == 4:
        _end(case, knows_status=number != 9)
    if number == 2:
        Absence.objects.create(case=case, kind=AbsenceKind.SICK, starts_on=dt.date(2026, 2, 20))
    if number == 3:
        ConcurrentService.objects.create(
            client=case.client, kind=ServiceKind.REHABILITATION, starts_on=dt.date(2026, 1, 7)
        )


def _open(client: Client, area: ProjectArea, coach: Membership, entry_on: dt.date) -> Case:
    client.municipality = area.municipality
    return open_case(
        client, area.project, entry_on=entry_on, municipality=area.municipality, responsible=coach
    )


def _complete(case: Case, education_level: int) -> None:
    client = case.client
    client.gender = client.gender or "W"
    client.born_on = client.born_on or dt.date(1984, 4, 8)
    client.citizenship, client.parents_born_abroad = "FI", False
    client.save()
    case.stays.update(
        entry_status="unemployed",
        unemployed_since=dt.date(2023, 1, 15),
        in_education_at_entry=False,
        education_level=education_level,
    )


def _log(case: Case, coach: Membership, number: int) -> None:
    texts = ("Sovittiin käynnistä ensi viikolla.", "Käytiin läpi työtoiveita.", "Kertoi nukkuneensa hyvin.")
    kinds = (EntryKind.CONTACT, EntryKind.MEETING, EntryKind.OBSERVATION)
    for back in range(number % 4):
        kind = kinds[back % len(kinds)]
        Entry.objects.create(
            case=case,
            author=coach,
            submission_key=new_id(),
            happened_on=dt.date(2026, 3, 2) - dt.timedelta(days=9 * back + number),
            kind=kind,
            channel=None if kind == EntryKind.OBSERVATION else Channel.FACE_TO_FACE,
            text=texts[back % len(texts)],
        )


def _end(case: Case, *, knows_status: bool) -> None:
    stay = case.stays.get()
    stay.exit_on = dt.date(2026, 2, 16)
    if knows_status:
        stay.exit_status, stay.direction = ExitStatus.EMPLOYED, "open_labour_market"
        stay.exit_in_education, stay.exit_qualification = False, False
        LabourMarketEvent.objects.create(stay=stay, on=stay.exit_on, status=ExitStatus.EMPLOYED)
    stay.save()
