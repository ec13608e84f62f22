"""What coaches and referrers of the demo write: ordinary coaching in Finnish, kind and factual, no diagnoses.

{alan} and {alalle} are forms of the field of work that the person is interested in.
"""

from enum import Enum, auto
from typing import NamedTuple

from clients.choices import Direction, EntryKind


class Trade(NamedTuple):
    """A field of work: of what, to what."""

    alan: str
    alalle: str


TRADES = (
    Trade("kiinteistönhoidon", "kiinteistönhoitoon"),
    *(
        Trade(f"{name}alan", f"{name}alalle")
        for name in (
            "keittiö",
            "kaupan ",
            "logistiikka-",
            "puutarha-",
            "puhdistus",
            "hoiva-",
            "puu",
            "metalli",
            "kierrätys",
            "toimisto",
            "tekstiili",
        )
    ),
)


class Phase(Enum):
    """Where in a stay an entry lies."""

    BEFORE = auto()
    FIRST = auto()
    MAPPING = auto()
    MIDDLE = auto()
    TOWARDS_END = auto()


MEETINGS: dict[Phase, tuple[str, ...]] = {
    Phase.FIRST: (
        "Aloituskeskustelu. Käytiin läpi hankkeen tarkoitus, tiedote tietojen käsittelystä ja yhteydenpidon tavat.",
        "Ensimmäinen tapaaminen. Kertoi avoimesti työhistoriastaan ja siitä, mikä arjessa toimii.",
        "Tutustuttiin. Toiveena on löytää työtä, jossa oma tahti riittää. Täytettiin aloitustietoja.",
        "Aloitus tehty. Odotukset ovat varovaiset, mutta kiinnostusta {alalle} löytyy.",
        "Ensitapaaminen toimistolla. Puhuttiin siitä, mitä tuelta toivoo ja mitä ei.",
    ),
    Phase.MAPPING: (
        "Tehtiin osaamiskartoitus. Vahvuuksia ovat huolellisuus ja se, että sovitusta pidetään kiinni.",
        "Käytiin läpi työhistoria vuosi vuodelta. Mieluisimmat tehtävät ovat olleet {alan} puolella.",
        "Puhuttiin arkirytmistä: aamut ovat hankalia, iltapäivät sujuvat. Tapaamiset sovitaan klo 12 jälkeen.",
        "Koottiin lista asioista, jotka auttavat jaksamaan, ja asioista, joihin tarvitaan tukea.",
        "Työ- ja toimintakyvyn kartoituksen haastatteluosa tehty, loput ensi kerralla.",
        "Päivitettiin ansioluettelo yhdessä. Vanhat työtodistukset löytyivät ja kopioitiin.",
        "Tehtiin lyhyt tarkkuutta vaativa tehtävä. Tulos oli omasta mielestä iloinen yllätys.",
        "Keskusteltiin kulkemisesta: omaa autoa ei ole, bussi kulkee kahdesti päivässä.",
        "Kartoituksen tulokset käytiin läpi. Tunnisti itsensä hyvin ja täydensi kahta kohtaa.",
        "Mietittiin kolme ammattia, jotka kiinnostavat, ja mitä niissä päivän aikana tehdään.",
    ),
    Phase.MIDDLE: (
        "Katsottiin avoimia paikkoja. Kaksi {alan} paikkaa kiinnosti, toiseen tehtiin hakemus.",
        "Harjoiteltiin työhaastattelua. Omista vahvuuksista puhuminen sujuu jo luontevammin.",
        "Jatkosuunnitelmaa tehty: ensin työkokeilu {alan} tehtävissä, sitten katsotaan opintoja.",
        "Pienryhmässä mukana koko ajan, kertoi omasta kokemuksestaan muille.",
        "Käytiin läpi, mitä työnantajalle halutaan kertoa ja mitä ei.",
        "Täytettiin yhdessä hakemus {alan} koulutukseen.",
        "Keskusteltiin palkkatuesta ja siitä, mitä se työnantajalle merkitsee.",
        "Tehtiin viikkosuunnitelma: yksi työnhakuasia päivässä riittää.",
        "Arvioitiin työkokeilun alkua. Tehtävät sopivat, työmatka vie odotettua enemmän aikaa.",
        "Käytiin läpi edellisen kuukauden tavoitteet: kaksi kolmesta toteutui, yksi siirrettiin.",
        "Tehtiin {alan} yrityksistä lista ja sovittiin, kuka soittaa mihinkin.",
        "Verrattiin kahden tehtävän vaatimuksia omaan osaamiseen. {Alan} tehtävä tuntui omemmalta.",
    ),
    Phase.TOWARDS_END: (
        "Aloitettiin loppuarviointi: verrattiin alun tavoitteita nykytilanteeseen.",
        "Koottiin yhteen, mitä jakson aikana on saatu aikaan. Itse nosti esiin rohkaistumisen.",
        "Yhteispalaveri työllisyyspalvelujen kanssa. Jatkopolusta oltiin samaa mieltä.",
        "Käytiin läpi, kehen voi olla yhteydessä jakson jälkeen ja missä asioissa.",
        "Päivitettiin hakupaketti: ansioluettelo, hakemuspohja ja suosittelijat.",
    ),
}

