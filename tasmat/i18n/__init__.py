"""Catalogues of the screens' texts: `python -m tasmat.i18n update|compile|check`, with Babel alone.

Compiled catalogues are not kept in the repository: `compile_changed` runs at each start in development and
costs six looks at the disk when nothing changed, so that neither a fresh clone nor an edited translation
needs a step of its own. The container image compiles while it is built.
"""

from pathlib import Path


def compile_changed(locale: Path) -> list[Path]:
    """Compiles each catalogue that is newer than its compiled form; returns those it wrote."""
    changed = [path for path in sorted(locale.glob("*/LC_MESSAGES/*.po")) if _is_stale(path)]
    if changed:
        from tasmat.i18n.catalogues import compile_catalogue

        return [compile_catalogue(path) for path in changed]
    return []


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime
