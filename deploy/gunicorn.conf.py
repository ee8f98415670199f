"""Several processes, behind a proxy that buffers: `gunicorn -c deploy/gunicorn.conf.py app:server`.

Alone it is not for the open: its threads wait for whoever sends slowly, so that a few silent
connections stop it. deploy/nginx.conf is such a proxy.
"""

import os
import shutil
import tempfile
from typing import Any

from weight_surgery.core.checks import integer
from weight_surgery.server.logs import gunicorn_logging
from weight_surgery.server.reading import read_settings
from weight_surgery.server.settings import Settings

try:
    _settings = read_settings(Settings, ())
    workers = integer("WEB_CONCURRENCY", os.environ.get("WEB_CONCURRENCY", "2"), 1, 64)
except ValueError as error:
    raise SystemExit(str(error)) from error

# Each process writes its figures to a file here, and any of them tells the sum. Prometheus looks
# for it as soon as it is imported. A folder that was given is left as it was.
_own = None
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    _own = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="weight-surgery-")

from prometheus_client import multiprocess  # noqa: E402

bind = _settings.address.removeprefix("http://")
worker_class = "gthread"
threads = _settings.threads
# A worker beats while its threads compute; one that does not is stuck.
timeout = 60
graceful_timeout = _settings.grace
keepalive = 75
# Its own lines in the same form as ours, and none of requests: ours tell less of them.
logger_class = "weight_surgery.server.gunicorn_log.Log"
logconfig_dict = gunicorn_logging()
# Nothing asks it, and its file would lie in a home that a container may not write.
control_socket_disable = True


def child_exit(server: Any, worker: Any) -> None:
    """Forget what a process that ended held."""
    multiprocess.mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    """Leave nothing behind."""
    if _own is not None:
        shutil.rmtree(_own, ignore_errors=True)
