"""Web processes: gunicorn reads this file from the folder it is started in; its command line wins."""

import multiprocessing
import os
from typing import Any

from gunicorn.glogging import Logger

from tasmat.private_paths import WithoutKeys, without_key


class PathsWithoutKeys(Logger):  # type: ignore[misc]
    """The logs with keys left out of their paths."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(WithoutKeys())

    def atoms(self, *args: Any) -> dict[str, Any]:
        atoms: dict[str, Any] = super().atoms(*args)
        return atoms | {"U": without_key(atoms["U"])}


bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", min(2 * multiprocessing.cpu_count() + 1, 9)))
threads = 2
preload_app = False  # each process opens its own connection to the database
timeout = 60
graceful_timeout = 30
max_requests = 2000  # gives back memory that PDF and XLSX libraries keep
max_requests_jitter = 200
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108  heartbeat off the disk
accesslog = "-"
logger_class = PathsWithoutKeys
# Method, path, status and time; no query (searches hold names), no referrer, no user agent.
access_log_format = '%(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
control_socket_disable = True
