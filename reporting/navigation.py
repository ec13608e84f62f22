"""What the reporting app adds to the main menu."""

from django.utils.translation import gettext_lazy as _

from tasmat.access.actions import Action
from tasmat.ui.navigation import Entry, add

add(Entry(order=80, label=_("Reports"), route="reports", action=Action.SEE_REPORTS, prefix="report"))
add(
    Entry(
        order=85,
        label=_("Municipality"),
        route="municipality",
        action=Action.SEE_MUNICIPALITY_FIGURES,
        prefix="municipality",
    )
)
