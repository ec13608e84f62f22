"""Coded values of clients, referrals, cases and entries, with the words people see."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Gender(models.TextChoices):
    """As ESF+ counts: women, men, non-binary."""

    WOMAN = "W", _("woman")
    MAN = "M", _("man")
    NON_BINARY = "NB", pgettext_lazy("gender of one person", "non-binary")


class ContactLanguage(models.TextChoices):
    FINNISH = "fi", _("Finnish")
    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")
    OTHER = "other", _("another language")


class ContactWay(models.TextChoices):
    PHONE = "phone", _("by phone")
    MESSAGE = "message", _("by text message")
    EMAIL = "email", _("by e-mail")
    THROUGH_REFERRER = "referrer", _("through the referrer")
    LETTER = "letter", _("by letter")


class ReferrerRole(models.TextChoices):
    EMPLOYMENT = "employment", _("Employment services (employment area or municipality)")
    SOCIAL_WORK = "social_work", _("Social work of the wellbeing services county")
    OTHER = "other", _("Another body, for instance TYP, a school or an association")
    SELF = "self", _("I am applying for myself")


class ReferralSource(models.TextChoices):
    """How the referral came; all but the web form are keyed by staff."""

    WEB = "web", _("web form")
    PHONE = "phone", _("by phone")
    VISIT = "visit", _("at a visit")
    PAPER = "paper", _("on paper")
    OUTREACH = "outreach", _("met by the project's outreach")


class ReferralState(models.TextChoices):
    """Received, being looked at and contacted are on the way to a decision; a waiting one has its place in a queue."""

    RECEIVED = "received", _("received")
    REVIEWED = "reviewed", pgettext_lazy("state of a referral", "being looked at")
    CONTACTED = "contacted", pgettext_lazy("state of a referral", "contacted")
    WAITING = "waiting", pgettext_lazy("state of a referral", "on the waiting list")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a referral", "withdrawn")


UNDECIDED = frozenset(
    {ReferralState.RECEIVED, ReferralState.REVIEWED, ReferralState.CONTACTED, ReferralState.WAITING}
)
NOT_TAKEN = frozenset({ReferralState.DECLINED, ReferralState.WITHDRAWN})


class OutreachState(models.TextChoices):
    """How far a person met by the project's own outreach has come (S3: 69 contacted, 40 joined)."""

    CONTACTED = "contacted", pgettext_lazy("state of outreach", "contacted")
    INTERESTED = "interested", _("interested")
    JOINED = "joined", pgettext_lazy("state of outreach", "joined the project")
    NOT_JOINED = "not_joined", _("did not join")


# Joining is not noted: the referral that is accepted says it.
NOTED_STATES = (OutreachState.CONTACTED, OutreachState.INTERESTED, OutreachState.NOT_JOINED)


class DeclineReason(models.TextChoices):
    """Why a referral led to no place: the project declined it, or it was withdrawn (see WITHDRAWALS)."""

    NOT_TARGET_GROUP = "not_target_group", _("not of the project's target group")
    OUTSIDE_AREA = "outside_area", _("home municipality outside the project")
    QUOTA_FULL = "quota_full", _("the municipality's places are full")
    OTHER_SERVICE = "other_service", _("in another service at the same time")
    CLIENT_DECLINED = "client_declined", _("the person does not want to take part")
    NOT_REACHED = "not_reached", _("the person was not reached")
    DUPLICATE = "duplicate", _("already referred or a client")
    FOUND_WORK = "found_work", _("found work or a place to study")
    MOVED = "moved", _("moved away")
    REFERRER_WITHDREW = "referrer_withdrew", _("the referrer took the referral back")
    OTHER = "other", _("another reason")


