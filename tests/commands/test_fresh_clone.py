"""The three commands as processes of their own, in a data folder where nothing is yet."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from tests.commands.sheets import row, sheet
from tests.own_servers import own_servers


def manage(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """manage.py as in a terminal, with the settings of the product."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tasmat.settings", "TASMAT_TODAY": "2026-03-03"}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )


def test_data_in_and_figures_out_without_further_set_up(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(sheet(row(), row(reference="R2", gender="M"), delimiter=";"), encoding="utf-8-sig")
    bad.write_text(sheet(row(gender="X"), row(reference="R9", exit_date="2024-01-01")), encoding="utf-8")
    period = ("--from", "2024-07-01", "--until", "2024-12-31")

    with own_servers():
        unknown = manage("esf_indicators", "--project", "P", *period, "--format", "json")
        made = manage(
            *("create_project", "P", "--organisation", "Säätiö", "--name", "Hanke"),
            *("--start", "2024-07-01", "--end", "2026-06-30", "--areas", "140:55,263:20"),
        )
        refused = manage("import_cases", str(bad), "--project", "P")
        imported = manage("import_cases", str(good), "--project", "P")
        figures = manage("esf_indicators", "--project", "P", *period, "--format", "json")

    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert unknown.stderr == "CommandError: There is no project with the code P.\n"
    assert (made.returncode, made.stdout, made.stderr) == (0, "Created P for Säätiö (/o/saatio/).\n", "")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.splitlines() == [
        "CommandError: Nothing was imported.",
        "row 2, column gender: X is not one of W, M, NB",
        "row 3, column exit_date: 2024-01-01 is before the entry 2024-10-01",
    ]
    assert (imported.returncode, imported.stderr) == (0, "")
    assert (figures.returncode, figures.stderr) == (0, "")
    document = json.loads(figures.stdout)
    assert document["indicators"][0]["in_period"] == {"total": 2, "W": 1, "M": 1, "NB": 0}
