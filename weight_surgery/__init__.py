"""Edit a trained classifier so that classes become one: `import weight_surgery as ws`.

What is named here is loaded when it is first used, so that importing costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "Operation": "core.specs",
    "SurgerySpec": "core.specs",
    "Workbench": "core.workbench",
    "PRETRAINED": "core.workbench",
    "Comparison": "core.comparison",
    "PairAtlas": "core.atlas",
    "pair_atlas": "core.atlas",
    "AtlasPool": "core.atlas.pool",
    "Bundle": "core.bundle",
    "load_bundle": "core.bundle",
    "save_bundle": "core.bundle",
    "from_embeddings": "core.sources",
    "from_sklearn": "core.sources",
    "from_torch": "core.sources",
    "compare": "core.sources",
    "sweep": "core.sources",
    "edit": "core.sources",
    "save": "core.sources",
    "recipe": "core.sources",
    "replay": "core.sources",
    "report": "report_command",
    "Surgery": "core.surgery",
    "merge_direction": "core.surgery",
    "projector": "core.surgery",
    "create_app": "app",
    "show": "notebook",
}
# What has names of its own, such as ws.plot.scenes.
_MODULES = ("plot",)

__all__ = [  # noqa: PLE0604 - the names of the table above
    *_HOMES,
    *_MODULES,
]


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
