"""How a project does its casework, as its settings say."""

from clients.models import Practice
from tasmat.tenancy.models import Project


def practice_of(project: Project) -> Practice:
    """The project's own row; a project without one follows the defaults, which are not saved for it."""
    return Practice.objects.filter(project=project).first() or Practice(project=project)
