"""Figures for Prometheus: requests, how long callbacks take, what is kept, and jobs."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from threading import Lock

from dash import Dash
from flask import Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from weight_surgery.core.workbench import KindFigures, Workbench
from weight_surgery.server.endpoints import endpoint

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
LABELS = ("endpoint", "callback")
# Other processes know so much later what this one keeps; it is not told anew for every request.
SECONDS = 1.0
CACHE = {
    "bytes": "Bytes of answers kept.",
    "entries": "Answers kept.",
    "hits": "Questions answered by what was kept, since the process began.",
    "misses": "Questions that were computed, since the process began.",
    "evictions": "Answers let go for want of room, since the process began.",
}


class Jobs(Collector):
    """Count the jobs in the shared folder, which are the same whichever process is asked."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench

    def collect(self) -> Iterator[Metric]:
        """Give how many jobs there are in each state."""
        found = GaugeMetricFamily("lab_jobs", "Jobs by state.", labels=["state"])
        jobs = self._workbench.jobs
        for state, count in (jobs.counts() if jobs else {}).items():
            found.add_metric([state], count)
        yield found


class Metrics:
    """Measure what a process answers; any process of several tells the figures of all.

    `logs.log_requests` says when a request began.
    """

    def __init__(self, app: Dash, workbench: Workbench) -> None:
        self._app, self._workbench = app, workbench
        self._own = CollectorRegistry()
        self._requests = Counter(
            "lab_requests", "Requests answered.", [*LABELS, "status"], registry=self._own
        )
        self._seconds = Histogram(
            "lab_request_seconds",
            "Seconds a request took.",
            LABELS,
            registry=self._own,
            buckets=BUCKETS,
        )
        self._cache = {
            name: Gauge(
                f"lab_cache_{name}",
                words,
                ["kind"],
                registry=self._own,
                multiprocess_mode="livesum",
            )
            for name, words in CACHE.items()
        }
        self._told: dict[str, KindFigures] = {}
        self._telling, self._told_at = Lock(), 0.0
        app.server.after_request(self._end)
        rule = f"{app.config.routes_pathname_prefix}metrics"
        app.server.add_url_rule(rule, "metrics", self.answer)

    def answer(self) -> Response:
        """Return all figures as Prometheus reads them."""
        self._tell_caches()
        registry = CollectorRegistry()
        if os.environ.get(FOLDER_VARIABLE):
            multiprocess.MultiProcessCollector(registry)
        else:
            registry.register(self._own)
        registry.register(Jobs(self._workbench))
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    def _callback(self) -> str:
        """Return the name of the callback that is asked, of those that there are."""
        if endpoint() != "_dash-update-component":
            return ""
        asked = request.get_json(silent=True)
        output = asked.get("output") if isinstance(asked, dict) else None
        if not isinstance(output, str) or output not in self._app.callback_map:
            return "unknown"
        return output.strip(".").split("...")[0].partition("@")[0]

    def _end(self, response: Response) -> Response:
        if endpoint() == "metrics":
            return response
        # What was refused has not been read.
        g.callback = self._callback() if response.status_code < 400 else ""
        labels = (endpoint(), g.callback)
        self._requests.labels(*labels, str(response.status_code)).inc()
        self._seconds.labels(*labels).observe(time.perf_counter() - g.begun)
        if time.monotonic() - self._told_at >= SECONDS:
            self._tell_caches()
        return response

    def _tell_caches(self) -> None:
        """Tell what has changed of the caches, which of most kinds is nothing."""
        with self._telling:
            self._told_at = time.monotonic()
            for kind, figures in self._workbench.cache_figures().kinds.items():
                if self._told.get(kind) == figures:
                    continue
                for name, gauge in self._cache.items():
                    gauge.labels(kind).set(getattr(figures, name))
                self._told[kind] = figures
