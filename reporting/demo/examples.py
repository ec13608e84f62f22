"""Single things that a tour of the demo should meet: agreed plans, statements, papers, shared and moved entries.

Written by the services that the pages use, for the first cases of a project that fit.
"""

import datetime as dt

from clients.choices import (
    AcceptedHow,
    Channel,
    CompetenceLevel,
    DocumentKind,
    EntryKind,
    ReferralState,
    SentHow,
    StatementKind,
)
from clients.models import (
    Case,
    CaseMeeting,
    Competence,
    EligibilityCheck,
    EligibilityItem,
    EndDataAttempt,
    Entry,
    EntryAmendment,
    EntryDraft,
    EntryGoal,
    Goal,
    NetworkPerson,
    Plan,
    QualificationUnit,
    Referral,
    ReferralNote,
    ReferralStep,
    Stay,
)
from clients.services.documents import Sheet, keep_upload
from clients.services.entries import share_entry
from clients.services.entry_moves import move_entry
from clients.services.network import record_meeting
from clients.services.papers import ask_for_paper
from clients.services.plan_versions import agree_on, record_acceptance
from clients.services.referral_steps import record_contact, take_step
from clients.services.statements import approve, begin, mark_sent
from reporting.demo.finding import at, cases_of, coach_of
from reporting.demo.workdays import workday_until
from tasmat import clock
from tasmat.files.uploads import Upload
from tasmat.tenancy.base import new_id
from tasmat.tenancy.context import current_organisation, tenant_context
from tasmat.tenancy.models import Membership, Project

PLANS_AGREED, STATEMENTS, ATTEMPTS = 25, 10, 3
UNITS = (
    ("100221", "Ruokapalveluissa toimiminen", "Ravintola- ja catering-alan perustutkinto", 25),
    ("100223", "Annosruokien ja juomien valmistus", "Ravintola- ja catering-alan perustutkinto", 35),
    ("106100", "Ylläpitosiivouspalvelut", "Puhtaus- ja kiinteistöpalvelualan perustutkinto", 45),
    ("106105", "Kiinteistön yleishoito", "Puhtaus- ja kiinteistöpalvelualan perustutkinto", 35),
    ("200540", "Kierrätysmateriaalien lajittelu", "Ympäristöalan perustutkinto", 30),
)
CV = """Ansioluettelo

Osaaminen: keittiötyö, siivous, asiakaspalvelu
Työhistoria: keittiöapulainen 2015-2018, siivooja 2018-2021
Kortit: hygieniapassi, työturvallisuuskortti
"""
CV_SINCE = """Työkokeilu: Kumppaniksi ry, keittiöpaja, alkuvuosi 2026
Suosittelija: pajan ohjaaja, yhteystiedot pyydettäessä
"""
APPLICATION = """Hei,

haen keittiöapulaisen paikkaa. Olen tehnyt keittiötyötä kolme vuotta ja harjoitellut viime kuukaudet
keittiöpajalla. Pidän kiinni sovitusta ja teen mielelläni aamuvuoroja.

Tulen mielelläni kertomaan lisää.
"""


def write_examples(project: Project, manager: Membership, day: dt.date) -> None:
    """What single pages show; `day` is the last day of which anything is known."""
    day = min(day, project.ends_on)
    _conditions(project, manager, day)
    _referral_work(project, manager, day)
    _agreed_plans(project, day)
    _statements(project, day)
    _attempts(project, day)
    if project.code_id == "TEHOA":
        _papers(project, day)
    _entries(project, day)


def _conditions(project: Project, manager: Membership, day: dt.date) -> None:
    """Every waiting referral is checked but the oldest one; of the next one a condition does not hold."""
    items = list(EligibilityItem.objects.filter(project=project))
    waiting = Referral.objects.filter(project=project, state=ReferralState.RECEIVED).order_by("received_at")
    checked_at = at(day, 8, 30)
    EligibilityCheck.objects.bulk_create(
        EligibilityCheck(
            referral=referral,
            item=item,
            is_met=not (number == 1 and position == 0),
            checked_at=checked_at,
            checked_by=manager,
        )
        for number, referral in enumerate(waiting)
        if number
        for position, item in enumerate(items)
    )


