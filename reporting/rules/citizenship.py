"""Whose citizens count as citizens of the Union, by ISO 3166-1 alpha-2 code (Greece is GR, not EL)."""

# fmt: off
# https://european-union.europa.eu/principles-countries-history/eu-countries_en: 27 members since 1.2.2020.
EU_MEMBER_STATES = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})
# Codes of territories whose people hold a member state's citizenship, and so that of the Union (TFEU,
# Article 20): of Finland, France, the Netherlands and Denmark. The Faroes (FO) are not among them: Protocol 2
# to Denmark's Act of Accession.
EU_TERRITORIES = frozenset({
    "AX", "BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "WF", "YT",
    "AW", "BQ", "CW", "SX", "GL",
})
# fmt: on
# The EEA Agreement, and the agreement of 1999 with Switzerland on the free movement of persons.
FREE_MOVEMENT_STATES = frozenset({"CH", "IS", "LI", "NO"})


def is_third_country(citizenship: str, *, free_movement_counts: bool = True) -> bool:
    """Whether the code, or XX for stateless, is of no citizen of the Union.

    Regulation (EU) 2021/1057, Article 2: third-country nationals are people who are not citizens of the
    Union, stateless people included. `free_movement_counts` says whether citizens of the EEA and Switzerland
    count as such, too.
    """
    if citizenship in FREE_MOVEMENT_STATES:
        return free_movement_counts
    return citizenship not in EU_MEMBER_STATES | EU_TERRITORIES
