"""What one OpenAI-compatible server and model understand of the request body, learned from what they refuse.

No two makers accept the same fields, and none says beforehand which; a refusal names the field. Each refusal takes one feature
away, so that learning ends after a handful of requests; ``dialect_memory`` keeps what is learned.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from app.core.messages import CompletionRequest
from app.core.output import OutputSpec
from app.core.tokens import CHOICE_WRAPPING_TOKENS
from app.engines.wire import request_payload

_FORMAT_WORDS = re.compile(r"response[_ ]format|json[_ ]schema|json[_ ]object|structured|grammar|guided", re.IGNORECASE)
_FIELD_WORDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "stream_options": re.compile(r"stream_options|include_usage"),
        "max_completion_tokens": re.compile(r"max_completion_tokens"),
        "max_tokens": re.compile(r"max_tokens"),
        # Words of everyday language count only in quotes.
        "temperature": re.compile(r"['\"`]temperature['\"`]"),
        "seed": re.compile(r"['\"`]seed['\"`]"),
        "stop": re.compile(r"['\"`]stop['\"`]"),
    }
)
# OpenAI's strict mode takes these keywords of JSON Schema and refuses a schema with any other.
_STRICT_KEYWORDS = frozenset(
    "type properties required additionalProperties items enum const anyOf $ref $defs title description pattern format "
    "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems".split()
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """Builds bodies without what was refused. ``refused`` holds names of fields and of forms of ``response_format``."""

    refused: frozenset[str] = frozenset()

    def body(self, request: CompletionRequest, model: str) -> dict[str, Any]:
        """The body of a request in this dialect."""
        body = {**request_payload(request), "model": model, "stream_options": {"include_usage": True}}
        form = next(self._forms(request.output), None)
        if form is not None:
            body["response_format"] = form[1]
            if request.output.kind == "choice" and "max_tokens" in body:
                body["max_tokens"] += CHOICE_WRAPPING_TOKENS
        if "max_tokens" in self.refused and "max_tokens" in body:
            body["max_completion_tokens"] = body["max_tokens"]
        return {field: value for field, value in body.items() if field not in self.refused}

    def after_refusal(self, request: CompletionRequest, said: str, param: str | None) -> Dialect | None:
        """The dialect without the feature that a server's refusal names; None if it names none that was used.

        Args:
            request: what was asked.
            said: the server's words.
            param: the field that the server blames, where it says so.
        """
        feature = self._blamed(request, said, param)
        return None if feature is None else dataclasses.replace(self, refused=self.refused | {feature})

    def _blamed(self, request: CompletionRequest, said: str, param: str | None) -> str | None:
        body = self.body(request, "")
        if param in _FIELD_WORDS and param in body:
            return param
        form = next(self._forms(request.output), None)
        if form is not None and (_FORMAT_WORDS.search(said) or (param or "").startswith("response_format")):
            return form[0]
        return next((name for name, words in _FIELD_WORDS.items() if name in body and words.search(said)), None)

    def _forms(self, output: OutputSpec) -> Iterator[tuple[str, dict[str, Any]]]:
        return ((name, form) for name, form in _response_formats(output) if name not in self.refused)


def known_features() -> frozenset[str]:
    """Names of all that a server can refuse."""
    return frozenset({*_FIELD_WORDS, "json_schema", "json_object with schema", "json_object"})


def _response_formats(output: OutputSpec) -> Iterator[tuple[str, dict[str, Any]]]:
    """Forms of ``response_format`` for a demand, the strictest first; none for text and code."""
    if output.kind == "choice":
        schema = choice_schema(output.choices)
    elif output.kind == "json" and output.schema is not None:
        schema = dict(output.schema)
    else:
        return
    named = {"name": "answer", "schema": schema, "strict": is_strict(schema)}
    yield "json_schema", {"type": "json_schema", "json_schema": named}
    # llama-cpp-python's server, Together and others take the schema here.
    yield "json_object with schema", {"type": "json_object", "schema": schema}
    if output.kind == "json" and schema.get("type") == "object":
        yield "json_object", {"type": "json_object"}


def choice_schema(choices: tuple[str, ...]) -> dict[str, Any]:
    """A closed list as a schema: an object, for servers take nothing else at the root."""
    return {
        "type": "object",
        "properties": {"choice": {"type": "string", "enum": list(choices)}},
        "required": ["choice"],
        "additionalProperties": False,
    }


def is_strict(schema: Mapping[str, Any]) -> bool:
    """Whether OpenAI's strict mode takes a schema: closed objects, all properties required, no keyword that it does not know.

    See https://platform.openai.com/docs/guides/structured-outputs#supported-schemas.
    """
    return schema.get("type") == "object" and _is_strict_part(schema)


def _is_strict_part(schema: Any) -> bool:
    if not isinstance(schema, Mapping) or not set(schema) <= _STRICT_KEYWORDS:
        return False
    properties = schema.get("properties", {})
    if schema.get("type") == "object" and (
        schema.get("additionalProperties") is not False or set(schema.get("required", ())) != set(properties)
    ):
        return False
    parts = [*properties.values(), *schema.get("$defs", {}).values(), *schema.get("anyOf", ())]
    if "items" in schema:
        parts.append(schema["items"])
    return all(_is_strict_part(part) for part in parts)
