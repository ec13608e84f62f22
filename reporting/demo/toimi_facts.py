"""TÄSMÄT as its funding decision has it: municipalities, quotas, rules, budget and funding as printed."""

import datetime as dt

from clients.choices import Direction, ServiceKind
from reporting.demo.plan import BudgetRow, EntityPlan, OutcomePlan, ProjectPlan
from reporting.models import BudgetSection, Denominator, EntityKind

CODE, FOLLOW_UP_CODE = "TASMAT", "JATKUMO"
IISALMI, KIURUVESI, PIELAVESI, VIEREMA, SONKAJARVI = "140", "263", "595", "925", "762"
SIILINJARVI, KUOPIO = "749", "297"  # outside the project
QUOTAS = {IISALMI: 55, KIURUVESI: 20, PIELAVESI: 11, VIEREMA: 10, SONKAJARVI: 10}
CONTACT_INTERVAL = 14  # days

CLEAR_DIRECTIONS = tuple(direction for direction in Direction if direction != Direction.UNKNOWN)

_YEARS = (2024, 2025, 2026, None)


def _row(section: BudgetSection, label: str, *euros: int, is_sum: bool = False) -> BudgetRow:
    """Sums of 2024, 2025 and 2026 and the total as printed, which is not always their sum."""
    return BudgetRow(section, label, dict(zip(_YEARS, euros, strict=True)), is_sum)


_COSTS, _FUNDING, _LOCAL = BudgetSection.COSTS, BudgetSection.FUNDING, BudgetSection.MUNICIPALITIES
BUDGET = (
    _row(_COSTS, "Palkkakustannukset", 48_020, 96_039, 48_020, 192_078),
    _row(_COSTS, "Flat rate 40 %", 19_208, 38_416, 19_208, 76_832),
    _row(_COSTS, "Kulut yhteensä", 67_228, 134_455, 67_228, 268_910, is_sum=True),
    _row(_FUNDING, "EU-rahoitus 80 %", 53_782, 107_564, 53_782, 215_128),
    _row(_FUNDING, "Kunnat 17 %", 11_429, 22_857, 11_429, 45_715),
    _row(_FUNDING, "TOIMI-säätiö 3 %", 2_017, 4_034, 2_017, 8_067),
    _row(_FUNDING, "Rahoitus yhteensä", 67_228, 134_455, 67_228, 268_910, is_sum=True),
    _row(_LOCAL, "Iisalmi", 5_929, 11_859, 5_929, 23_717),
    _row(_LOCAL, "Kiuruvesi", 2_156, 4_312, 2_156, 8_624),
    _row(_LOCAL, "Pielavesi", 1_186, 2_372, 1_186, 4_743),
    _row(_LOCAL, "Vieremä", 1_078, 2_156, 1_078, 4_312),
    _row(_LOCAL, "Sonkajärvi", 1_078, 2_156, 1_078, 4_312),
    _row(_LOCAL, "Viisi kuntaa yhteensä", 11_427, 22_855, 11_427, 45_708, is_sum=True),
)

PROJECT = ProjectPlan(
    code=CODE,
    name="TÄSMÄT",
    starts_on=dt.date(2024, 7, 1),
    ends_on=dt.date(2026, 6, 30),
    quotas=QUOTAS,
    rules={
        "eura_code": "S99901",
        "funder": "Euroopan unioni ja viisi Ylä-Savon kuntaa",
        "minimum_age": 18,
        "contact_interval_days": CONTACT_INTERVAL,
        "contact_name": "TÄSMÄT-hankkeen projektipäällikkö",
        "contact_phone": "040 000 0001",
        "contact_email": "tasmat@toimi.example",
    },
    excluded=(
        ServiceKind.REHABILITATIVE_WORK,
        ServiceKind.SOCIAL_REHABILITATION,
        ServiceKind.REHABILITATION,
        ServiceKind.SIMILAR,
    ),
    budget=BUDGET,
    indicator_targets={"EECO01": 106},
    outcomes=(
        OutcomePlan(
            "Realistinen jatkosuunnitelma",
            "Realistisk fortsättningsplan",
            "Realistic continuation plan",
            CLEAR_DIRECTIONS,
            Denominator.PARTICIPANTS,
            None,
        ),
    ),
    entities=(
        EntityPlan(EntityKind.PUBLIC, "Ylä-Savon työllisyysalue", dt.date(2025, 1, 15)),
        EntityPlan(EntityKind.PUBLIC, "Pohjois-Savon hyvinvointialueen sosiaalityö", dt.date(2024, 10, 2)),
        EntityPlan(EntityKind.SME, "Leipomo Ruislimppu (keksitty)", dt.date(2025, 3, 12)),
        EntityPlan(EntityKind.SME, "Piha ja Puu Oy (keksitty)", dt.date(2025, 6, 4)),
        EntityPlan(EntityKind.SME, "Kirpputori Lokero (keksitty)", dt.date(2025, 11, 19)),
    ),
)

# No paper tells of it: the demo's own, so that clients have where to go on when TÄSMÄT ends.
FOLLOW_UP = ProjectPlan(
    code=FOLLOW_UP_CODE,
    name="JATKUMO (keksitty)",
    starts_on=dt.date(2026, 1, 1),
    ends_on=dt.date(2027, 12, 31),
    quotas={IISALMI: 24, KIURUVESI: 8, PIELAVESI: 4, VIEREMA: 4, SONKAJARVI: 4},
    rules={
        "eura_code": "S99903",
        "funder": "Keksitty rahoittaja",
        "minimum_age": 18,
        "contact_interval_days": CONTACT_INTERVAL,
    },
    excluded=PROJECT.excluded,
    indicator_targets={"EECO01": 44},
)
