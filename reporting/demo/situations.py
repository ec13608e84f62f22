"""Situations of daily work, one client each, in the caseload of one coach: a death, an ending undone, two drafts.

Written by the services that the pages use, for clients about whom no other example tells anything.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from clients.choices import (
    AcceptedHow,
    Channel,
    Counterpart,
    Direction,
    EntryKind,
    ExitStatus,
    NetworkRole,
    Rater,
    StepDoer,
)
from clients.models import Assignment, Case, Entry, NetworkPerson, Plan, PlanVersion
from clients.rules.drafts import Page
from clients.services.appointments import book
from clients.services.closing import close_case
from clients.services.drafts import keep_draft
from clients.services.entries import save_entry
from clients.services.network import record_meeting
from clients.services.people import save_person
from clients.services.plan_versions import (
    accept_by_link,
    agree_on,
    issue_link,
    open_link,
    record_acceptance,
)
from clients.services.plans import add_step, rate
from clients.services.stays import undo_closing
from clients.services.transfers import hand_over
from reporting.demo.finding import at, cases_of, coach_of, plain
from reporting.demo.people import People
from reporting.demo.workdays import workday_until, workdays
from tasmat import clock
from tasmat.tenancy.base import new_id
from tasmat.tenancy.context import current_organisation, tenant_context
from tasmat.tenancy.models import Membership, Project

HANDED_OVER = 3  # cases
AGREED = "Tavataan joka toinen viikko toimistolla. Viesti edellisenä päivänä, jos tulee este."


def write_situations(project: Project, coach: Membership, manager: Membership, day: dt.date) -> None:
    """One of each for a coach of a running project; the colleague's newest cases come to the coach today."""
    everybody = plain(cases_of(project, are_open=True))
    own = [case for case in everybody if coach_of(case) == coach]
    died, undone, visited, spoken, drafted, compared, by_link, waiting = own[:-9:-1]
    with tenant_context(current_organisation(), coach.user_id):
        _death(died, coach, day)
        _undone_ending(undone, coach, day)
        _home_visit(visited, coach, day)
        _with_others(spoken, coach, day)
        _two_drafts(drafted, coach, day)
        _second_version(compared, coach, day)
        _accepted_by_link(by_link, coach, day)
        _waiting_for_the_client(waiting, coach, day)
    _meeting_with_partner(project, day)
    _handed_over([case for case in everybody if coach_of(case) != coach], coach, manager, day)


def _write(case: Case, coach: Membership, on: dt.date, kind: EntryKind, text: str, **facts: Any) -> Entry:
    written = {"happened_on": on, "kind": kind, "text": text, "created_at": at(on, 14, 10)}
    return save_entry(case, coach, new_id(), written | facts)


def _death(case: Case, coach: Membership, day: dt.date) -> None:
    """The case is still open: the coach ends it next."""
    on = workday_until(day - dt.timedelta(days=1))
    coming_on = workdays(day, day + dt.timedelta(days=6))[-1]
    book(new_id(), coach, case=case, starts_at=at(coming_on, 12), ends_at=at(coming_on, 13), place="toimisto")
    text = "Omainen soitti ja kertoi kuolemasta. Otin osaa, tuleva tapaaminen on peruttu."
    _write(case, coach, on, EntryKind.NOTE, text)
    case.client.died_on = day - dt.timedelta(days=4)
    save_person(case.client, ["died_on"], None)


def _undone_ending(case: Case, coach: Membership, day: dt.date) -> None:
    facts = {
        "direction": Direction.JOB_SEARCH,
        "exit_status": ExitStatus.UNEMPLOYED,
        "exit_in_education": False,
        "exit_qualification": False,
    }
    close_case(case, coach, exit_on=workday_until(day - dt.timedelta(days=6)), facts=facts)
    undo_closing(case)
    text = "Päätin asiakkuuden vahingossa väärältä henkilöltä ja peruin sen. Jatketaan niin kuin on sovittu."
    _write(case, coach, workday_until(day - dt.timedelta(days=1)), EntryKind.NOTE, text)


