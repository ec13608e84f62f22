"""How the demo's projects do their casework: phases with contact rules, lists, kinds of plans, referring bodies."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clients.choices import AgreementKind, PlanKind

Names = tuple[str, str, str]  # Finnish, Swedish, English


@dataclass(frozen=True)
class PhasePlan:
    """A phase with its contact rule; None asks nothing."""

    names: Names
    weekly_contacts: int | None = None
    weekly_for_weeks: int | None = None
    longest_gap_days: int | None = None


@dataclass(frozen=True)
class PracticePlan:
    """`columns` are those of Practice; `ends` tells until when a body existed and which one followed."""

    columns: Mapping[str, Any]
    phases: tuple[PhasePlan, ...]
    eligibility: tuple[Names, ...] = ()
    induction: tuple[Names, ...] = ()
    ends: Mapping[str, tuple[dt.date, str]] = field(default_factory=dict)
    begins: Mapping[str, dt.date] = field(default_factory=dict)


LAST_OF_TE = dt.date(2024, 12, 31)  # employment services moved to the municipalities on 1.1.2025
AREA = "Ylä-Savon työllisyysalue"
WORKSHOP_INDUCTION: tuple[Names, ...] = (
    (
        "Tilat, poistumistiet ja ensiapu",
        "Lokaler, utrymningsvägar och första hjälp",
        "Premises, exits, first aid",
    ),
    (
        "Työajat, tauot ja poissaolosta ilmoittaminen",
        "Arbetstider, pauser och frånvaro",
        "Hours, breaks, absence",
    ),
    ("Työvaatteet ja suojaimet", "Arbetskläder och skydd", "Work clothes and protective gear"),
    ("Koneiden turvallinen käyttö", "Trygg användning av maskiner", "Safe use of machines"),
    ("Työpaikan pelisäännöt", "Arbetsplatsens spelregler", "Rules of the workplace"),
)

PRACTICES: Mapping[str, PracticePlan] = {
    "TASMAT": PracticePlan(
        columns={"plan_kinds": [PlanKind.PRELIMINARY, PlanKind.COACHING]},
        phases=(
            PhasePlan(("Arviointi", "Bedömning", "Assessment"), longest_gap_days=14),
            PhasePlan(("Jatkopolku", "Fortsatt väg", "Continuation path"), longest_gap_days=14),
        ),
        eligibility=(
            ("Täyttänyt 18 vuotta", "Har fyllt 18 år", "Has turned 18"),
            (
                "Heikko työmarkkina-asema, pitkä työttömyys tai osatyökykyisyys",
                "Svag ställning på arbetsmarknaden, lång arbetslöshet eller partiell arbetsförmåga",
                "Weak position on the labour market, long unemployment or part work ability",
            ),
            (
                "Ei ole päällekkäisessä palvelussa",
                "Är inte i en överlappande tjänst",
                "Not in an overlapping service",
            ),
        ),
        induction=WORKSHOP_INDUCTION[:3],
        ends={
            "Pohjois-Savon TE-toimisto": (LAST_OF_TE, AREA),
            "Iisalmen kuntakokeilu": (LAST_OF_TE, AREA),
            "Kiuruveden työllisyyspalvelut": (LAST_OF_TE, AREA),
        },
        begins={AREA: dt.date(2025, 1, 1)},
    ),
    "JATKUMO": PracticePlan(
        columns={"plan_kinds": [PlanKind.COACHING]},
        phases=(
            PhasePlan(("Alkukartoitus", "Inledande kartläggning", "First mapping"), 1, 4, 14),
            PhasePlan(
                ("Työhön tai opintoihin", "Till arbete eller studier", "To work or studies"), None, None, 21
            ),
        ),
        eligibility=(("Täyttänyt 18 vuotta", "Har fyllt 18 år", "Has turned 18"),),
    ),
    "TEHOA": PracticePlan(
        columns={
            "plan_kinds": [PlanKind.PRELIMINARY, PlanKind.COACHING],
            "agreement_kinds": [
                AgreementKind.OWN_WORKSHOP,
                AgreementKind.OUTSIDE_TRIAL,
                AgreementKind.COACHING,
            ],
        },
        phases=(
            PhasePlan(("Omat työpajat", "Egna verkstäder", "Own workshops"), 2, 4, 7),
            PhasePlan(("Tuki työpaikalla", "Stöd på arbetsplatsen", "Support at the workplace"), 2, 4, 7),
        ),
        eligibility=(
            (
                "Kajaanilainen työtön työnhakija",
                "Arbetslös arbetssökande från Kajana",
                "Unemployed, lives in Kajaani",
            ),
            (
                "Osatyökykyinen, ikääntyvä tai pitkään työttömänä",
                "Partiellt arbetsför, äldre eller långtidsarbetslös",
                "Part work ability, ageing or long unemployed",
            ),
        ),
        induction=WORKSHOP_INDUCTION,
    ),
    "IISAKKI": PracticePlan(
        columns={"plan_kinds": [PlanKind.WORK_ABILITY], "plan_review_days": 120},
        phases=(
            PhasePlan(
                ("Työkykytiimin tuki", "Arbetsförmågeteamets stöd", "Support of the team"),
            ),
        ),
    ),
    "TASMATUKI": PracticePlan(
        columns={"plan_kinds": [PlanKind.COACHING]},
        phases=(PhasePlan(("Valmennus", "Handledning", "Coaching"), longest_gap_days=14),),
    ),
}
