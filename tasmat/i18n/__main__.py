"""Command line of the catalogues."""

import argparse
import sys

from tasmat.i18n import catalogues, compile_changed
from tasmat.i18n.sources import collect


def update() -> list[str]:
    """Renews the catalogues from the sources; returns how many texts each still lacks."""
    sources = collect()
    lines = []
    for language in catalogues.LANGUAGES:
        catalogue = catalogues.renewed(language, sources, catalogues.read(language))
        catalogues.write(catalogue, catalogues.path_of(language))
        lacking = len(catalogues.problems(language, sources, catalogue))
        lines.append(f"{language}: {len(catalogue)} texts, {lacking} to translate")
    return lines


def check() -> list[str]:
    """What keeps the catalogues from being complete."""
    sources = collect()
    return [
        problem
        for language in catalogues.LANGUAGES
        for problem in catalogues.problems(language, sources, catalogues.read(language))
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tasmat.i18n", description="The catalogues in locale/.")
    parser.add_argument("command", choices=["update", "compile", "check"])
    command = parser.parse_args().command
    if command == "check":
        lines = check()
        sys.stdout.writelines(f"{line}\n" for line in lines)
        return 1 if lines else 0
    lines = update() if command == "update" else [str(path) for path in compile_changed(catalogues.LOCALE)]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
