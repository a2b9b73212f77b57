"""The chat template of a model: a conversation → the text that the model was trained to continue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import jinja2
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from app.errors import ContentRefused, EngineError

# For a model without a template: the most widely understood form.
_CHATML = (
    "{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>\n' }}{% endfor %}"
    "{{ '<|im_start|>assistant\n' }}"
)


class ChatTemplate:
    """Renders conversations.

    Args:
        source: Jinja; empty for ChatML.
        bos: text of the token that begins a sequence.
        eos: text of the token that ends one.

    Raises:
        EngineError: the source is not valid Jinja.
    """

    def __init__(self, source: str, bos: str, eos: str) -> None:
        try:
            self._render = Jinja2ChatFormatter(template=source or _CHATML, eos_token=eos, bos_token=bos)
        except jinja2.TemplateError as error:
            raise EngineError(
                f"The model's chat template cannot be read: {error}.", hint="Choose another edition of this model."
            ) from error
        self._bos = bos

    def render(self, messages: Sequence[dict[str, str]]) -> str:
        """The prompt. A template that refuses a system line gets it as the head of the first user message.

        Raises:
            ContentRefused: the template refuses the conversation.
        """
        try:
            return self._text(messages)
        except (jinja2.TemplateError, ValueError, TypeError) as error:
            merged = _system_merged(messages)
            if merged is not None:
                try:
                    return self._text(merged)
                except (jinja2.TemplateError, ValueError, TypeError):
                    pass
            raise ContentRefused(
                f"The model does not take this conversation: {error}",
                hint="It was not made for this tool: choose another model.",
            ) from error

    def begins_sequence(self, prompt: str) -> bool:
        """Whether the template wrote the begin token itself, so that the tokenizer must not add a second one."""
        return bool(self._bos) and prompt.startswith(self._bos)

    def _text(self, messages: Sequence[dict[str, str]]) -> str:
        # Thinking aloud costs a small model's user minutes and is dropped from the answer anyway.
        arguments: dict[str, Any] = {"messages": list(messages), "enable_thinking": False}
        return str(self._render(**arguments).prompt)


def _system_merged(messages: Sequence[dict[str, str]]) -> list[dict[str, str]] | None:
    if len(messages) < 2 or messages[0]["role"] != "system" or messages[1]["role"] != "user":
        return None
    merged = {"role": "user", "content": messages[0]["content"] + "\n\n" + messages[1]["content"]}
    return [merged, *messages[2:]]