_OF_OTHERS = (
    DeclineReason.CLIENT_DECLINED,
    DeclineReason.FOUND_WORK,
    DeclineReason.MOVED,
    DeclineReason.REFERRER_WITHDREW,
)
# What the person or the referrer says, and what the project says; "another reason" may be either's.
WITHDRAWALS = (*_OF_OTHERS, DeclineReason.OTHER)
DECLINES = tuple(reason for reason in DeclineReason if reason not in _OF_OTHERS)


class WorkSituation(models.TextChoices):
    """What a referral says of the work situation; the ESF status is asked at the start."""

    UNEMPLOYED = "unemployed", _("unemployed")
    INACTIVE = "inactive", _("outside the labour force (for instance a student, a pensioner, at home)")
    EMPLOYED = "employed", _("at work or an entrepreneur")
    UNKNOWN = "unknown", _("not known")


class EntryStatus(models.TextChoices):
    """Labour-market status at entry, exactly one (ESF+ EECO02, EECO04, EECO05)."""

    UNEMPLOYED = "unemployed", _("unemployed")
    INACTIVE = "inactive", _("outside the labour force")
    EMPLOYED = "employed", _("at work, also an entrepreneur")


class ExitStatus(models.TextChoices):
    """Labour-market status at exit and of later events."""

    EMPLOYED = "employed", _("at work, also an apprentice")
    SELF_EMPLOYED = "self_employed", _("entrepreneur")
    UNEMPLOYED = "unemployed", _("unemployed job-seeker")
    INACTIVE = "inactive", _("outside the labour force")


class SixMonthStatus(models.TextChoices):
    """Situation six months after the exit (EECR05, EECR06)."""

    EMPLOYED = "employed", _("at work, also an entrepreneur")
    IMPROVED = "improved", _("at work in a better position than at entry")
    UNEMPLOYED = "unemployed", _("unemployed job-seeker")
    INACTIVE = "inactive", _("outside the labour force")


class EducationLevel(models.IntegerChoices):
    """First digit of Statistics Finland's koulutusaste = ISCED 2011."""

    NONE = 0, _("0 Early childhood education or none")
    PRIMARY = 1, _("1 Lower level of basic education (years 1–6)")
    LOWER_SECONDARY = 2, _("2 Basic education (years 7–9)")
    UPPER_SECONDARY = 3, _("3 Upper secondary or vocational qualification")
    SPECIALIST = 4, _("4 Specialist vocational qualification")
    SHORT_TERTIARY = 5, _("5 Lowest level of tertiary education")
    BACHELOR = 6, _("6 Lower university degree or university of applied sciences")
    MASTER = 7, _("7 Higher university degree")
    DOCTORATE = 8, _("8 Doctorate")
    UNKNOWN = 9, _("9 Not known")


class Direction(models.TextChoices):
    """Where a person goes on from the project (jatkopolku)."""

    OPEN_LABOUR_MARKET = "open_labour_market", _("work in the open labour market")
    SUPPORTED_WORK = "supported_work", _("work with a pay subsidy or other support")
    VOCATIONAL_STUDIES = "vocational_studies", _("vocational studies")
    OTHER_STUDIES = "other_studies", _("other studies")
    WORK_ACTIVITY = "work_activity", _("rehabilitative or other work activity")
    JOB_SEARCH = "job_search", _("job search with the employment services")
    OTHER_SERVICE = "other_service", _("another service")
    HEALTH_OR_PENSION = "health_or_pension", _("treatment, rehabilitation benefit or pension")
    UNKNOWN = "unknown", _("not known")


