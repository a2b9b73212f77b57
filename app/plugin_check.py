"""``polymath plugin check``: the contract that every tool must keep, run against one plugin.

The same function is the contract suite for the bundled tools (``tests/contracts/test_plugins.py``).
"""

from __future__ import annotations

import inspect
import shutil
import tempfile
from pathlib import Path

from app.core.manifest import PluginManifest, load_manifest
from app.core.plugin import Plugin
from app.core.registry import Registry
from app.errors import AppError, InputError, ManifestError


def check_plugin(path: Path) -> list[str]:
    """What a plugin does wrong, one sentence each; empty if it keeps the contract.

    Args:
        path: its folder, its ``plugin.toml``, or the TOML file of a data-only tool. Its code is imported and run.
    """
    file = path / "plugin.toml" if path.is_dir() else path
    if not file.exists():
        return [f"{file} does not exist."]
    try:
        manifest = load_manifest(file)
    except ManifestError as error:
        return [_sentence(error)]
    findings = _check_manifest(manifest)
    try:
        plugin = _load(manifest)
    except AppError as error:
        return [*findings, _sentence(error)]
    return findings + _check_class(plugin) + _check_samples(plugin)


def _sentence(error: AppError) -> str:
    line = getattr(error, "line", None)
    return f"{error.message}{f' (line {line})' if line else ''}{' ' + error.hint if error.hint else ''}"


def _check_manifest(manifest: PluginManifest) -> list[str]:
    findings = []
    if not manifest.summary:
        findings.append("The manifest has no “summary”: an empty panel would have nothing to say.")
    if not manifest.samples:
        findings.append("The manifest has no [[samples]]: a person would have nothing to click.")
    if sum(field.prompt for field in manifest.fields) != 1:
        findings.append("One field must be the prompt (prompt = true).")
    if not manifest.is_data_only and not (manifest.folder / "plugin.py").exists():
        findings.append(f"{manifest.folder} has no plugin.py.")
    try:
        if not manifest.words("zh_CN"):
            findings.append(
                "There is no zh_CN.toml and no [translations.zh_CN]: the window would show English among Chinese."
            )
    except ManifestError as error:
        findings.append(error.message)
    return findings


def _load(manifest: PluginManifest) -> Plugin:
    bundled = Path(__file__).resolve().parents[1] / "plugins"
    if manifest.path.resolve().is_relative_to(bundled):
        return Registry(bundled, packages=()).plugin(manifest.id)
    with tempfile.TemporaryDirectory() as folder:
        source = manifest.path if manifest.is_data_only else manifest.folder
        target = Path(folder) / (source.name if manifest.is_data_only else manifest.id)
        if source.is_dir():  # a copy, not a link: on Windows links are a privilege
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)
        return Registry(Path(folder) / "none", Path(folder), is_trusted=lambda _id: True, packages=()).plugin(
            manifest.id
        )


def _check_class(plugin: Plugin) -> list[str]:
    kind = type(plugin)
    findings = []
    own_run = kind.run is not Plugin.run
    if not own_run and kind.build is Plugin.build:
        findings.append(f"{kind.__name__} overrides neither build() nor run().")
    if not own_run and kind.verify is Plugin.verify:
        findings.append(f"{kind.__name__} does not override verify(): its answers would never be checked.")
    findings += [
        f"{kind.__name__}.{name} must be “async def”."
        for name in ("prepare", "verify", "run", "without_model")
        if not inspect.iscoroutinefunction(getattr(kind, name))
    ]
    return findings


def _check_samples(plugin: Plugin) -> list[str]:
    findings = []
    for sample in plugin.manifest.samples:
        try:
            plugin.manifest.check_inputs(sample.inputs)
        except InputError as error:
            findings.append(f"The sample “{sample.title}” cannot run: {_sentence(error)}")
    return findings
