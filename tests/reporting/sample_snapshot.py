"""A quarter of TÄSMÄT as a snapshot: made-up people, figures that agree with each other."""

import copy

from reporting.rendering.snapshot import CellsPart, CheckPart, IndicatorPart, LocalText, Snapshot
from reporting.rules.catalogue import CATALOGUE

# Women, men and non-binary in the period and since the start.
FIGURES: dict[str, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    "EECO01": ((12, 9, 0), (44, 36, 1)),
    "EECO02": ((9, 8, 0), (32, 28, 1)),
    "EECO03": ((7, 6, 0), (25, 22, 1)),
    "EECO04": ((2, 1, 0), (9, 5, 0)),
    "EECO05": ((1, 0, 0), (3, 3, 0)),
    "EECO06": ((0, 0, 0), (0, 0, 0)),
    "EECO07": ((3, 2, 0), (9, 9, 1)),
    "EECO08": ((2, 2, 0), (8, 9, 0)),
    "EECO09": ((1, 3, 0), (6, 9, 0)),
    "EECO10": ((9, 5, 0), (30, 24, 1)),
    "EECO11": ((2, 1, 0), (8, 3, 0)),
    "EECO13": ((0, 1, 0), (2, 1, 0)),
    "EECO14": ((1, 1, 0), (3, 2, 0)),
    "EECR01": ((1, 0, 0), (3, 1, 0)),
    "EECR02": ((-1, 0, 0), (4, 2, 0)),
    "EECR03": ((0, 0, 0), (2, 1, 0)),
    "EECR04": ((3, 2, 0), (5, 4, 0)),
    "EECR05": ((1, 1, 0), (3, 2, 0)),
    "EECR06": ((0, 0, 0), (1, 0, 0)),
}
ENTITIES = {"EECO18": (2, 7), "EECO19": (3, 12)}
TARGETS = {"EECO01": 106, "EECR02": 10, "EECR04": 30}
NOT_COLLECTED: CellsPart = {"total": None, "W": None, "M": None, "NB": None}


def sample_snapshot() -> Snapshot:
    """A fresh copy, so that a test may change it."""
    return copy.deepcopy(SAMPLE)


def people(women: int, men: int, non_binary: int) -> CellsPart:
    """Cells whose total is the sum of the three."""
    return {"total": women + men + non_binary, "W": women, "M": men, "NB": non_binary}


def cells(code: str, scope: int) -> CellsPart:
    """The figure in the period (0) or since the start (1); a reserved sum adds up its parts."""
    if code in ENTITIES:
        return {"total": ENTITIES[code][scope], "W": None, "M": None, "NB": None}
    parts = CATALOGUE[code].parts or ((code,) if code in FIGURES else ())
    if not parts:
        return NOT_COLLECTED
    women, men, non_binary = (sum(FIGURES[part][scope][gender] for part in parts) for gender in range(3))
    return people(women, men, non_binary)


def indicator(code: str) -> IndicatorPart:
    """One indicator of the sample."""
    return {
        "code": code,
        "in_period": cells(code, 0),
        "cumulative": cells(code, 1),
        "target": TARGETS.get(code),
        "behind": {"in_period": [], "cumulative": [], "left": []},
    }


def text(fi: str, sv: str, en: str) -> LocalText:
    """One text in the three languages."""
    return {"fi": fi, "sv": sv, "en": en}


def same(formula: str) -> LocalText:
    """A text without words."""
    return text(formula, formula, formula)


def passed(code: str, detail: LocalText) -> CheckPart:
    """A check that is in order."""
    return {
        "id": code,
        "level": "error" if code.startswith("E") else "warning",
        "ok": True,
        "detail": detail,
        "references": [],
    }