class ServiceKind(models.TextChoices):
    """Services and benefits that run beside the project."""

    REHABILITATIVE_WORK = "rehabilitative_work", _("rehabilitative work activity")
    SOCIAL_REHABILITATION = "social_rehabilitation", _("social rehabilitation")
    REHABILITATION = "rehabilitation", _("rehabilitation service")
    SIMILAR = "similar", _("another service of that kind")
    HEALTH_CARE = "health_care", _("treatment in health care")
    SOCIAL_WORK = "social_work", _("social work")
    WORKSHOP = "workshop", _("youth workshop")
    STUDIES = "studies", _("studies")
    OTHER_SERVICE = "other_service", _("another service")
    LABOUR_MARKET_SUBSIDY = "labour_market_subsidy", _("labour market subsidy")
    UNEMPLOYMENT_ALLOWANCE = "unemployment_allowance", _("earnings-related or basic unemployment allowance")
    SICKNESS_ALLOWANCE = "sickness_allowance", _("sickness allowance")
    REHABILITATION_BENEFIT = "rehabilitation_benefit", _("rehabilitation benefit or allowance")
    PARTIAL_PENSION = "partial_pension", _("partial disability pension")
    SOCIAL_ASSISTANCE = "social_assistance", _("social assistance")
    OTHER_BENEFIT = "other_benefit", _("another benefit")


BENEFITS = frozenset(
    {
        ServiceKind.LABOUR_MARKET_SUBSIDY,
        ServiceKind.UNEMPLOYMENT_ALLOWANCE,
        ServiceKind.SICKNESS_ALLOWANCE,
        ServiceKind.REHABILITATION_BENEFIT,
        ServiceKind.PARTIAL_PENSION,
        ServiceKind.SOCIAL_ASSISTANCE,
        ServiceKind.OTHER_BENEFIT,
    }
)


class AssignmentRole(models.TextChoices):
    RESPONSIBLE = "responsible", _("responsible coach")
    SECOND = "second", _("second coach")
    SUBSTITUTE = "substitute", _("substitute")
    PARTNER = "partner", _("partner organisation's worker")


class AbsenceKind(models.TextChoices):
    SICK = "sick", _("sick")
    HOLIDAY = "holiday", _("holiday")
    PAUSED = "paused", _("paused")
    OTHER = "other", _("another reason")


class EntryKind(models.TextChoices):
    """What an entry tells of; nobody answered is the commonest of all."""

    CONTACT = "contact", _("Contact")
    NO_ANSWER = "no_answer", _("Nobody answered")
    MEETING = "meeting", _("Meeting")
    WORKPLACE_VISIT = "workplace_visit", _("Workplace visit")
    HOME_VISIT = "home_visit", _("Home visit")
    OBSERVATION = "observation", _("Observation")
    NOTE = "note", pgettext_lazy("kind of entry", "Note")


VISITS = frozenset({EntryKind.WORKPLACE_VISIT, EntryKind.HOME_VISIT})
# Completed two-way contacts when they were with the client (Counterpart.CLIENT); an attempt is none.
CONTACTS = frozenset({EntryKind.CONTACT, EntryKind.MEETING, *VISITS})


class Counterpart(models.TextChoices):
    """With whom an entry's contact was."""

    CLIENT = "client", pgettext_lazy("with whom", "Client")
    EMPLOYER = "employer", pgettext_lazy("with whom", "Employer")
    NETWORK = "network", pgettext_lazy("with whom", "Network")


class Channel(models.TextChoices):
    PHONE = "phone", _("Phone")
    FACE_TO_FACE = "face", _("Face to face")
    REMOTE = "remote", _("Video call")
    MESSAGE = "message", _("Message")


class EuraStatus(models.TextChoices):
    """EURA 2021's single situation at the end; derived, never stored."""

    AT_WORK = "at_work", _("at work, also an apprentice")
    ENTREPRENEUR = "entrepreneur", _("entrepreneur")
    STUDYING = "studying", _("in education or training")
    JOB_SEEKER = "job_seeker", _("unemployed job-seeker")
    NONE_OF_THESE = "none_of_these", _("none of these")


class DueKind(models.TextChoices):
    """What others wait to be told of a client: the funder, and with the end statement the referrer."""

    START = "start", _("start data")
    END = "end", _("end data")
    STATEMENT = "statement", _("end statement")
    FOLLOW_UP = "follow_up", _("situation six months after")
