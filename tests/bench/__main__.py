"""Prints how long starting takes on this machine, with servers and data of its own: `make bench`."""

import subprocess
import sys
import time
from collections.abc import Callable

from tasmat import embedded
from tests.own_servers import own_servers


def python(*arguments: str) -> Callable[[], object]:
    """A process of its own, as somebody at a terminal starts it."""
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, cwd=embedded.REPOSITORY, stdout=subprocess.DEVNULL, check=True)


def python_told(*arguments: str) -> None:
    """The same for one that prints its own figures."""
    subprocess.run([sys.executable, *arguments], cwd=embedded.REPOSITORY, check=True)


def stop() -> None:
    embedded.stop(embedded.data_folder())


# In this order: each starts from what the one before left.
MEASURED: dict[str, Callable[[], object]] = {
    "embedded servers, first start": embedded.postgres,
    "embedded servers, stop": stop,
    "embedded servers, later start": embedded.postgres,
    "a process that asks for them while they run": python(
        "-c", "from tasmat import embedded as e; e.postgres()"
    ),
    "manage.py check": python("manage.py", "check"),
    "manage.py migrate, empty database": python("manage.py", "migrate"),
    "manage.py migrate, nothing to do": python("manage.py", "migrate"),
    "manage.py demo_data": python("manage.py", "demo_data"),
}

if __name__ == "__main__":
    with own_servers():
        for name, act in MEASURED.items():
            began = time.perf_counter()
            act()
            sys.stdout.write(f"{time.perf_counter() - began:8.2f} s  {name}\n")
            sys.stdout.flush()
        python_told("-m", "tests.bench.case_page")
