"""Settings: each documented, by option or environment, and what cannot be one refused by name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from weight_surgery.server.reading import option, read_settings, told, variable
from weight_surgery.server.settings import RunSettings, Settings

ROOT = Path(__file__).parents[2]

IMPOSSIBLE: dict[str, tuple[list[str], str]] = {
    "a port": (["--port", "0"], "--port (WEIGHT_SURGERY_PORT) must lie in 1…65535, got '0'"),
    "a share of a port": (
        ["--port", "80.5"],
        "--port (WEIGHT_SURGERY_PORT) must be a whole number",
    ),
    "one thread": (["--threads", "1"], "--threads (WEIGHT_SURGERY_THREADS) must lie in 2…64"),
    "a prefix": (["--prefix", "../x"], "must be a path of letters"),
    "a rate": (["--limit-jobs", "often"], "must be a rate, such as '60 per hour', got 'often'"),
    "a network": (["--proxies", "10.0.0.0/33"], "--proxies (WEIGHT_SURGERY_PROXIES)"),
    "another database": (["--redis", "http://x"], "must be an address such as redis://"),
    "a way to sign in": (["--sign-in", "key"], "must be 'none', 'basic' or 'header', got 'key'"),
    "no users": (["--sign-in", "basic"], "--sign-in basic needs --users"),
    "nobody to trust": (["--sign-in", "header"], "--sign-in header needs --proxies"),
    "a file for a folder": (["--uploads", __file__], "--uploads (WEIGHT_SURGERY_UPLOADS) must be"),
    "a file of bundles": (["--models", __file__], "must be a folder"),
    "an address for a host": (["--hosts", "http://lab/x"], "must be names such as lab.example.org"),
    "no header": (["--user-header", "a b: c"], "must be a header's name"),
    "a rate of nothing": (["--limit-jobs", "0 per hour"], "must allow at least one"),
    "a file that is not there": (
        ["--users", "/no/such"],
        "must be a file; weight-surgery password",
    ),
    "tools for all": (["--debug"], "--debug is for weight-surgery run"),
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_an_impossible_setting_is_refused_by_name(case: str) -> None:
    arguments, words = IMPOSSIBLE[case]
    with pytest.raises(ValueError, match=re.escape(words)) as refused:
        read_settings(Settings, arguments)
    assert len(str(refused.value).splitlines()) == 1


def test_an_option_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEIGHT_SURGERY_PORT", "9000")
    monkeypatch.setenv("WEIGHT_SURGERY_PROXIES", "10.0.0.0/8, ::1")
    monkeypatch.setenv("WEIGHT_SURGERY_MODELS", "")
    found = read_settings(Settings, ["--threads", "4", "--no-embed"])
    assert (found.port, found.threads, found.embed, found.models) == (9000, 4, False, None)
    assert found.proxies == ("10.0.0.0/8", "::1")
    assert read_settings(Settings, ["--port", "9001"]).port == 9001


def test_a_slip_in_a_name_is_refused_where_others_are_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WEIGHT_SURGERY_PROXYS", "10.0.0.1")
    with pytest.raises(ValueError, match="WEIGHT_SURGERY_PROXYS is no setting"):
        read_settings(Settings, [])
    assert read_settings(RunSettings, []).host == "127.0.0.1"


def test_a_password_is_not_told() -> None:
    found = told(read_settings(Settings, ["--redis", "redis://me:secret@there:6379/1"]))
    assert found["redis"] == "redis://there:6379/1"
    assert set(found) == set(Settings.model_fields)


def test_redis_goes_by_the_name_that_others_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://one")
    assert read_settings(Settings, []).redis == "redis://one"
    monkeypatch.setenv("WEIGHT_SURGERY_REDIS", "redis://other")
    assert read_settings(Settings, []).redis == "redis://other"


@pytest.mark.parametrize(
    ("given", "kept"), [("/", "/"), ("lab", "/lab/"), ("/a/b-c/", "/a/b-c/"), ("//", "/")]
)
def test_a_prefix_begins_and_ends_with_a_slash(given: str, kept: str) -> None:
    assert read_settings(Settings, ["--prefix", given]).prefix == kept


@pytest.mark.parametrize(
    ("arguments", "may"),
    [
        ([], True),
        (["--no-embed"], False),
        (["--sign-in", "header", "--proxies", "::1"], False),
        (["--sign-in", "header", "--proxies", "::1", "--embed"], True),
    ],
)
def test_a_page_that_one_signs_in_to_is_framed_only_where_that_is_said(
    arguments: list[str], may: bool
) -> None:
    assert read_settings(Settings, arguments).may_embed is may


def test_addresses_are_as_a_browser_takes_them() -> None:
    assert read_settings(RunSettings, ["--host", "::1"]).address == "http://[::1]:8050"
    assert read_settings(RunSettings, []).address == "http://127.0.0.1:8050"


def test_every_setting_says_what_it_is_and_is_in_the_docs() -> None:
    text = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
    rows: dict[str, Any] = Settings.model_fields
    for name, field in rows.items():
        assert field.description, name
        assert f"`{option(name)}`" in text, name
        assert f"`{variable(name)}`" in text, name
        default = field.get_default(call_default_factory=True)
        if default not in (None, "", (), False, True):
            assert str(default) in text, name
