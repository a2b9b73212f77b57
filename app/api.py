"""All that a plugin may import. No Qt; see ``app.api_qt`` for panels.

A plugin is a folder with a ``plugin.toml`` and, on the second rung, a ``plugin.py`` that holds one subclass of ``Plugin``.
``docs/writing-a-plugin.md`` shows all three rungs.
"""

from __future__ import annotations

from app.core.fewshot import Example, FewShotPrompt
from app.core.helper_process import HelperEnded, HelperProcess, helper_streams, receive, send
from app.core.manifest import Field, PluginManifest
from app.core.messages import Message, StopReason, Usage
from app.core.output import OutputSpec, extract
from app.core.plugin import Answer, Context, FewShotPlugin, Inputs, Plugin
from app.core.result import Attempt, Outcome, Problem, Verification
from app.core.rounds import Look, Rounds
from app.engines.base import EngineInfo
from app.errors import (
    AppError,
    EngineError,
    InputError,
    NoEngine,
    OutputFormatError,
    PluginError,
    StorageError,
)

__all__ = [
    "Answer",
    "AppError",
    "Attempt",
    "Context",
    "EngineError",
    "EngineInfo",
    "Example",
    "FewShotPlugin",
    "FewShotPrompt",
    "Field",
    "HelperEnded",
    "HelperProcess",
    "InputError",
    "Inputs",
    "Look",
    "Message",
    "NoEngine",
    "Outcome",
    "OutputFormatError",
    "OutputSpec",
    "Plugin",
    "PluginError",
    "PluginManifest",
    "Problem",
    "Rounds",
    "StopReason",
    "StorageError",
    "Usage",
    "Verification",
    "extract",
    "helper_streams",
    "receive",
    "send",
]
