"""The catalogue of ESF+ indicators: code, kind, name and what each one counts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Kind = Literal["output", "result", "longer", "reserved"]

ENTITY_CODES = frozenset({"EECO18", "EECO19"})
ESTIMATE_CODES = frozenset({"EECO12", "EECO15", "EECO16"})


@dataclass(frozen=True, slots=True)
class Indicator:
    """A common indicator (Regulation (EU) 2021/1057, Annex I), or a sum of them reserved by SFC2021.

    `reference` are the outputs a result is compared with: who stands in none of them has no such result.
    `parts` are the codes a reserved sum adds up.
    """

    code: str
    kind: Kind
    name: "_StrPromise"
    definition: "_StrPromise"
    reference: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def counts_people(self) -> bool:
        """Whether the figure has a breakdown by gender; supported organisations have none."""
        return self.code not in ENTITY_CODES


_OUTPUTS = (
    Indicator(
        "EECO01",
        "output",
        _("Total number of participants"),
        _("Everybody with a complete record who has entered, once, on the day of the first entry."),
    ),
    Indicator(
        "EECO02",
        "output",
        _("Unemployed, including long-term unemployed"),
        _("Unemployed on the day of the first entry."),
    ),
    Indicator(
        "EECO03",
        "output",
        _("Long-term unemployed"),
        _("Unemployed without a break for as long as the project's setting says, normally twelve months."),
    ),
    Indicator(
        "EECO04",
        "output",
        _("Inactive"),
        _("Neither unemployed nor employed on the day of the first entry, for example a full-time student."),
    ),
    Indicator(
        "EECO05",
        "output",
        _("Employed, including self-employed"),
        _("In paid work or an entrepreneur on the day of the first entry."),
    ),
    Indicator(
        "EECO06",
        "output",
        _("Number of children below 18 years of age"),
        _("Under 18 years old on the day of the first entry."),
    ),
    Indicator(
        "EECO07",
        "output",
        _("Number of young people between 18 and 29 years of age"),
        _("From 18 to 29 full years on the day of the first entry."),
    ),
    Indicator(
        "EECO08",
        "output",
        _("Number of participants of 55 years of age and above"),
        _("At least 55 full years on the day of the first entry."),
    ),
    Indicator(
        "EECO09",
        "output",
        _("With lower secondary education or less (ISCED 0–2)"),
        _("Highest completed education at entry: comprehensive school or less."),
    ),
    Indicator(
        "EECO10",
        "output",
        _("With upper secondary (ISCED 3) or post-secondary education (ISCED 4)"),
        _("Highest completed education at entry: upper secondary, general or vocational, or specialist."),
    ),
    Indicator(
        "EECO11",
        "output",
        _("With tertiary education (ISCED 5 to 8)"),
        _("Highest completed education at entry: a degree above secondary level."),
    ),
    Indicator(
        "EECO12",
        "output",
        _("Participants with disabilities"),
        _("An estimate with its basis; never asked from the participant nor derived from coaching data."),
    ),
    Indicator(
        "EECO13",
        "output",
        _("Third-country nationals"),
        _("Not a citizen of the Union; stateless people included."),
    ),
    Indicator(
        "EECO14",
        "output",
        _("Participants with a foreign background"),
        _("Parents born abroad, whatever the participant's own citizenship."),
    ),
    Indicator(
        "EECO15",
        "output",
        _("Minorities (including marginalised communities such as Roma people)"),
        _("An estimate with its basis; never asked from the participant."),
    ),
    Indicator(
        "EECO16",
        "output",
        _("Homeless or affected by housing exclusion"),
        _("An estimate with its basis; never derived from coaching data."),
    ),
    Indicator(
        "EECO17",
        "output",
        _("Participants from rural areas"),
        _("Home municipality at the first entry thinly populated (degree of urbanisation 3)."),
    ),
    Indicator(
        "EECO18",
        "output",
        _("Number of supported public administrations or public services"),
        _("Public bodies that the project has supported, each once."),
    ),
    Indicator(
        "EECO19",
        "output",
        _("Number of supported micro, small and medium-sized enterprises"),
        _("Enterprises of that size that the project has supported, cooperatives included, each once."),
    ),
)

_RESULTS = (
    Indicator(
        "EECR01",
        "result",
        _("Participants engaged in job searching upon leaving"),
        _("Inactive at entry and seeking work at the end of the four weeks after the final exit."),
        reference=("EECO04",),
    ),
    Indicator(
        "EECR02",
        "result",
        _("Participants in education or training upon leaving"),
        _("Not in education at entry, but in education within four weeks of the final exit."),
        reference=("EECO01",),
    ),
    Indicator(
        "EECR03",
        "result",
        _("Participants gaining a qualification upon leaving"),
        _("A qualification gained through the project by the end of the four weeks after the final exit."),
        reference=("EECO01",),
    ),
    Indicator(
        "EECR04",
        "result",
        _("Participants in employment, including self-employment, upon leaving"),
        _("Unemployed or inactive at entry and at work at the end of the four weeks after the final exit."),
        reference=("EECO02", "EECO04"),
    ),
    Indicator(
        "EECR05",
        "longer",
        _("Participants in employment, including self-employment, six months after leaving"),
        _("Unemployed or inactive at entry and at work six months after the final exit."),
        reference=("EECO02", "EECO04"),
    ),
    Indicator(
        "EECR06",
        "longer",
        _("Participants with an improved labour market situation six months after leaving"),
        _("Employed at entry and in a better position at work six months after the final exit."),
        reference=("EECO05",),
    ),
)

_RESERVED = (
    Indicator(
        "EECO02+04",
        "reserved",
        _("Unemployed or inactive"),
        _("Sum of EECO02 and EECO04."),
        parts=("EECO02", "EECO04"),
    ),
    Indicator(
        "EECO02+05",
        "reserved",
        _("Unemployed or employed"),
        _("Sum of EECO02 and EECO05."),
        parts=("EECO02", "EECO05"),
    ),
    Indicator(
        "EECO02+04+05",
        "reserved",
        _("All employment statuses"),
        _("Sum of EECO02, EECO04 and EECO05."),
        parts=("EECO02", "EECO04", "EECO05"),
    ),
    Indicator(
        "EECO06+07",
        "reserved",
        _("Below 30 years of age"),
        _("Sum of EECO06 and EECO07."),
        parts=("EECO06", "EECO07"),
    ),
    Indicator(
        "EECO10+11",
        "reserved",
        _("At least upper secondary education"),
        _("Sum of EECO10 and EECO11."),
        parts=("EECO10", "EECO11"),
    ),
)

CATALOGUE: dict[str, Indicator] = {
    indicator.code: indicator for indicator in (*_OUTPUTS, *_RESULTS, *_RESERVED)
}
