"""Addresses of an organisation that belong to no app: its front door and its settings."""

from tasmat.access.actions import Action
from tasmat.tenancy import views
from tasmat.tenancy.routes import route

urlpatterns = [
    route("", views.organisation, action=Action.OPEN_ORGANISATION, name="organisation"),
]
