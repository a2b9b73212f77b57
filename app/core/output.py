"""What a tool may demand of an answer, and how the answer is taken out of what a model really wrote.

Local engines enforce a spec as a grammar; cloud engines as ``response_format``; what neither supports is extracted tolerantly here
and then checked.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.errors import OutputFormatError

OutputKind = Literal["text", "code", "json", "choice"]


@dataclass(frozen=True, slots=True)
class OutputSpec:
    """A demand on an answer. Build it with one of the four constructors.

    Attributes:
        kind: ``text`` (anything), ``code`` (one block in a language), ``json`` (valid under ``schema``), ``choice`` (one of ``choices``).
        language: of the code, as it stands after a fence (``sql``, ``html``, ``latex``).
        schema: JSON Schema of a ``json`` answer.
        choices: the closed list of a ``choice`` answer.
        gbnf: a grammar that local engines enforce literally; it overrides what they would derive.
    """

    kind: OutputKind = "text"
    language: str = ""
    schema: Mapping[str, Any] | None = None
    choices: tuple[str, ...] = ()
    gbnf: str | None = None

    @staticmethod
    def text(gbnf: str | None = None) -> OutputSpec:
        """Any text; local engines hold it to ``gbnf`` if given."""
        return OutputSpec("text", gbnf=gbnf)

    @staticmethod
    def code(language: str, gbnf: str | None = None) -> OutputSpec:
        """One piece of code; fences and prose around it are dropped."""
        return OutputSpec("code", language=language, gbnf=gbnf)

    @staticmethod
    def json(schema: Mapping[str, Any]) -> OutputSpec:
        """One JSON value that is valid under ``schema``."""
        return OutputSpec("json", schema=schema)

    @staticmethod
    def choice(choices: Sequence[str]) -> OutputSpec:
        """Exactly one of ``choices``; in the cloud an enum.

        Raises:
            ValueError: no choice is given.
        """
        if not choices:
            raise ValueError("a choice needs at least one option")
        return OutputSpec("choice", choices=tuple(choices))

    def describe(self) -> str:
        """The demand in words, for an error or a repair round."""
        match self.kind:
            case "text":
                return "text"
            case "code":
                return f"one block of {self.language} and nothing else"
            case "json":
                return "one JSON value that is valid under the schema"
            case "choice":
                return "exactly one of: " + ", ".join(self.choices)


def extract(text: str, spec: OutputSpec) -> Any:
    """Take the answer out of what a model wrote: fences, prose around it and cut-off ends are dealt with.

    Returns:
        ``str`` for text, code and choice; the parsed value for JSON.

    Raises:
        OutputFormatError: the text holds no such answer.
    """
    body = _without_thinking(text)
    match spec.kind:
        case "text":
            return body.strip()
        case "code":
            return _code(body, spec)
        case "json":
            return _json(body, spec)
        case "choice":
            return _choice(body, spec)


def whole_characters(text: str) -> str:
    """``text`` with halves of surrogate pairs joined, and lone ones replaced: what can be encoded, kept and shown.

    Servers that escape an emoji may send its halves in two pieces; arguments of a command line that are not UTF-8 hold lone ones.
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


_FENCE = re.compile(r"```[ \t]*([\w+-]*)[ \t]*\r?\n(.*?)(?:\r?\n[ \t]*```|\Z)", re.DOTALL)
_THINKING = re.compile(r"\A\s*<think>.*?(?:</think>|\Z)", re.DOTALL)
_PROSE_STARTS = {
    "sql": re.compile(r"^\s*(?:SELECT|WITH|VALUES|EXPLAIN)\b", re.IGNORECASE | re.MULTILINE),
    "html": re.compile(r"<!doctype html|<html\b", re.IGNORECASE),
}


def _without_thinking(text: str) -> str:
    """Reasoning models wrap their thoughts in <think>; they are no part of the answer."""
    return _THINKING.sub("", text)