CONTACTS: dict[Phase, tuple[str, ...]] = {
    Phase.BEFORE: (
        "Soitin ja sovimme ensimmäisen tapaamisen. Kerroin lyhyesti, mitä hankkeessa tehdään.",
        "Lyhyt puhelu: aloitus sopii, paikka ja aika sovittu. Lähetän muistutuksen viestillä.",
        "Aloitus vähän jännittää. Sovittiin, että ensimmäisellä kerralla vain jutellaan.",
        "Sovittiin aloituksesta. Kyyti järjestyy, kunhan tapaaminen on aamupäivällä.",
    ),
    Phase.FIRST: ("Kysyin, millainen olo ensimmäisestä tapaamisesta jäi. Hyvä, jatketaan sovitusti.",),
    Phase.MAPPING: (
        "Kartoituksen kotitehtävä on tehty, tuo sen seuraavaan tapaamiseen.",
        "Kysyin kuulumisia. Viikko on mennyt hyvin, pihatöitä on tullut tehtyä.",
        "Varmisti huomisen tapaamisen ajan.",
        "Otti itse yhteyttä ja kysyi, voiko tapaamista siirtää. Uusi aika sovittu.",
        "Sovittiin, että pyydän työllisyyspalveluista aiemman suunnitelman.",
        "Kertoi lukeneensa {alan} tehtävistä ja kirjoittaneensa kysymyksiä ylös.",
        "Työtodistus vanhasta työpaikasta löytyi, kuva tulee viestillä.",
    ),
    Phase.MIDDLE: (
        "Hakemus on lähetetty, vastausta odotellaan.",
        "Työkokeilussa sujuu, lisää tunteja voisi ottaa.",
        "Viikko oli raskas, mutta sovituista asioista tehtiin suurin osa.",
        "Kysyi neuvoa sähköisessä asioinnissa. Käytiin vaiheet läpi.",
        "Muistutin perjantain ryhmästä, tulossa on.",
        "Kertoi saaneensa kutsun haastatteluun. Sovittiin valmistautumisesta.",
        "Työkokeilun tunteja lisätään kahdella viikossa, näin yhdessä sovittiin.",
        "Haastattelu oli ja meni mukavasti. Päätöstä luvattiin ensi viikolla.",
        "Paikka meni toiselle. Harmitti, mutta haku jatkuu {alan} puolella.",
        "Sovittu, että soitan itse työnantajalle ja kerron palkkatuesta.",
        "Ryhmästä jäi hyvä mieli, haluaa jatkaa.",
    ),
    Phase.TOWARDS_END: (
        "Jatko vähän mietityttää. Sovittiin, että käydään asiat rauhassa läpi tapaamisessa.",
        "Varmistettiin loppukeskustelun aika ja se, ketkä siihen tulevat.",
        "Kertoi olevansa valmis seuraavaan askeleeseen.",
    ),
}

OTHERS: dict[EntryKind, tuple[str, ...]] = {
    EntryKind.WORKPLACE_VISIT: (
        "Työpaikkakäynti. Tehtävät ovat selkeät ja ohjaaja tavoitettavissa, työnantaja tyytyväinen.",
        "Käytiin tutustumassa mahdolliseen työkokeilupaikkaan. Tehtävät vastaavat toivetta.",
        "Kolmikantatapaaminen työpaikalla: sovittiin tehtävistä, työajasta ja yhteydenpidosta.",
        "Tavattiin kirjastossa, kun bussivuoro ei sopinut toimistolle.",
        "Työpaikkakäynti. Taukoja muutettiin niin, että päivä jaksetaan loppuun.",
        "Käynti oppilaitoksessa: tutustuttiin {alan} linjaan ja puhuttiin opinto-ohjaajan kanssa.",
    ),
    EntryKind.OBSERVATION: (
        "Tuli ajoissa ja oli valmistautunut.",
        "Kysyi ohjetta uudelleen ja teki sitten työn itsenäisesti.",
        "Ryhmässä rauhallinen, auttoi uutta osallistujaa alkuun.",
        "Kärsivällinen tarkkuutta vaativassa tehtävässä, tauot auttoivat.",
        "Otti palautteen hyvin vastaan ja kokeili toista tapaa.",
        "Väsyi iltapäivällä ja kertoi siitä itse. Sovittiin lyhyempi päivä.",
        "Puhui ensimmäistä kertaa omista tavoitteistaan oma-aloitteisesti.",
        "Siisti työnjälki, välineet paikoillaan päivän päätteeksi.",
    ),
    EntryKind.NOTE: (
        "Lähetetty yhteenveto kartoituksesta työllisyyspalveluihin asiakkaan luvalla.",
        "Sovittu työllisyyspalvelujen kanssa yhteinen palaveri ensi kuulle.",
        "Työnantajalle lähetetty tietoa palkkatuesta ja työolosuhteiden järjestelytuesta.",
        "Ajanvaraus siirretty asiakkaan pyynnöstä.",
        "Kysytty oppilaitoksesta vapaita paikkoja {alan} koulutuksessa.",
        "Ryhmän tilavaraus tehty ja tieto osallistujille lähetetty.",
    ),
}

