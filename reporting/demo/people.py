"""Made-up people: names from Faker's Finnish stock, everything else dealt in given proportions."""

import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import TypeVar

from faker import Faker

from clients.choices import ContactLanguage, ContactWay, Gender
from clients.rules.words import fold
from reporting.demo.plan import Person
from reporting.rules.money import largest_remainder

Value = TypeVar("Value", bound=Hashable)

# Surnames of Faker's stock that officials in the projects' public papers have.
NOT_GIVEN = frozenset({"Haapala", "Savolainen"})

GENDERS = {Gender.WOMAN: 46, Gender.MAN: 52, Gender.NON_BINARY: 2}
AGES = {(19, 24): 16, (25, 29): 13, (30, 44): 35, (45, 54): 20, (55, 62): 16}
WAYS = {ContactWay.PHONE: 12, ContactWay.MESSAGE: 6, ContactWay.EMAIL: 2}
STREETS = (
    "Koulukatu",
    "Asematie",
    "Rantatie",
    "Kirkkotie",
    "Myllytie",
    "Pihlajatie",
    "Koivukuja",
    "Niittypolku",
    "Savikuja",
    "Mäntytie",
    "Torikatu",
    "Kuusitie",
    "Harjukatu",
    "Peltotie",
)


@dataclass(frozen=True)
class Background:
    """Citizenship, and names of the origin for those whose parents were born abroad."""

    citizenship: str = "FI"
    women: tuple[str, ...] = ()
    men: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    interpreter: str = ""

    @property
    def parents_born_abroad(self) -> bool:
        return bool(self.last)


FINNISH = Background()
UKRAINIAN = Background(
    "UA", ("Oksana", "Iryna"), ("Andrii", "Taras"), ("Kovalenko", "Bondar", "Lysenko"), "ukraina"
)
BACKGROUNDS = {
    FINNISH: 88,
    UKRAINIAN: 2,
    Background("IQ", ("Zainab", "Noor"), ("Hassan", "Mustafa"), ("Al-Jabiri", "Kareem"), "arabia"): 2,
    Background("TH", ("Malee", "Suda"), ("Anan", "Niran"), ("Srisai", "Thongdee")): 1,
    Background("EE", ("Kadri", "Liis"), ("Margus", "Tarmo"), ("Kask", "Tamm")): 2,
    Background("FI", ("Leyla", "Amina"), ("Amir", "Yusuf"), ("Haidari", "Osman")): 3,
}


def deal(rng: Random, shares: Mapping[Value, int], count: int) -> list[Value]:
    """So many values in the proportions of the shares, by largest remainder, shuffled."""
    parts = largest_remainder(Decimal(count), [Decimal(share) for share in shares.values()])
    dealt = [value for value, part in zip(shares, parts, strict=True) for _ in range(int(part))]
    rng.shuffle(dealt)
    return dealt


class People:
    """Makes people of one organisation; the same seed gives the same people, no name comes twice."""

    def __init__(self, seed: str) -> None:
        self._rng = Random(f"people of {seed}")  # noqa: S311  Made-up people need no secrecy.
        self._faker = Faker("fi_FI")
        self._faker.seed_instance(seed)
        self._taken: set[tuple[str, str]] = set()

    def name(self, gender: Gender, background: Background = FINNISH) -> tuple[str, str]:
        """First and last name."""
        while (name := self._any_name(gender, background)) in self._taken:
            pass
        self._taken.add(name)
        return name

    def full_name(self) -> str:
        """Somebody at work."""
        return " ".join(self.name(self._rng.choice((Gender.WOMAN, Gender.MAN))))

    def last_name(self) -> str:
        while (name := self._faker.last_name()) in NOT_GIVEN:
            pass
        return str(name)

    def phone(self) -> str:
        """A made-up number in the form of Finnish ones."""
        return f"040 000 {self._rng.randint(1000, 9999)}"

    def person(
        self,
        *,
        municipality: str,
        on: dt.date,
        age: tuple[int, int] = (19, 62),
        gender: Gender = Gender.WOMAN,
        background: Background = FINNISH,
        best_way: ContactWay = ContactWay.PHONE,
    ) -> Person:
        """Somebody whose age on a day lies between two years, both included."""
        first_name, last_name = self.name(gender, background)
        years = self._rng.randint(*age)
        address = f"{fold(first_name)}.{fold(last_name)}@posti.example".replace(" ", "-")
        has_email = best_way == ContactWay.EMAIL or self._rng.random() < 0.6
        return Person(
            first_name=first_name,
            last_name=last_name,
            born_on=_birthday(on, years, self._rng.randrange(360)),
            gender=gender,
            citizenship=background.citizenship,
            parents_born_abroad=background.parents_born_abroad,
            municipality_id=municipality,
            street_address=f"{self._rng.choice(STREETS)} {self._rng.randint(1, 48)}",
            phone=self.phone(),
            email=address if has_email else "",
            contact_language=ContactLanguage.OTHER if background.interpreter else ContactLanguage.FINNISH,
            interpreter_language=background.interpreter,
            best_way=best_way,
        )

    def group(self, municipalities: list[str], entries: list[dt.date]) -> list[Person]:
        """One person for each municipality and first day, mixed as clients of such projects are."""
        count = len(municipalities)
        dealt = zip(
            municipalities,
            entries,
            deal(self._rng, AGES, count),
            deal(self._rng, GENDERS, count),
            deal(self._rng, BACKGROUNDS, count),
            deal(self._rng, WAYS, count),
            strict=True,
        )
        return [
            self.person(
                municipality=place, on=on, age=age, gender=gender, background=background, best_way=way
            )
            for place, on, age, gender, background, way in dealt
        ]

    def _any_name(self, gender: Gender, background: Background) -> tuple[str, str]:
        is_woman = gender == Gender.WOMAN or (gender == Gender.NON_BINARY and self._rng.random() < 0.5)
        if background.last:
            first_names = background.women if is_woman else background.men
            return self._rng.choice(first_names), self._rng.choice(background.last)
        first = self._faker.first_name_female() if is_woman else self._faker.first_name_male()
        return str(first), self.last_name()


def _birthday(on: dt.date, years: int, days: int) -> dt.date:
    """Of somebody who turned so many years so many days before."""
    turned = on - dt.timedelta(days=days)
    return turned.replace(year=turned.year - years, day=min(turned.day, 28))