def _fenced(text: str, language: str) -> str | None:
    blocks = [(m.group(1).lower(), m.group(2)) for m in _FENCE.finditer(text)]
    if not blocks:
        return None
    for name, body in blocks:
        if name == language.lower():
            return body.strip()
    return max((body for _, body in blocks), key=len).strip()


def _code(text: str, spec: OutputSpec) -> str:
    code = _fenced(text, spec.language)
    if code is None:
        start = _PROSE_STARTS.get(spec.language)
        found = start.search(text) if start else None
        code = text[found.start() :].strip() if found else text.strip()
        if spec.language == "html":
            code = _until_html_end(code)
    if not code:
        raise OutputFormatError("The answer is empty.", text=text, expected=spec.describe())
    return code


def _until_html_end(code: str) -> str:
    end = code.lower().rfind("</html>")
    return code[: end + len("</html>")] if end >= 0 else code


def _json(text: str, spec: OutputSpec) -> Any:
    source = _fenced(text, "json") or text
    value = _first_json_value(source)
    if value is _MISSING:
        raise OutputFormatError("The answer holds no JSON value.", text=text, expected=spec.describe())
    if spec.schema is not None:
        _check_schema(value, spec, text)
    return value


_MISSING = object()
_TRIED_BRACKETS = 64  # each costs a pass over the rest; a model that falls into “[[[[…” must not hold up the loop


def _first_json_value(source: str) -> Any:
    decoder = json.JSONDecoder()
    for found in itertools.islice(re.finditer(r"[\[{]", source), _TRIED_BRACKETS):
        try:
            return decoder.raw_decode(source, found.start())[0]
        except (ValueError, RecursionError):
            closed = _closed(source[found.start() :])
            if closed is not None:
                return closed
    try:
        return json.loads(source)
    except (ValueError, RecursionError):
        return _MISSING


def _closed(fragment: str) -> Any | None:
    """Parse JSON that was cut off: close what is open, else drop the unfinished last member; None if neither helps."""
    open_brackets, in_string, last_comma = _scan(fragment)
    if not open_brackets:
        return None
    bodies = [(fragment + ('"' if in_string else ""), open_brackets)]
    if last_comma >= 0:
        bodies.append((fragment[:last_comma], _scan(fragment[:last_comma])[0]))
    for body, brackets in bodies:
        try:
            return json.loads(body.rstrip() + "".join(reversed(brackets)))
        except (ValueError, RecursionError):
            continue
    return None


def _scan(fragment: str) -> tuple[list[str], bool, int]:
    """The closing brackets that are missing, whether the text ends inside a string, and where the last comma outside strings is."""
    stack: list[str] = []
    in_string = escaped = False
    last_comma = -1
    for position, char in enumerate(fragment):
        if in_string:
            in_string, escaped = (char != '"' or escaped), (char == "\\" and not escaped)
        elif char == '"':
            in_string = True
        elif char in "[{":
            stack.append("]" if char == "[" else "}")
        elif char in "]}" and stack:
            stack.pop()
        elif char == ",":
            last_comma = position
    return stack, in_string, last_comma


def _check_schema(value: Any, spec: OutputSpec, text: str) -> None:
    import jsonschema  # the program's start must not pay for it

    errors = sorted(
        jsonschema.Draft202012Validator(dict(spec.schema or {})).iter_errors(value), key=lambda e: list(e.path)
    )
    if errors:
        first = errors[0]
        place = "/".join(str(part) for part in first.path) or "the value"
        raise OutputFormatError(f"{place}: {first.message}", text=text, expected=spec.describe())


def _choice(text: str, spec: OutputSpec) -> str:
    stripped = text.strip().strip("`'\".").strip()
    if stripped in spec.choices:
        return stripped
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict) and len(value) == 1:
        value = next(iter(value.values()))
    if isinstance(value, str) and value in spec.choices:
        return value
    named = [c for c in spec.choices if re.search(rf"(?<![\w+#=-]){re.escape(c)}(?![\w=-])", text)]
    if len(named) == 1:
        return named[0]
    raise OutputFormatError("The answer is not one of the allowed choices.", text=text, expected=spec.describe())
