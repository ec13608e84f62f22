"""The rules of the house that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("tasmat", "clients", "assessments", "groups", "placements", "reporting")
IMPURE = ("django.db", "django.http", "django.conf", "tasmat.clock", "time", "random", "requests")


def sources(pattern: str) -> Iterator[Path]:
    for app in APPS:
        yield from (path for path in sorted((ROOT / app).glob(pattern)) if "migrations" not in path.parts)


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rule_modules() -> list[Path]:
    return [*sources("rules.py"), *sources("rules/*.py")]


def test_there_are_rules() -> None:
    assert len(rule_modules()) >= 10


@pytest.mark.parametrize("path", rule_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_domain_rules_do_no_input_and_ask_no_clock(path: Path) -> None:
    assert [name for name in imports_of(path) if name.startswith(IMPURE)] == []


@pytest.mark.parametrize("path", rule_modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_domain_rules_never_ask_what_day_it_is(path: Path) -> None:
    assert not re.search(r"\b(date\.today|datetime\.now|timezone\.now)\(", path.read_text())


def test_only_the_clock_asks_what_day_it_is() -> None:
    asking = [
        str(path.relative_to(ROOT))
        for path in sources("**/*.py")
        if re.search(r"\b(date\.today|datetime\.now|timezone\.localdate)\(", path.read_text())
    ]

    assert asking == []


def test_no_source_file_is_longer_than_it_should_be() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources("**/*.py")
        if (lines := len(path.read_text().splitlines())) > 420
    }

    assert long == {}


def test_every_module_says_what_lives_in_it() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in sources("**/*.py")
        if path.read_text().strip() and ast.get_docstring(ast.parse(path.read_text())) is None
    ]

    assert silent == []


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX"])
def test_nothing_is_left_for_later(word: str) -> None:
    assert [str(path) for path in sources("**/*.py") if re.search(rf"\b{word}\b", path.read_text())] == []


def test_templates_have_no_inline_style_and_no_inline_script() -> None:
    guilty = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if "pdf" not in path.parts
        and re.search(r"\sstyle=|<script(?![^>]*\bsrc=)[^>]*>|\son\w+=\"", path.read_text())
    ]

    assert guilty == []
