"""``plugin.toml`` (or one TOML file of a few-shot tool) → ``PluginManifest``; read without importing any code."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from dataclasses import fields as dataclass_fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from app.core.fewshot import Example, FewShotPrompt
from app.core.output import OutputKind, OutputSpec, whole_characters
from app.errors import InputError, ManifestError

SCHEMA = 1
FieldKind = Literal["text", "multiline", "file", "choice", "number", "bool"]
Policy = Literal["local_only", "cloud_only", "local_then_cloud", "cloud_then_local"]
POLICIES: tuple[Policy, ...] = get_args(Policy)
Permission = Literal["files:read", "files:write", "processes", "network", "secrets"]
_TRUE, _FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})
_ID = re.compile(r"^[a-z][a-z0-9_]{1,39}$")


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a tool.

    Attributes:
        name: key in the inputs.
        label: for people.
        kind: which control; what arrives is always text except for ``number`` (float) and ``bool``.
        prompt: whether this is the field that the prompt box fills; one per tool.
        choices: of a ``choice``.
        default: used when nothing is given.
        replaces_prompt: what is given here (a query, a page that exists) is worked on in place of a prompt, with no model.
        asks_model: where this is set (mend the query), a model may be asked all the same.
        names: of a ``file``: a word that is no path may be the name of something that the tool keeps (a connection).
    """

    name: str
    label: str
    kind: FieldKind = "text"
    required: bool = False
    prompt: bool = False
    placeholder: str = ""
    default: str = ""
    choices: tuple[str, ...] = ()
    replaces_prompt: bool = False
    asks_model: bool = False
    names: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A clickable example of an empty panel: a title and the inputs that it runs."""

    title: str
    inputs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EngineWishes:
    """What a tool asks of an engine.

    Attributes:
        max_repairs: the number of rounds after the first.
        optional: the tool is of use without any model (``Plugin.without_model``), so it is never shown as one that cannot work.
    """

    policy: Policy = "local_only"
    max_tokens: int = 1024
    temperature: float = 0.0
    max_repairs: int = 2
    optional: bool = False


@dataclass(frozen=True, slots=True)
class PluginManifest:
    """Everything that is known of a tool without importing it."""

    id: str
    title: str
    path: Path
    summary: str = ""
    icon: str = "mdi6.puzzle-outline"
    order: int = 100
    version: str = "0.1.0"
    fields: tuple[Field, ...] = ()
    samples: tuple[Sample, ...] = ()
    permissions: tuple[Permission, ...] = ()
    engine: EngineWishes = EngineWishes()
    output_kind: str = "text"
    output_language: str = ""
    prompt: FewShotPrompt | None = None
    choices: tuple[str, ...] = ()
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def folder(self) -> Path:
        """Where the plugin's own files lie."""
        return self.path.parent

    def words(self, language: str) -> Mapping[str, str]:
        """What the tool says in a language: English text = translation. Read when that language is spoken.

        A tool in a folder may keep its words in a file beside the manifest, ``zh_CN.toml``; they win over those of the manifest itself.

        Raises:
            ManifestError: that file cannot be read.
        """
        own = self.translations.get(language, {})
        beside = self.folder / f"{language}.toml"
        if self.is_data_only or not beside.is_file():
            return own
        try:
            words = tomllib.loads(beside.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ManifestError(f"{beside.name} cannot be read: {error}.", path=beside) from error
        return {**own, **{str(text): str(said) for text, said in words.items()}}

    @property
    def is_data_only(self) -> bool:
        """The first rung: no Python, so no question of trust."""
        return self.prompt is not None

    @property
    def prompt_field(self) -> Field:
        """The field that the prompt box, and the command line's PROMPT, fill."""
        return next((f for f in self.fields if f.prompt), self.fields[0])

    def output_spec(self) -> OutputSpec:
        """What a data-only tool demands of an answer."""
        match self.output_kind:
            case "code":
                return OutputSpec.code(self.output_language)
            case "choice":
                return OutputSpec.choice(self.choices)
            case _:
                return OutputSpec.text()

    def check_inputs(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """Inputs with defaults filled in, each of its kind. A data-only tool also takes ``examples`` on trial.

        Raises:
            InputError: a required field is empty, a field is unknown, or a value is not of its kind.
        """
        known = {f.name for f in self.fields}
        trial = {"examples": inputs["examples"]} if self.is_data_only and "examples" in inputs else {}
        for name in inputs.keys() - trial.keys():
            if name not in known:
                raise InputError(
                    f"{self.title} has no field “{name}”.", field=name, hint=f"Its fields: {', '.join(sorted(known))}."
                )
        replaced = self.replaces_prompt(inputs)
        fields = [replace(f, required=False) if f.prompt and replaced else f for f in self.fields]
        return {**{f.name: _checked(f, inputs.get(f.name)) for f in fields}, **trial}

    def needs_no_model(self, inputs: Mapping[str, Any]) -> bool:
        """Whether the inputs, which were checked, are worked on with no model."""
        return self.replaces_prompt(inputs) and not any(f.asks_model and inputs.get(f.name) for f in self.fields)

    def replaces_prompt(self, inputs: Mapping[str, Any]) -> bool:
        """Whether the inputs hold something that is worked on in place of a prompt."""
        return any(f.replaces_prompt and str(inputs.get(f.name) or "").strip() for f in self.fields)


def _checked(spec: Field, given: Any) -> Any:
    value = spec.default if given is None or given == "" else given
    if spec.required and (value == "" or (isinstance(value, str) and not value.strip())):
        raise InputError(f"“{spec.label}” is empty.", field=spec.name, hint="Fill it in and run again.")
    if spec.kind == "bool":
        return value if isinstance(value, bool) else _truth(spec, str(value))
    if spec.kind == "number" and value != "":
        return _number(spec, value)
    if spec.kind == "choice" and value and value not in spec.choices:
        raise InputError(
            f"“{spec.label}” cannot be “{value}”.", field=spec.name, hint=f"Choose one of: {', '.join(spec.choices)}."
        )
    if (
        isinstance(value, str) and spec.kind != "file"
    ):  # bytes of a command line that are no text; a file may well be named so
        return whole_characters(value)
    return value


def _truth(spec: Field, given: str) -> bool:
    word = given.strip().lower()
    if word not in _TRUE | _FALSE:
        raise InputError(f"“{spec.label}” must be true or false, not “{given}”.", field=spec.name)
    return word in _TRUE


def _number(spec: Field, given: Any) -> float:
    try:
        number = float(given)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise InputError(f"“{spec.label}” must be a number, not “{given}”.", field=spec.name)
    return number


def load_manifest(path: Path) -> PluginManifest:
    """Read and check a manifest.

    Args:
        path: ``…/plugin.toml``, or the one file of a data-only tool.

    Raises:
        ManifestError: it cannot be read, is not TOML, or says something that makes no sense; names path and, where known, line.
    """
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except OSError as error:
        raise ManifestError(f"{path.name} cannot be read: {error.strerror}.", path=path) from error
    except UnicodeDecodeError as error:
        raise ManifestError(f"{path.name} is not UTF-8 text.", path=path) from error
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found.group(1)) if found else None
        raise ManifestError(f"{path.name} is not valid TOML: {error}.", path=path, line=line) from error
    try:
        return _Reader(path, text, data).manifest()
    except (
        TypeError,
        ValueError,
        KeyError,
        AttributeError,
        OverflowError,
    ) as error:  # a table where a text should be, and the like
        raise ManifestError(f"{path.name}: a value has the wrong shape: {error}.", path=path) from error


class _Reader:
    """Turns a parsed table into a manifest; every complaint names the key and its line."""

    def __init__(self, path: Path, text: str, data: Mapping[str, Any]) -> None:
        self._path = path
        self._text = text
        self._data = data

    def manifest(self) -> PluginManifest:
        data = self._data
        self._check_known_keys()
        output = self._table("output")
        return PluginManifest(
            id=self._id(),
            title=self._text_of("title"),
            path=self._path,
            summary=str(data.get("summary", "")),
            icon=str(data.get("icon", "mdi6.puzzle-outline")),
            order=int(data.get("order", 100)),
            version=str(data.get("version", "0.1.0")),
            fields=self._fields(),
            samples=tuple(Sample(str(s["title"]), dict(s.get("inputs", {}))) for s in data.get("samples", [])),
            permissions=tuple(cast(Permission, p) for p in data.get("permissions", [])),
            engine=self._engine(),
            output_kind=self._output_kind(output),
            output_language=str(output.get("language", "")),
            choices=tuple(output.get("choices", ())),
            prompt=self._prompt(),
            translations=MappingProxyType(dict(self._table("translations"))),
        )

    _KEYS = frozenset(
        "schema id title summary icon order version fields samples permissions engine output system examples translations".split()
    )

    def _fail(self, message: str, key: str) -> ManifestError:
        return ManifestError(f"{self._path.name}: {message}", path=self._path, line=self._line_of(key))

    def _line_of(self, key: str) -> int | None:
        pattern = re.compile(rf"^\s*(?:\[+\s*)?{re.escape(key)}\b")
        return next((n for n, line in enumerate(self._text.splitlines(), 1) if pattern.match(line)), None)

    def _check_known_keys(self) -> None:
        if self._data.get("schema", SCHEMA) != SCHEMA:
            raise self._fail(
                f"schema {self._data['schema']} is not known; this program reads schema {SCHEMA}.", "schema"
            )
        for key in self._data:
            if key not in self._KEYS:
                raise self._fail(f"“{key}” is not a key of a manifest.", key)

    def _table(self, key: str) -> Mapping[str, Any]:
        value = self._data.get(key, {})
        if not isinstance(value, dict):
            raise self._fail(f"“{key}” must be a table.", key)
        return value

    def _output_kind(self, output: Mapping[str, Any]) -> str:
        kind = str(output.get("kind", "text"))
        if kind not in get_args(OutputKind):
            raise self._fail(f"the output kind “{kind}” is not one of {', '.join(get_args(OutputKind))}.", "kind")
        if kind == "choice" and not output.get("choices"):
            raise self._fail("an output of the kind “choice” needs its choices.", "output")
        return kind

    def _text_of(self, key: str) -> str:
        value = self._data.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._fail(f"“{key}” is missing.", key)
        return value

    def _id(self) -> str:
        value = self._text_of("id")
        if not _ID.match(value):
            raise self._fail(f"“{value}” is no id: lower-case letters, digits and _, starting with a letter.", "id")
        return value

    def _fields(self) -> tuple[Field, ...]:
        rows = self._data.get("fields")
        if not rows:
            return (Field("prompt", "Prompt", "multiline", required=True, prompt=True),)
        fields = tuple(self._field(row) for row in rows)
        if sum(f.prompt for f in fields) > 1:
            raise self._fail("only one field can be the prompt.", "fields")
        return fields

    def _field(self, row: Mapping[str, Any]) -> Field:
        kind = row.get("kind", "text")
        if "name" not in row or kind not in get_args(FieldKind):
            raise self._fail(f"a field needs a name and a kind out of {', '.join(get_args(FieldKind))}.", "fields")
        known = {f.name for f in dataclass_fields(Field)}
        if unknown := set(row) - known:
            raise self._fail(f"a field has no “{min(unknown)}”.", "fields")
        row = {**row, "label": row.get("label", str(row["name"]).replace("_", " ").capitalize())}
        return Field(**{**row, "choices": tuple(row.get("choices", ()))})

    def _engine(self) -> EngineWishes:
        table = self._table("engine")
        try:
            wishes = EngineWishes(**table)
        except TypeError as error:
            raise self._fail(f"[engine] {error}.", "engine") from error
        if wishes.policy not in POLICIES:
            raise self._fail(f"policy “{wishes.policy}” is not one of {', '.join(POLICIES)}.", "policy")
        return wishes

    def _prompt(self) -> FewShotPrompt | None:
        if self._path.name == "plugin.toml":
            return None
        if "system" not in self._data and "examples" not in self._data:
            raise self._fail("a few-shot tool needs a “system” line or [[examples]].", "id")
        return FewShotPrompt(str(self._data.get("system", "")), self._examples(self._data.get("examples", [])))

    def _examples(self, rows: Sequence[Mapping[str, Any]]) -> tuple[Example, ...]:
        for row in rows:
            if set(row) != {"input", "output"}:
                raise self._fail("an example has an input and an output, nothing else.", "examples")
        return tuple(Example(str(row["input"]), str(row["output"])) for row in rows)