def _home_visit(case: Case, coach: Membership, day: dt.date) -> None:
    """A trustee, what is to be known before a visit, a visit made and the next one booked."""
    case.client.safety_note = "Pihassa iso koira vapaana: soita portilta, asiakas vie koiran sisään."
    save_person(case.client, ["safety_note"], None)
    NetworkPerson.objects.create(
        client=case.client,
        role=NetworkRole.TRUSTEE,
        name=People(f"trustee {case.reference}").full_name(),
        body="Itä-Suomen edunvalvontatoimisto",
        phone="029 555 0199",
        agreed_on=case.created_at.date(),
        note="Raha-asiat ja asumisen päätökset. Ei koske työnhakua.",
    )
    _write(
        case,
        coach,
        workday_until(day - dt.timedelta(days=8)),
        EntryKind.HOME_VISIT,
        "Kotikäynti asiakkaan toiveesta. Käytiin läpi työkokeilun aikataulu ja bussivuorot keittiön pöydän ääressä.",
        channel=Channel.FACE_TO_FACE,
        place="asiakkaan koti",
        minutes=75,
        kilometres=36,
    )
    on = workdays(day + dt.timedelta(days=1), day + dt.timedelta(days=6))[0]
    facts = {"starts_at": at(on, 9, 30), "ends_at": at(on, 10, 30), "place": "asiakkaan koti"}
    book(new_id(), coach, case=case, kind=EntryKind.HOME_VISIT, **facts)


def _with_others(case: Case, coach: Membership, day: dt.date) -> None:
    """Contacts with the employer and the network, which are none with the client, and every channel."""
    rows: tuple[tuple[int, EntryKind, Counterpart, Channel, str], ...] = (
        (
            16,
            EntryKind.CONTACT,
            Counterpart.EMPLOYER,
            Channel.PHONE,
            "Soitin työnantajalle: työkokeilupaikka on vapaana maaliskuun puolivälistä, neljä tuntia päivässä.",
        ),
        (
            13,
            EntryKind.MEETING,
            Counterpart.NETWORK,
            Channel.REMOTE,
            "Etäpalaveri aikuissosiaalityön kanssa asiakkaan luvalla. Sovittiin, kuka hakee matkakorvausta.",
        ),
        (
            9,
            EntryKind.MEETING,
            Counterpart.CLIENT,
            Channel.REMOTE,
            "Tavattiin videopuhelulla, kun bussi ei kulkenut. Valittiin kahdesta paikasta lähempi.",
        ),
        (
            7,
            EntryKind.CONTACT,
            Counterpart.NETWORK,
            Channel.MESSAGE,
            "Lähetin sosiaaliohjaajalle tiedon aloituspäivästä suojatulla viestillä.",
        ),
        (
            5,
            EntryKind.CONTACT,
            Counterpart.CLIENT,
            Channel.FACE_TO_FACE,
            "Poikkesi toimistolla kertomassa, että kävi itse katsomassa paikkaa. Tuntui hyvältä.",
        ),
        (
            4,
            EntryKind.WORKPLACE_VISIT,
            Counterpart.EMPLOYER,
            Channel.FACE_TO_FACE,
            "Kävin työpaikalla ilman asiakasta: katsottiin tauot ja se, mistä voi pyytää apua.",
        ),
    )
    for days_ago, kind, counterpart, channel, text in rows:
        on = workday_until(day - dt.timedelta(days=days_ago))
        _write(case, coach, on, kind, text, counterpart=counterpart, channel=channel)


def _two_drafts(case: Case, coach: Membership, day: dt.date) -> None:
    """The same entry typed at the office and on the phone: both are kept until they are put together."""
    key = new_id()
    common = {"kind": EntryKind.MEETING, "channel": Channel.FACE_TO_FACE}
    office = "Tavattiin toimistolla. Ansioluettelo on valmis.\nSovittiin kaksi hakemusta ensi viikoksi."
    phone = "Tavattiin toimistolla. Ansioluettelo on valmis.\nSoittaa itse leipomoon torstaina."
    for minute, text in ((5, office), (48, phone)):
        with clock.as_of(at(day, 9, minute)):
            keep_draft(case, coach, Page(key, new_id(), sequence=1), {**common, "text": text})


def _agreed(case: Case, coach: Membership, on: dt.date, words: str) -> PlanVersion:
    """A new version, with these words about what was agreed."""
    plan = Plan.objects.filter(case=case, closed_on__isnull=True).latest("starts_on")
    plan.agreed = words
    plan.save(update_fields=["agreed"])
    version, _is_new = agree_on(plan, coach, made_on=max(plan.starts_on, workday_until(on)))
    return version


