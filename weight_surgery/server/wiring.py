"""Build the server that others reach: the page, behind all that stands before it."""

from __future__ import annotations

import gc
import logging
from dataclasses import replace

from flask import Flask

from weight_surgery.app import create_app, load_workbench, serve_many
from weight_surgery.core.uploads import Uploads
from weight_surgery.core.workbench import Workbench
from weight_surgery.core.workbench.computing import Computing
from weight_surgery.server import logs, sign_in
from weight_surgery.server.metrics import Metrics
from weight_surgery.server.places import take_turns
from weight_surgery.server.proxies import TrustedProxies
from weight_surgery.server.rates import Rates, visitor
from weight_surgery.server.reading import read_settings, told
from weight_surgery.server.ready import Ready
from weight_surgery.server.settings import Settings

logger = logging.getLogger(__name__)


def build(settings: Settings) -> tuple[Flask, Workbench]:
    """Return the WSGI app of some settings, and what it shows, to be closed at the end.

    Raises ValueError where they cannot be had.
    """
    serve_many()
    users = None
    if settings.sign_in == "basic" and settings.users is not None:
        users = sign_in.read_users(settings.users)
    uploads = None if settings.uploads is None else Uploads(settings.uploads)
    if uploads is not None:
        _make(uploads)
    computing = Computing()
    resources = replace(settings.resources, visitor=visitor, computing=computing)
    workbench = load_workbench(settings.models, uploads, resources, lazily=False)
    server = Flask(__name__, static_folder=None)
    if settings.hosts:
        server.config["TRUSTED_HOSTS"] = list(settings.hosts)
    # What comes first here hears of every request, also of those that are refused.
    logs.log_requests(server)
    take_turns(server, computing)
    rates = Rates(
        server,
        {
            "uploads": settings.limit_uploads,
            "jobs": settings.limit_jobs,
            "exports": settings.limit_exports,
            "planner": settings.limit_planner,
        },
        settings.redis,
    )
    if users is not None:
        sign_in.by_password(server, users, rates.ask_password)
    elif settings.sign_in == "header":
        sign_in.by_header(server, settings.user_header)
    routes = "/" if settings.strip_prefix else settings.prefix
    app = create_app(workbench, server, (settings.prefix, routes), settings.may_embed)
    if settings.metrics:
        Metrics(app, workbench)
    Ready(app, workbench)
    proxies = TrustedProxies(
        server.wsgi_app, settings.proxies, settings.proxy_count, settings.user_header
    )
    # Flask's own way to put something around an app.
    server.wsgi_app = proxies  # type: ignore[assignment, method-assign]
    return server, workbench


def _make(uploads: Uploads) -> None:
    # Now, and not when somebody has sent a file.
    try:
        uploads.make()
    except OSError as error:
        raise ValueError(
            f"--uploads (WEIGHT_SURGERY_UPLOADS) {uploads.folder} cannot be made "
            f"({error.strerror}); name a folder that this account may write"
        ) from error


def settle() -> None:
    """Keep what this process began with to its end, and search it for garbage no more."""
    gc.collect()
    gc.freeze()


def built() -> Flask:
    """Return the WSGI app of what the environment says, for servers that import it."""
    settings = read_settings(Settings, ())
    logs.begin()
    logger.info("settings", extra={"settings": told(settings)})
    server, _ = build(settings)
    settle()
    return server