def _referral_work(project: Project, manager: Membership, day: dt.date) -> None:
    """The latest referral waits in the queue, contacted, with a note; one that was declined had been taken back."""
    written_at = at(day, 9, 15)
    open_ones = Referral.objects.filter(project=project, state=ReferralState.RECEIVED)
    referral = open_ones.order_by("-received_at").first()
    if referral is not None:
        text = "Soitettu lähettäjälle: asiakas toivoo aloitusta vasta huhtikuussa."
        ReferralNote.objects.create(
            referral=referral, author=manager, submission_key=new_id(), text=text, written_at=written_at
        )
        with clock.as_of(written_at):
            take_step(referral.id, ReferralState.WAITING, member=manager)
        with clock.as_of(written_at + dt.timedelta(minutes=20)):
            last = referral.steps.last()
            record_contact(referral.id, member=manager, seen=str(last.id) if last else "")
    refused = Referral.objects.filter(project=project, decline_reason="client_declined").first()
    if refused is not None and project.code_id == "TEHOA":
        refused.state = ReferralState.WITHDRAWN
        refused.save(update_fields=["state"])
        ReferralStep.objects.filter(referral=refused, state=ReferralState.DECLINED).update(
            state=refused.state
        )


def _agreed_plans(project: Project, day: dt.date) -> None:
    """Agreed and mostly accepted on paper; the first three in a meeting with the network."""
    plans = Plan.objects.filter(case__project=project).select_related("case__project").order_by("-starts_on")
    coaches = {case.id: coach_of(case) for case in cases_of(project, are_open=True)}
    for number, plan in enumerate(plans[:PLANS_AGREED]):
        coach = coaches[plan.case_id]
        made_on = max(plan.starts_on, workday_until(day - dt.timedelta(days=20 + number)))
        meeting = _meeting(plan.case, coach, made_on) if number < 3 else None
        version, _is_new = agree_on(plan, coach, made_on=made_on, meeting=meeting)
        if number % 5:
            record_acceptance(version, on=made_on, how=AcceptedHow.PAPER, note="")


def _meeting(case: Case, coach: Membership, on: dt.date) -> CaseMeeting:
    network = NetworkPerson.objects.filter(client=case.client_id, agreed_on__isnull=False)
    facts = {
        "held_on": on,
        "place": "toimisto",
        "decisions": "Työaika alkaa kahdella päivällä viikossa.",
        "next_steps": "Valmentaja sopii työpaikan kanssa, asiakas soittaa kuntoutusohjaajalle.",
    }
    people = ([coach], network, [("Aulis Ohjaaja", "TYP")])
    with tenant_context(current_organisation(), coach.user_id):
        return record_meeting(case, coach, new_id(), facts, people, Channel.FACE_TO_FACE)


def _statements(project: Project, day: dt.date) -> None:
    """End statements of those who left last: two being written, one approved and not sent, the others sent."""
    for number, case in enumerate(cases_of(project, are_open=False)[:STATEMENTS]):
        coach = coach_of(case)
        statement = begin(case, StatementKind.END, coach, language="fi", today=day)
        if number >= 2:
            approve(statement, coach, client_has_seen=True, now=at(day, 10))
            if number > 2:
                mark_sent(statement, coach, sent_on=day, sent_how=SentHow.SECURE_MAIL)


def _attempts(project: Project, day: dt.date) -> None:
    """Whoever left without telling where to has been tried to be reached."""
    stays = Stay.objects.filter(case__project=project, exit_on__isnull=False, exit_status__isnull=True)
    for stay in stays.select_related("case")[:ATTEMPTS]:
        coach = stay.case.assignments.filter(role="responsible").last().member
        for number in range(2):
            on = workday_until(day - dt.timedelta(days=3 + 4 * number))
            EndDataAttempt.objects.create(
                stay=stay,
                on=max(on, stay.exit_on or on),
                how="phone" if number else "message",
                result="Ei vastausta.",
                made_by=coach,
                submission_key=new_id(),
            )


