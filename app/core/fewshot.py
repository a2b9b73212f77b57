"""Few-shot prompts as data: a system line, examples, and the question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.messages import Message


@dataclass(frozen=True, slots=True)
class Example:
    """One pair of what a person writes and what the tool should answer."""

    input: str
    output: str


@dataclass(frozen=True, slots=True)
class FewShotPrompt:
    """A task shown by examples.

    Attributes:
        system: the system line; empty for none.
        examples: shown as user and assistant turns, in this order.
    """

    system: str
    examples: tuple[Example, ...] = ()

    def messages(self, question: str) -> tuple[Message, ...]:
        """The conversation that asks ``question``."""
        return (*self._system(), *self._turns(self.examples), Message.user(question))

    def without(self, index: int) -> FewShotPrompt:
        """The prompt with example ``index`` left out: to test whether a model reproduces it.

        Raises:
            IndexError: there is no such example.
        """
        kept = list(self.examples)
        del kept[index]
        return FewShotPrompt(self.system, tuple(kept))

    def _system(self) -> Sequence[Message]:
        return (Message.system(self.system),) if self.system else ()

    @staticmethod
    def _turns(examples: Iterable[Example]) -> Iterable[Message]:
        for example in examples:
            yield Message.user(example.input)
            yield Message.assistant(example.output)
