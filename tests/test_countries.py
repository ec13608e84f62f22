"""Citizenship codes: which are taken, and the order a person finds them in."""

import pytest

from tasmat.countries import country_choices, is_country


@pytest.mark.parametrize("code", ["FI", "SE", "UA", "SO", "AX", "SS", "XK", "XX"])
def test_codes_that_can_be_recorded(code: str) -> None:
    assert is_country(code)


@pytest.mark.parametrize(
    "code", ["", "fi", "FIN", "EU", "UN", "ZZ", "XA", "QO", "UK", "246", "F1", "SU", "YU"]
)
def test_codes_that_cannot(code: str) -> None:
    assert not is_country(code)


def test_there_are_all_249_countries_of_iso_3166_with_kosovo_and_stateless() -> None:
    assert len(country_choices("en")) == 249 + 2


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_choice_can_be_recorded_and_has_a_name(language: str) -> None:
    choices = country_choices(language)

    assert all(is_country(code) and name.strip() for code, name in choices)
    assert choices[0][0] == "FI"
    assert choices[-1][0] == "XX"


@pytest.mark.parametrize(
    ("language", "first", "later"),
    [
        ("fi", "AX", "TZ"),  # Ahvenanmaa, Tansania
        ("sv", "ZW", "AX"),  # Zimbabwe before Åland
        ("sv", "AX", "AT"),  # Åland before Österrike
        ("en", "AF", "AX"),  # Afghanistan, Åland Islands, Albania
        ("en", "AX", "AL"),
    ],
)
def test_order_of_names(language: str, first: str, later: str) -> None:
    codes = [code for code, _ in country_choices(language)]

    assert codes.index(first) < codes.index(later)
