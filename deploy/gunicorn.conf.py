"""Several processes, behind a proxy that buffers: `gunicorn -c deploy/gunicorn.conf.py app:server`.

Alone it is not for the open: its threads wait for whoever sends slowly, so that a few silent
connections stop it. deploy/nginx.conf is such a proxy.
"""

import os
import shutil
import tempfile
from typing import Any

# Each process writes its figures to a file here, and any of them tells the sum. Prometheus looks
# for it as soon as it is imported.
_folder = os.environ.setdefault(
    "PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="weight-surgery-")
)

from prometheus_client import multiprocess  # noqa: E402

from weight_surgery.server.reading import read_settings  # noqa: E402
from weight_surgery.server.settings import Settings  # noqa: E402

_settings = read_settings(Settings, ())

bind = f"{_settings.host}:{_settings.port}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = _settings.threads
# A worker beats while its threads compute; one that does not is stuck.
timeout = 60
graceful_timeout = _settings.grace
keepalive = 75
accesslog = None


def child_exit(server: Any, worker: Any) -> None:
    """Forget what a process that ended held."""
    multiprocess.mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    """Leave nothing behind."""
    shutil.rmtree(_folder, ignore_errors=True)
