"""What the demo knows of people's background, network, goals and supports: ordinary facts, no diagnoses."""

from typing import NamedTuple

from clients.choices import BackgroundKind, NetworkRole, PurchaseKind

# title, place, level
BACKGROUND: dict[BackgroundKind, tuple[tuple[str, str, str], ...]] = {
    BackgroundKind.EDUCATION: (
        ("Peruskoulu", "Yläasteen koulu", "päättötodistus"),
        ("Puhtaus- ja kiinteistöpalvelualan perustutkinto", "Ylä-Savon ammattiopisto", "tutkinto"),
        ("Ravintola- ja cateringalan perustutkinto", "Kainuun ammattiopisto", "kesken, 90 osp"),
        ("Metallialan perustutkinto", "Ammattikoulu", "tutkinto"),
    ),
    BackgroundKind.WORK: (
        ("Siivooja", "Kotisiivous Säihke (keksitty)", ""),
        ("Keittiöapulainen", "Lounas Kainuunkulma (keksitty)", ""),
        ("Metsuri", "oma toiminimi", ""),
        ("Varastotyöntekijä", "Savon Varasto (keksitty)", ""),
        ("Henkilökohtainen avustaja", "yksityinen työnantaja", ""),
    ),
    BackgroundKind.LANGUAGE: (("suomi", "", "äidinkieli"), ("englanti", "", "selviää arjessa")),
    BackgroundKind.CARD: (
        ("Hygieniapassi", "Oiva-akatemia", ""),
        ("Työturvallisuuskortti", "", ""),
        ("Ajokortti B", "", ""),
    ),
    BackgroundKind.SKILL: (
        ("Huolellisuus", "", "vahvuus"),
        ("Käsillä tekeminen", "", "vahvuus"),
        ("Kirjallinen ilmaisu", "", "tarvitsee apua"),
    ),
    BackgroundKind.OBSTACLE: (
        ("Ei kulkuyhteyttä aikaiseen vuoroon", "", ""),
        ("Jaksaa kerralla noin neljä tuntia", "", ""),
        ("Jännittää uusia tilanteita", "", ""),
    ),
    BackgroundKind.SUPPORT: (
        ("Selkeät kirjalliset ohjeet", "työpaikka", ""),
        ("Valmentaja mukana ensimmäisinä päivinä", "valmentaja", ""),
    ),
}

NETWORK: tuple[tuple[NetworkRole, str], ...] = (
    (NetworkRole.SOCIAL_WORK, "hyvinvointialue, aikuissosiaalityö"),
    (NetworkRole.EMPLOYMENT_SERVICES, "työllisyyspalvelut"),
    (NetworkRole.HEALTH_CARE, "terveysasema, kuntoutusohjaaja"),
    (NetworkRole.TRUSTEE, "edunvalvontatoimisto"),
    (NetworkRole.FAMILY, "sisar"),
)


class GoalText(NamedTuple):
    """A goal in the client's words with its five levels, the least first, and its steps."""

    title: str
    icf_code: str
    levels: tuple[str, str, str, str, str]
    steps: tuple[str, ...]


GOALS: tuple[GoalText, ...] = (
    GoalText(
        "Löydän työkokeilupaikan, joka sopii minulle",
        "d845",
        (
            "Paikkoja ei ole vielä mietitty",
            "Kiinnostavia paikkoja on listattu",
            "Työkokeilu on sovittu yhteen paikkaan",
            "Työkokeilu sujuu ja jatkosta puhutaan",
            "Työnantaja tarjoaa töitä",
        ),
        ("Listataan viisi kiinnostavaa työpaikkaa", "Soitetaan ensimmäiseen yhdessä"),
    ),
    GoalText(
        "Pääsen ajoissa liikkeelle ja arki pysyy rytmissä",
        "d230",
        (
            "Sovitut ajat jäävät usein väliin",
            "Pääsen paikalle joka toinen kerta",
            "Pääsen paikalle sovitusti kahtena päivänä viikossa",
            "Pääsen paikalle sovitusti neljänä päivänä",
            "Rytmi pysyy myös vapaapäivinä",
        ),
        ("Herätys samaan aikaan myös viikonloppuna", "Tekstiviesti edellisenä iltana"),
    ),
    GoalText(
        "Tiedän, mitä ammattia lähden opiskelemaan",
        "d825",
        (
            "Ala on täysin auki",
            "Kaksi tai kolme alaa kiinnostaa",
            "Ala on valittu ja koulutukseen haettu",
            "Koulutuspaikka on saatu",
            "Opinnot ovat alkaneet",
        ),
        ("Tutustumiskäynti ammattiopistoon", "Ammatinvalintatesti"),
    ),
    GoalText(
        "Osaan kertoa omasta työkyvystäni työnantajalle",
        "d350",
        (
            "En halua puhua asiasta",
            "Puhun asiasta valmentajan kanssa",
            "Kerron itse, mitä tukea tarvitsen",
            "Sovin työnantajan kanssa järjestelyistä",
            "Autan muitakin kertomaan omastaan",
        ),
        ("Harjoitellaan keskustelua", "Kirjoitetaan lyhyt kuvaus vahvuuksista"),
    ),
)

PURCHASES: tuple[tuple[PurchaseKind, str, str, str], ...] = (
    (PurchaseKind.CARD, "Hygieniapassikoulutus", "Oiva-akatemia (keksitty)", "62.00"),
    (PurchaseKind.COURSE, "Trukkikurssi, 1 päivä", "Kainuun koulutus (keksitty)", "240.00"),
    (PurchaseKind.COURSE, "EA1-kurssi", "Punainen risti, paikallisosasto", "95.00"),
    (PurchaseKind.CARD, "Työturvallisuuskortti", "Savon kortit (keksitty)", "110.00"),
)
