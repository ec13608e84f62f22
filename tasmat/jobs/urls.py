"""Addresses of jobs."""

from tasmat.access.actions import Action
from tasmat.jobs import views
from tasmat.tenancy.routes import route

urlpatterns = [
    route("tyot/<uuid:job_id>/", views.job, action=Action.SEE_JOB, name="job"),
    route("tyot/<uuid:job_id>/uudelleen/", views.again, action=Action.SEE_JOB, name="job_again"),
]