def _papers(project: Project, day: dt.date) -> None:
    """Units of qualifications, competences of three clients, and a CV in two versions."""
    units = QualificationUnit.objects.bulk_create(
        QualificationUnit(identifier=code, name=name, qualification=qualification, points=points)
        for code, name, qualification, points in UNITS
    )
    for number, case in enumerate(cases_of(project, are_open=True)[-3:]):
        coach = coach_of(case)
        starts_on = workday_until(day - dt.timedelta(days=40))
        assessed = {"level": CompetenceLevel.FULLY, "assessed_on": day, "assessed_by": coach}
        Competence.objects.create(
            case=case,
            unit=units[number],
            what="Työskenteli pajalla itsenäisesti ohjeen mukaan ja huolehti omavalvonnasta.",
            place="Kumppaniksi ry, keittiöpaja",
            starts_on=starts_on,
            **(assessed if number else {}),
        )
        _job_search(case, coach, day)
        if number:
            ask_for_paper("competence", case, case.id, coach, language="fi", key=str(new_id()))


def _job_search(case: Case, coach: Membership, day: dt.date) -> None:
    """A CV that was written and then mended, and an application made of it."""
    series = new_id()
    for days_ago, text in ((30, CV), (9, CV + CV_SINCE)):
        with clock.as_of(at(workday_until(day - dt.timedelta(days=days_ago)), 13)):
            sheet = Sheet(DocumentKind.CV, "Ansioluettelo", series, new_id())
            keep_upload(case, sheet, Upload(text.encode(), "ansioluettelo.txt", "text/plain"), coach)
    with clock.as_of(at(workday_until(day - dt.timedelta(days=8)), 14)):
        sheet = Sheet(DocumentKind.APPLICATION, "Työhakemus, keittiöapulainen", new_id(), new_id())
        keep_upload(case, sheet, Upload(APPLICATION.encode(), "tyohakemus.txt", "text/plain"), coach)


def _entries(project: Project, day: dt.date) -> None:
    """A visit shared by two clients, an entry moved to the right client, one amended, some about goals, a draft."""
    cases = cases_of(project, are_open=True)
    if not cases:
        return
    coach = min((coach_of(case) for case in cases), key=lambda member: member.id)
    first, second, third = [case for case in cases if coach_of(case) == coach][:3]
    with tenant_context(current_organisation(), coach_of(first).user_id):
        _shared_and_moved(first, second, third, day)
    _about_goals(project)


def _shared_and_moved(first: Case, second: Case, third: Case, day: dt.date) -> None:
    coach, on = coach_of(first), workday_until(day - dt.timedelta(days=2))
    facts = {
        "happened_on": on,
        "kind": EntryKind.WORKPLACE_VISIT,
        "channel": Channel.FACE_TO_FACE,
        "minutes": 90,
        "kilometres": 24,
        "place": "Lounas Kainuunkulma (keksitty)",
        "text": "Tutustuttiin pienryhmänä keittiöön. Työtehtävät kiinnostivat.",
    }
    share_entry([first, second], coach, new_id(), facts)
    wrong = Entry.objects.create(
        case=third,
        author=coach,
        submission_key=new_id(),
        happened_on=on,
        kind=EntryKind.CONTACT,
        channel=Channel.PHONE,
        text="Kyseli bussiaikatauluista.",
    )
    move_entry(wrong, first, coach, "Kirjaus meni väärälle asiakkaalle.")
    old = Entry.objects.filter(case=first).order_by("happened_on").first()
    if old is not None:
        EntryAmendment.objects.create(
            entry=old,
            author=coach,
            submission_key=new_id(),
            text="Lisäys: asiasta on sovittu myös lähettäjän kanssa.",
            written_at=at(day, 11),
        )
    EntryDraft.objects.create(
        case=second,
        author=coach,
        submission_key=new_id(),
        fields={
            "kind": "contact",
            "channel": "phone",
            "text": "Soitin aamulla. Kesken jäi, jatkan iltapäivällä",
        },
    )


def _about_goals(project: Project) -> None:
    """Some entries of one client speak of a goal; their author says so."""
    goal = Goal.objects.filter(plan__case__project=project).select_related("plan").first()
    if goal is None:
        return
    entries = Entry.objects.filter(case=goal.plan.case_id).exclude(text="").select_related("author")
    for entry in entries[:3]:
        with tenant_context(current_organisation(), entry.author.user_id):
            EntryGoal.objects.create(entry=entry, goal=goal)
            Entry.objects.filter(id=entry.id).update(icf_codes=["d845"])
