"""Coded values of background, plans, agreements, papers and agenda, with the words people see."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BackgroundKind(models.TextChoices):
    """What a fact of a person's background is about."""

    EDUCATION = "education", _("education")
    WORK = "work", _("work history")
    LANGUAGE = "language", pgettext_lazy("skill", "language")
    CARD = "card", _("licence or card")
    SKILL = "skill", _("skill")
    OBSTACLE = "obstacle", _("obstacle to work")
    SUPPORT = "support", _("support needed")


class NetworkRole(models.TextChoices):
    """Who a person of the client's network is to the client."""

    EMPLOYMENT_SERVICES = "employment_services", _("employment services")
    SOCIAL_WORK = "social_work", _("social work")
    HEALTH_CARE = "health_care", _("health care")
    TRUSTEE = "trustee", _("trustee (edunvalvoja)")
    FAMILY = "family", _("family or friend")
    SCHOOL = "school", _("school")
    OTHER = "other", _("another one")


class PlanKind(models.TextChoices):
    """Kinds of plans; a project chooses which of them it uses."""

    PRELIMINARY = "preliminary", _("preliminary plan")
    COACHING = "coaching", _("coaching plan")
    WORK_ABILITY = "work_ability", _("work-ability support plan")


class AcceptedHow(models.TextChoices):
    """How the client accepted a plan."""

    PAPER = "paper", _("signed on paper")
    LINK = "link", _("by a link of one's own")
    SPOKEN = "spoken", _("agreed at a meeting")


class StepDoer(models.TextChoices):
    """Who does a step of a plan."""

    CLIENT = "client", pgettext_lazy("who does it", "the client")
    COACH = "coach", pgettext_lazy("who does it", "the coach")
    TOGETHER = "together", pgettext_lazy("who does it", "client and coach together")
    OTHER = "other", pgettext_lazy("who does it", "somebody else")


class GoalLevel(models.IntegerChoices):
    """Goal attainment scaling: 0 is the expected level (Kiresuk & Sherman 1968)."""

    MUCH_LESS = -2, _("-2 much less than expected")
    LESS = -1, _("-1 less than expected")
    EXPECTED = 0, _("0 as expected")
    MORE = 1, _("+1 more than expected")
    MUCH_MORE = 2, _("+2 much more than expected")


class Rater(models.TextChoices):
    """Who says how far a goal has been reached."""

    TOGETHER = "together", pgettext_lazy("who rates", "together")
    CLIENT = "client", pgettext_lazy("who rates", "the client")
    COACH = "coach", pgettext_lazy("who rates", "the coach")


class AgreementKind(models.TextChoices):
    """Kinds of agreements with the client."""

    OWN_WORKSHOP = "own_workshop", _("work trial in the own workshop")
    OUTSIDE_TRIAL = "outside_trial", _("work trial at an employer")
    COACHING = "coaching", _("coaching agreement")
    OTHER = "other", _("another agreement")


class PurchaseKind(models.TextChoices):
    """What the project buys for a client."""

    COURSE = "course", _("short course")
    CARD = "card", _("card or licence")
    GEAR = "gear", _("clothes or protective gear")
    TRAVEL = "travel", _("travel")
    OTHER = "other", _("something else")


class DocumentKind(models.TextChoices):
    """What a document of a case is."""

    CV = "cv", _("CV")
    APPLICATION = "application", _("job application")
    CERTIFICATE = "certificate", _("certificate from elsewhere")
    PLAN = "plan", pgettext_lazy("kind of document", "plan")
    AGREEMENT = "agreement", pgettext_lazy("kind of document", "agreement")
    COMPETENCE = "competence", _("competence certificate")
    STATEMENT = "statement", _("statement to the referrer")
    OTHER = "other", _("another document")


class CompetenceLevel(models.TextChoices):
    """How well a competence was shown at work."""

    BEGINNING = "beginning", _("beginning")
    PARTLY = "partly", _("in part as the unit asks")
    FULLY = "fully", _("as the unit asks")


class StatementKind(models.TextChoices):
    """Documents to the referrer that are written here."""

    SERVICE_NEED = "service_need", _("service need found")
    END = "end", _("end statement")


class StatementLanguage(models.TextChoices):
    """Languages of a statement: those of the screens."""

    FINNISH = "fi", _("Finnish")
    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")


class SentHow(models.TextChoices):
    """The secure route by which a document left; plain mail is none."""

    HANDED_OVER = "handed_over", _("handed over on paper")
    POST = "post", _("by post")
    SECURE_MAIL = "secure_mail", _("by secure e-mail")
    SERVICE = "service", _("through the authority's own service")


class AttemptHow(models.TextChoices):
    """How somebody was tried to be reached for the end data."""

    PHONE = "phone", pgettext_lazy("way of trying", "phone")
    MESSAGE = "message", pgettext_lazy("way of trying", "text message")
    EMAIL = "email", pgettext_lazy("way of trying", "e-mail")
    LETTER = "letter", pgettext_lazy("way of trying", "letter")
    NETWORK = "network", pgettext_lazy("way of trying", "through the network")


class AppointmentState(models.TextChoices):
    """What became of an appointment."""

    PLANNED = "planned", pgettext_lazy("state of an appointment", "planned")
    HELD = "held", pgettext_lazy("state of an appointment", "held")
    CANCELLED = "cancelled", pgettext_lazy("state of an appointment", "cancelled")
    NOT_COME = "not_come", pgettext_lazy("state of an appointment", "the client did not come")


class TaskKind(models.TextChoices):
    """Who made a task: a person, or a rule that watches."""

    OWN = "own", pgettext_lazy("kind of task", "task")
    CONTACT_RULE = "contact_rule", pgettext_lazy("kind of task", "contact missing")
    END_DATA = "end_data", pgettext_lazy("kind of task", "end data")
    END_STATEMENT = "end_statement", pgettext_lazy("kind of task", "end statement")
    FOLLOW_UP_28 = "follow_up_28", pgettext_lazy("kind of task", "situation 28 days after")
    FOLLOW_UP_6 = "follow_up_6", pgettext_lazy("kind of task", "situation six months after")
    PLAN_REVIEW = "plan_review", pgettext_lazy("kind of task", "review of the plan")
    AGREEMENT_ENDS = "agreement_ends", pgettext_lazy("kind of task", "agreement ends")
    EXCLUDED_SERVICE = (
        "excluded_service",
        pgettext_lazy("kind of task", "excluded service: end it or give the reason"),
    )
