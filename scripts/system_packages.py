"""Sees to the few things that no wheel brings: installs them as root on Debian and Ubuntu, else names them.

Runs with the standard library alone, before there is an environment:
`python3 scripts/system_packages.py environment pdf browser`.
"""

import argparse
import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable


def _module(name: str) -> Callable[[], bool]:
    return lambda: importlib.util.find_spec(name) is not None


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _library(*names: str) -> Callable[[], bool]:
    """Found when it can be loaded under one of its names (Linux, macOS)."""
    return lambda: any(_loads(name) for name in names)


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


# What for: Debian package, how to tell that it is there.
NEEDS: dict[str, dict[str, Callable[[], bool]]] = {
    "environment": {"python3-venv": _module("ensurepip")},
    "pdf": {  # WeasyPrint lays out text with Pango
        "libpango-1.0-0": _library("libpango-1.0.so.0", "libpango-1.0.dylib"),
        "libpangoft2-1.0-0": _library("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
        "libharfbuzz-subset0": _library("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    },
    "browser": {"chromium": _program("chromium")},
}


def missing(purposes: list[str]) -> list[str]:
    """Debian's names of the packages that are needed for these purposes and not there."""
    return [package for purpose in purposes for package, there in NEEDS[purpose].items() if not there()]


def install(packages: list[str]) -> None:
    """Installs packages with apt; raises CalledProcessError when that fails."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], check=True, env=environment)
    command = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages]
    subprocess.run(command, check=True, env=environment)


def main() -> int:
    parser = argparse.ArgumentParser(description="System packages that Täsmät needs.")
    parser.add_argument("purposes", nargs="+", choices=sorted(NEEDS))
    purposes = parser.parse_args().purposes
    lacking = missing(purposes)
    if lacking and os.geteuid() == 0 and shutil.which("apt-get"):
        install(lacking)
        lacking = missing(purposes)
    if lacking:
        print(f"Missing on this machine: {' '.join(lacking)} (names of Debian's packages).", file=sys.stderr)
        print(f"On Debian and Ubuntu: sudo apt-get install {' '.join(lacking)}", file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
