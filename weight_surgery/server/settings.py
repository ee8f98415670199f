"""All that a server is told: by option, else by its environment, else as it stands here."""

from __future__ import annotations

import os
import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from weight_surgery.core.limits import MEBIBYTE
from weight_surgery.core.workbench.resources import Resources

PREFIX = "WEIGHT_SURGERY_"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
HOST = re.compile(r"\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")
HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
Words = Annotated[tuple[str, ...], NoDecode]


def redis_url() -> str:
    """Return the address under the name that others use for it, too."""
    return os.environ.get("REDIS_URL", "")


class RunSettings(BaseSettings):
    """Serve the page on this machine, for whoever sits before it."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        frozen=True,
        cli_kebab_case=True,
        cli_implicit_flags=True,
        cli_hide_none_type=True,
        cli_avoid_json=True,
    )

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8050, ge=1, le=65535, description="port to listen on")
    models: Path | None = Field(None, description="folder of more bundles")
    atlases: Path | None = Field(
        None, description="folder of weight-surgery atlas --folder: what it measured is shown"
    )
    uploads: Path | None = Field(
        None, description="folder for what people bring and train; without it nobody may"
    )
    redis: str = Field(
        default_factory=redis_url,
        description="redis:// address for jobs, and rates, of several processes (also REDIS_URL)",
    )
    debug: bool = Field(False, description="Dash's developer tools")

    @field_validator("models", "atlases", "uploads")
    @classmethod
    def _is_folder(cls, value: Path | None) -> Path | None:
        if value is not None and value.exists() and not value.is_dir():
            raise ValueError("must be a folder")
        return value

    @field_validator("redis")
    @classmethod
    def _is_redis(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must be an address such as redis://127.0.0.1:6379/0")
        return value

    @property
    def is_local(self) -> bool:
        """Whether nobody but this machine reaches the page."""
        return self.host in LOOPBACK

    @property
    def address(self) -> str:
        """The address as a browser takes it."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


class Settings(RunSettings):
    """Serve the page to others, who may bring models where --uploads names a folder for them."""

    threads: int = Field(8, ge=2, le=64, description="threads that answer, of each process")
    connections: int = Field(2000, ge=8, le=20_000, description="connections held open at a time")
    grace: int = Field(30, ge=0, le=600, description="seconds that a stop waits for what runs")
    cache_mb: int = Field(512, ge=16, le=65_536, description="megabytes of answers kept, a process")
    workers: int = Field(
        1, ge=0, le=16, description="processes for what takes long, so that clicks do not wait"
    )
    prefix: str = Field("/", description="where the page is behind a proxy, such as /lab/")
    strip_prefix: bool = Field(False, description="the proxy takes the prefix off before it asks")
    hosts: Words = Field((), description="names by which the page may be asked for; any if none")
    proxies: Words = Field(
        (), description="addresses or networks of proxies whose forwarded headers count"
    )
    proxy_count: int = Field(1, ge=1, le=10, description="how many of them stand in a row")
    sign_in: Literal["none", "basic", "header"] = Field(
        "none", description="who may come in: all, names with passwords, or whom a proxy names"
    )
    users: Path | None = Field(None, description="file of names and password hashes, for basic")
    user_header: str = Field(
        "X-Forwarded-User", description="header in which a trusted proxy names who signed in"
    )
    embed: bool | None = Field(
        None, description="any site may frame ?embed=1; if not said, where nobody signs in"
    )
    limit_uploads: str = Field("60 per hour", description="files that one visitor may send")
    limit_jobs: str = Field("20 per hour", description="jobs that one visitor may start")
    limit_exports: str = Field("60 per minute", description="files that one visitor may take home")
    limit_planner: str = Field("120 per minute", description="steps that one visitor may plan")
    metrics: bool = Field(True, description="figures for Prometheus at /metrics")

    @field_validator("hosts", "proxies", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        """Take names parted by commas as well, which is how an environment lists them."""
        given = [value] if isinstance(value, str) else value
        return tuple(one.strip() for words in given for one in words.split(",") if one.strip())

    @field_validator("proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            ip_network(one, strict=False)
        return value

    @field_validator("hosts")
    @classmethod
    def _are_hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            if not HOST.fullmatch(one):
                raise ValueError("must be names such as lab.example.org, without http://")
        return value

    @field_validator("user_header")
    @classmethod
    def _is_header(cls, value: str) -> str:
        if not HEADER.fullmatch(value):
            raise ValueError("must be a header's name, such as X-Forwarded-User")
        return value

    @field_validator("users")
    @classmethod
    def _is_file(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError("must be a file; weight-surgery password NAME writes its lines")
        return value

    @field_validator("prefix")
    @classmethod
    def _is_prefix(cls, value: str) -> str:
        parts = value.strip("/").split("/")
        plain = all(part.replace("-", "").replace("_", "").isalnum() for part in parts)
        if not plain and value.strip("/"):
            raise ValueError("must be a path of letters, digits, - and _, such as /lab/")
        return f"/{value.strip('/')}/" if value.strip("/") else "/"

    @field_validator("limit_uploads", "limit_jobs", "limit_exports", "limit_planner")
    @classmethod
    def _is_rate(cls, value: str) -> str:
        from limits import parse_many

        try:
            rates = parse_many(value)
        except ValueError as error:
            raise ValueError("must be a rate, such as '60 per hour'") from error
        if any(one.amount < 1 for one in rates):
            raise ValueError("must allow at least one, such as '1 per hour'")
        return value

    @model_validator(mode="after")
    def _together(self) -> Settings:
        if self.sign_in == "basic" and self.users is None:
            raise ValueError("--sign-in basic needs --users, the file of names and password hashes")
        if self.sign_in == "header" and not self.proxies:
            raise ValueError(
                "--sign-in header needs --proxies, the addresses of those who may name somebody"
            )
        if self.debug:
            raise ValueError(
                "--debug is for weight-surgery run: it shows the program to whoever asks"
            )
        return self

    @property
    def may_embed(self) -> bool:
        """Whether any site may show the page in a frame."""
        return self.sign_in == "none" if self.embed is None else self.embed

    @property
    def resources(self) -> Resources:
        """What the workbench of a process may use: half of its threads may wait for the others."""
        return Resources(
            self.cache_mb * MEBIBYTE,
            self.threads // 2,
            self.workers,
            self.redis or None,
            self.atlases,
        )
