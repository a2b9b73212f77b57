"""The options of the command line that say which engine answers: ``--engine``, ``--model``, ``--base-url``."""

from __future__ import annotations

import argparse
import dataclasses
import os
from pathlib import Path
from typing import Any

from app.bootstrap import Services, in_force_for_now, with_model
from app.core.settings import Settings
from app.errors import InputError

FROM_OPTIONS = "command-line"


def add_engine_options(command: argparse.ArgumentParser) -> None:
    """Add the three options to a command."""
    command.add_argument(
        "--engine",
        metavar="ENGINE",
        help="local, cloud or a provider's name: for this run, in place of the tool's policy",
    )
    command.add_argument(
        "--model", metavar="NAME_OR_PATH", help="a known model, a GGUF file, or the cloud's model name"
    )
    command.add_argument("--base-url", metavar="URL", help="address of an OpenAI-compatible server, for this run")


def with_options(now: Settings, options: argparse.Namespace) -> Settings:
    """``--model`` is of the provider that answers; ``--base-url`` of the one that ``--engine`` names, else it makes one for this run."""
    if options.model and _is_cloud(options):
        now = now.with_provider(options.engine if options.engine in now.providers else "", model=options.model)
    present = now.provider()
    if not options.base_url or present is None:
        return now
    if options.engine in now.providers:
        return now.with_provider(options.engine, base_url=options.base_url)
    return in_force_for_now(now, FROM_OPTIONS, dataclasses.replace(present, base_url=options.base_url))


def _is_cloud(options: argparse.Namespace) -> bool:
    return options.engine not in (None, "local")


def take_model(services: Services, options: argparse.Namespace) -> None:
    """Make ``--model`` the local model of this start.

    Raises:
        InputError: there is no such model.
    """
    if not options.model or _is_cloud(options):
        return
    path = given_path(options.model)
    if not path.is_file():
        from app.models.library import find_called  # only where a name was given

        known = [model for model in services.models() if not model.error]
        found = find_called(known, options.model)
        if found is None:
            names = ", ".join(model.name for model in known) or "none"
            raise InputError(
                f"There is no model “{options.model}”: it is neither a file nor the name of a known model.",
                field="model",
                hint=f"Known: {names}. For a model of the cloud add --engine cloud.",
            )
        path = found.path
    services.settings.overlay(with_model(str(path)))


def given_path(text: str) -> Path:
    """``~`` is the home, unless that names a user that there is not: then it is part of the file's name."""
    return Path(os.path.expanduser(text))


def check_engine(services: Services, engine: str | None) -> None:
    """Whether ``--engine`` names one that is known.

    Raises:
        InputError: it does not.
    """
    known = ["local", "cloud", *services.settings.current.providers]
    if engine is not None and engine not in known:
        raise InputError(f"There is no engine “{engine}”.", field="engine", hint=f"Known: {', '.join(known)}.")


def override(options: argparse.Namespace) -> Any:
    """What the options say about the route of one run; None if nothing."""
    return options.engine or ("local" if options.model else None)