NO_ANSWER = (
    "",
    "",
    "Jätin viestin.",
    "Yritän huomenna uudelleen.",
    "Puhelin ei ollut päällä.",
    "Ei päässyt sovittuun aikaan, yritin tavoittaa puhelimella.",
)

NEXT_STEPS = (
    "Seuraava tapaaminen sovittu.",
    "Sovittiin uusi aika kahden viikon päähän.",
    "Ensi kerralla jatketaan ansioluettelosta.",
    "Soitan ensi viikolla.",
    "Kotitehtäväksi miettiä kolme itseä kiinnostavaa työtehtävää.",
    "Otan selvää ja palaan asiaan.",
    "Tuo ensi kerralla todistukset mukanaan.",
)

INTERPRETED = "Tulkki oli mukana."

ENDINGS: dict[Direction | None, str] = {
    Direction.OPEN_LABOUR_MARKET: "Loppukeskustelu. Työsopimus {alan} tehtäviin on allekirjoitettu.",
    Direction.SUPPORTED_WORK: "Loppukeskustelu. Palkkatuettu työ alkaa, ensimmäisten viikkojen tuesta sovittu.",
    Direction.VOCATIONAL_STUDIES: "Loppukeskustelu. Opiskelupaikka {alan} koulutuksessa varmistui.",
    Direction.OTHER_STUDIES: "Loppukeskustelu. Matka jatkuu valmentavassa koulutuksessa.",
    Direction.WORK_ACTIVITY: "Loppukeskustelu. Jatkaa työtoiminnassa, tutustuminen tehtiin yhdessä.",
    Direction.JOB_SEARCH: "Loppukeskustelu. Työnhaku jatkuu työllisyyspalvelujen tuella, hakupaketti on valmis.",
    Direction.OTHER_SERVICE: "Loppukeskustelu. Siirtyy toiseen palveluun, tiedot välitettiin luvalla.",
    Direction.HEALTH_OR_PENSION: "Loppukeskustelu. Nyt on levon aika, ja tietää, mistä tukea saa myöhemmin.",
    None: "Jakso päättyi. Jatkosta ei ehditty sopia, viesti lähetetty.",
}

REFERRAL_REASONS = (
    "Työttömyys on jatkunut pitkään. Toivoo apua oman alan löytämiseen ja tukea työnantajien kanssa.",
    "Tarvitsee arvion siitä, millainen työ ja työaika sopisi nykyiseen jaksamiseen.",
    "On hakenut töitä yksin ilman tulosta. Hyötyisi rinnalla kulkevasta valmentajasta.",
    "Ammatti on vaihdettava. Kaipaa tukea uuden suunnan miettimiseen.",
    "Haluaa palata työelämään usean vuoden tauon jälkeen pienin askelin.",
    "Opinnot jäivät kesken. Kiinnostusta työkokeiluun on, paikkaa ei ole löytynyt.",
    "Työkokeilupaikan löytäminen ja aloitus vaativat tukea.",
    "Omat vahvuudet ovat hukassa. Toivoo ryhmää ja yksilöllistä ohjausta.",
    "Osatyökykyinen, etsitään räätälöityä tehtävää lyhyellä työajalla.",
    "Tarvitsee tukea arjen rytmiin, jotta opinnot tai työ olisi mahdollista aloittaa.",
    "Keskusteltu yhdessä palvelutarpeesta. Kartoitus auttaisi seuraavan askeleen valinnassa.",
)
OWN_REASONS = (
    "Haluan töihin mutten tiedä, mistä aloittaa. Kaipaan jonkun, jonka kanssa miettiä.",
    "Olen ollut pitkään kotona. Haluaisin kokeilla työtä vähän kerrallaan.",
)
