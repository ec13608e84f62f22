"""Addresses of a case's periods, agreements and supports."""

from django.urls import URLPattern

from clients.urls.cases import of_case
from clients.views import periods, supports
from tasmat.access.actions import Action
from tasmat.tenancy.routes import View


def _of_case(address: str, view: View, name: str) -> URLPattern:
    return of_case(address, view, Action.EDIT_PERIODS, name)


AGREEMENT = "sopimukset/<uuid:agreement_id>/"
EQUIPMENT = "varusteet/<uuid:equipment_id>/"

urlpatterns = [
    _of_case("jaksot/", periods.case_periods, "case_periods"),
    _of_case("jaksot/uusi/", periods.case_period_new, "case_period_new"),
    _of_case("jaksot/<uuid:period_id>/", periods.case_period, "case_period"),
    _of_case("sopimukset/uusi/", periods.case_agreement_new, "case_agreement_new"),
    _of_case(AGREEMENT, periods.case_agreement, "case_agreement"),
    _of_case(AGREEMENT + "jatka/", periods.case_agreement_extend, "case_agreement_extend"),
    _of_case(AGREEMENT + "paata/", periods.case_agreement_end, "case_agreement_end"),
    _of_case("perehdytys/", supports.case_induction, "case_induction"),
    _of_case("perehdytys/<uuid:induction_id>/peru/", supports.case_induction_undo, "case_induction_undo"),
    _of_case("varusteet/uusi/", supports.case_equipment_new, "case_equipment_new"),
    _of_case(EQUIPMENT, supports.case_equipment, "case_equipment"),
    _of_case(EQUIPMENT + "palautettu/", supports.case_equipment_return, "case_equipment_return"),
    _of_case("hankinnat/uusi/", supports.case_purchase_new, "case_purchase_new"),
    _of_case("hankinnat/<uuid:purchase_id>/", supports.case_purchase, "case_purchase"),
]