def _second_version(case: Case, coach: Membership, day: dt.date) -> None:
    """A plan agreed on some time ago and again now: what has changed stands side by side."""
    first = PlanVersion.objects.filter(plan__case=case).order_by("number").first()
    if first is None:
        first = _agreed(case, coach, day - dt.timedelta(days=60), AGREED)
    record_acceptance(first, on=first.made_on, how=AcceptedHow.PAPER, note="")
    plan, on = first.plan, workday_until(day - dt.timedelta(days=3))
    plan.situation = "Työkokeilu alkaa leipomossa. Aamut sujuvat, kun kyyti on sovittu edellisenä iltana."
    plan.support = "Selkeät ohjeet, tuttu ihminen mukana alussa ja nelituntinen päivä ensimmäisen kuukauden."
    plan.save(update_fields=["situation", "support"])
    goal = plan.goals.first()
    if goal is not None:
        facts = {
            "what": "Tutustumispäivä leipomossa",
            "doer": StepDoer.TOGETHER,
            "due_on": day + dt.timedelta(days=9),
        }
        add_step(goal, facts)
        rate(goal, coach, on=on, rater=Rater.TOGETHER, level=0, note="Iso askel viime kerrasta.")
        rate(goal, coach, on=on, rater=Rater.CLIENT, level=1, note="Parempi kuin osasin odottaa.")
    words = "Soitetaan maanantaisin. Valmentaja on mukana leipomossa ensimmäisenä päivänä."
    second = _agreed(case, coach, on, words)
    record_acceptance(second, on=on, how=AcceptedHow.SPOKEN, note="Näin tehdään, kiitos kun kuuntelit.")


def _accepted_by_link(case: Case, coach: Membership, day: dt.date) -> None:
    version = _agreed(case, coach, day - dt.timedelta(days=12), AGREED)
    issue_link(version)
    link = open_link(version)
    assert link is not None
    on = workday_until(day - dt.timedelta(days=10))
    accept_by_link(version, link, on=on, note="Hyvältä näyttää. Aloitan mieluiten iltapäivisin.")


def _waiting_for_the_client(case: Case, coach: Membership, day: dt.date) -> None:
    issue_link(_agreed(case, coach, day - dt.timedelta(days=1), AGREED))


def _meeting_with_partner(project: Project, day: dt.date) -> None:
    """A case meeting in which the partner's worker who is let in took part; the plan was agreed on there."""
    let_in = Assignment.objects.filter(case__project=project, role="partner").select_related("member").get()
    [case] = [each for each in cases_of(project, are_open=True) if each.id == let_in.case_id]
    coach, on = coach_of(case), workday_until(day - dt.timedelta(days=11))
    network = NetworkPerson.objects.filter(client=case.client_id, agreed_on__isnull=False)
    facts = {
        "held_on": on,
        "place": "hyvinvointiasema, kokoushuone",
        "decisions": "Palvelutarve arvioidaan yhdessä maaliskuun loppuun. Päävastuu on valmentajalla.",
        "next_steps": "Kumppani varaa ajan kuntoutusohjaukseen, valmentaja päivittää suunnitelman asiakkaan kanssa.",
    }
    people = ([coach, let_in.member], list(network), [("Aulis Ohjaaja", "TYP Ylä-Savo")])
    with tenant_context(current_organisation(), coach.user_id):
        meeting = record_meeting(case, coach, new_id(), facts, people, Channel.FACE_TO_FACE)
    plan = Plan.objects.filter(case=case, closed_on__isnull=True).latest("starts_on")
    plan.agreed = (
        "Tavataan viikoittain. Kumppanin työntekijä näkee suunnitelman ja on mukana seuraavassa palaverissa."
    )
    plan.save(update_fields=["agreed"])
    agree_on(plan, coach, made_on=max(on, plan.starts_on), meeting=meeting)


def _handed_over(others: Sequence[Case], coach: Membership, manager: Membership, day: dt.date) -> None:
    """Some cases of a colleague in the same municipality come to the coach today, to be read and ticked off."""
    areas = {case.area_id for case in others if case.area is not None and case.area.municipality_id == "140"}
    given = [case for case in others if case.area_id in areas][:HANDED_OVER]
    hand_over(
        {case.id: coach for case in given},
        coach=coach_of(given[0]),
        from_on=day,
        reason="Työnjako muuttui: Iisalmen asiakkaat yhdelle valmentajalle.",
        made_by=manager,
        now=clock.now(),
    )
