"""Settings from options and environment, or a sentence that names what cannot be one."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import ValidationError
from pydantic_settings import SettingsError

from weight_surgery.core.checks import shown
from weight_surgery.core.raw_images import DATA_VARIABLE
from weight_surgery.server.settings import PREFIX, RunSettings, Settings

Read = TypeVar("Read", bound=RunSettings)
# What pydantic finds wrong, in our words.
REASONS = {
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_parsing": "must be true or false",
    "path_type": "must be a path",
    "string_type": "must be a text",
}


def read_settings(
    kind: type[Read], arguments: Sequence[str] | None = None, prog: str | None = None
) -> Read:
    """Return settings. Raises ValueError that names the first which is impossible or unknown.

    arguments: a command line's, of this process if none are given; --help and unknown options end
    the process as argparse does.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    # Only who serves to others is held to a whole environment: a name with a slip protects nobody.
    if kind is Settings and (unknown := _unknown()):
        raise ValueError(f"{unknown[0]} is no setting; weight-surgery serve --help lists them")
    try:
        return kind(_cli_parse_args=given, _cli_prog_name=prog)  # type: ignore[call-arg]
    except ValidationError as error:
        raise ValueError(_sentence(kind, error.errors()[0])) from error
    except SettingsError as error:
        raise ValueError(" ".join(str(error).split())) from error


def told(settings: RunSettings) -> dict[str, Any]:
    """Return the settings as they may be written to a log: without a password in an address."""
    found = settings.model_dump(mode="json")
    if found.get("redis"):
        parts = urlsplit(found["redis"])
        host = parts.netloc.rpartition("@")[2]
        found["redis"] = parts._replace(netloc=host, query="").geturl()
    return found


def variable(name: str) -> str:
    """Return a setting's name in an environment."""
    return f"{PREFIX}{name.upper()}"


def option(name: str) -> str:
    """Return a setting's name on a command line."""
    return f"--{name.replace('_', '-')}"


def _unknown() -> list[str]:
    known = {variable(name) for name in Settings.model_fields} | {DATA_VARIABLE}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)


def _sentence(kind: type[RunSettings], error: Any) -> str:
    if not error["loc"]:
        return str(error["ctx"]["error"])
    name = str(error["loc"][0])
    return f"{option(name)} ({variable(name)}) {_reason(kind, name, error)}, got {_given(error)}"


def _given(error: Any) -> str:
    given = error["input"]
    return shown(given if isinstance(given, (str, int, float)) else str(given))


def _reason(kind: type[RunSettings], name: str, error: Any) -> str:
    if error["type"] in ("greater_than_equal", "less_than_equal"):
        bounds = {type(one).__name__: one for one in kind.model_fields[name].metadata}
        return f"must lie in {bounds['Ge'].ge}…{bounds['Le'].le}"
    if error["type"] == "literal_error":
        return f"must be {error['ctx']['expected']}"
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return REASONS.get(error["type"], error["msg"])