SAMPLE: Snapshot = {
    "schema": 1,
    "kind": "esf_quarter",
    "organisation": {"name": "TOIMI-säätiö (demo)", "slug": "toimi"},
    "project": {
        "code": "S30123",
        "name": "TÄSMÄT",
        "funder": "Etelä-Savon elinvoimakeskus",
        "starts_on": "2024-07-01",
        "ends_on": "2026-06-30",
        "coach_word": "vastuuvalmentaja",
    },
    "period": {"from": "2025-10-01", "until": "2025-12-31", "label": "Q4/2025"},
    "as_of": "2026-03-03T09:12:00+02:00",
    "participants": {"all": 83, "complete": 81, "incomplete": ["T-0041", "T-0077"]},
    "indicators": [indicator(code) for code in CATALOGUE],
    "provisional_exits": ["T-0012", "T-0033", "T-0058", "T-0060"],
    "checks": [
        passed("E1", same("EECO02 + EECO04 + EECO05 = EECO01")),
        passed("E2", same("EECO03 ≤ EECO02")),
        passed("E3", same("EECO09 + EECO10 + EECO11 = EECO01")),
        passed("E4", same("EECO06 + EECO07 + EECO08 ≤ EECO01")),
        passed("E5", same("EECO12, EECO13, EECO14, EECO15, EECO16, EECO17 ≤ EECO01")),
        passed("E6", same("EECR01 ≤ EECO04; EECR04, EECR05 ≤ EECO02 + EECO04; EECR06 ≤ EECO05")),
        passed(
            "E7",
            text(
                "Kenelläkään ei ole sekä EECR01 että EECR04.",
                "Ingen har både EECR01 och EECR04.",
                "Nobody has both EECR01 and EECR04.",
            ),
        ),
        passed(
            "E8",
            text(
                "Naiset, miehet ja muunsukupuoliset ovat yhteensä kaikki.",
                "Kvinnor, män och icke-binära är tillsammans alla.",
                "Women, men and non-binary make up the total everywhere.",
            ),
        ),
        passed(
            "E9",
            text(
                "Päivämäärät ovat järjestyksessä ja hankkeen ajalla.",
                "Datumen är i ordning och inom projekttiden.",
                "Dates are in order and within the project's time.",
            ),
        ),
        passed("E10", same("EECO02+04, EECO02+05, EECO02+04+05, EECO06+07, EECO10+11")),
        passed("W1", text("EECO06 on 0.", "EECO06 är 0.", "EECO06 is 0.")),
        passed(
            "W2",
            text(
                "Kaikki ovat hankkeen kunnista.",
                "Alla är från projektets kommuner.",
                "Everybody is from the municipalities of the project.",
            ),
        ),
        passed(
            "W3",
            text(
                "Poissulkevia palveluja ei ole samaan aikaan.",
                "Inga uteslutande tjänster samtidigt.",
                "No overlapping excluded service.",
            ),
        ),
        {
            "id": "W4",
            "level": "warning",
            "ok": False,
            "detail": text(
                "Neljän viikon jakso on päättynyt, lopputilanne puuttuu: 2 henkilöä.",
                "Fyra veckor har gått, slutläget saknas: 2 personer.",
                "The four weeks are over and the exit status is missing: 2 people.",
            ),
            "references": ["T-0019", "T-0066"],
        },
        passed(
            "W5",
            text(
                "Jokaisella tuloksella on lähtötilanteensa.",
                "Varje resultat har sitt utgångsläge.",
                "Every result has its reference person.",
            ),
        ),
        {
            "id": "W6",
            "level": "warning",
            "ok": False,
            "detail": text(
                "EECR02 on pienempi kuin aiemmassa raportissa: 7 → 6.",
                "EECR02 är mindre än i en tidigare rapport: 7 → 6.",
                "EECR02 is smaller than in an earlier report: 7 → 6.",
            ),
            "references": ["T-0008"],
        },
    ],
    "areas": [
        {
            "number": "140",
            "name": text("Iisalmi", "Idensalmi", "Iisalmi"),
            "quota": 55,
            "used": 41,
            "free": 14,
        },
        {"number": "263", "name": {"fi": "Kiuruvesi"}, "quota": 20, "used": 19, "free": 1},
        {"number": "595", "name": {"fi": "Pielavesi"}, "quota": 11, "used": 6, "free": 5},
        {"number": "925", "name": {"fi": "Vieremä"}, "quota": 10, "used": 10, "free": 0},
        {"number": "762", "name": {"fi": "Sonkajärvi"}, "quota": 10, "used": 7, "free": 3},
    ],
    "outside_area": 0,
    "targets": [
        {
            "name": text(
                "Tieto omasta työkyvystä ja jatkosuunnitelma",
                "Kunskap om den egna arbetsförmågan och en fortsättningsplan",
                "Knowledge of the own work ability and a continuation plan",
            ),
            "numerator": 64,
            "denominator": 83,
            "target": None,
            "definition": text(
                "Arviointi tehty ja jatkosuunnitelma kirjattu / kaikki osallistujat.",
                "Bedömning gjord och fortsättningsplan skriven / alla deltagare.",
                "Assessment made and continuation plan written / all participants.",
            ),
        },
        {
            "name": text("Työhön tai koulutukseen", "Till arbete eller utbildning", "To work or education"),
            "numerator": 15,
            "denominator": 31,
            "target": "45 %",
            "definition": text(
                "Avoimille työmarkkinoille tai tutkintokoulutukseen / päättyneet.",
                "Till öppna arbetsmarknaden eller examensutbildning / avslutade.",
                "Open labour market or vocational studies / ended cases.",
            ),
        },
    ],
    "notes": [
        {
            "code": "EECR02",
            "text": text(
                "Yksi osallistuja palasi hankkeeseen, ja aiemmin raportoitu tulos poistui.",
                "En deltagare återvände och ett tidigare rapporterat resultat föll bort.",
                "One participant came back and the result reported before fell away.",
            ),
        },
    ],
}
