"""One case, what was answered, and what that is worth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from training.program import Ran

Case = TypeVar("Case")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case, what was answered, and what that is worth.

    Attributes:
        group: the row of the table that it belongs to: the tool, its set, its language.
        shares: what is right or not, beside the whole; shown as a share of the group.
        means: figures that are averaged over the group.
        counts: figures that are added up.
        is_refused: the model does not serve this.
    """

    tool: str
    group: str
    question: str
    answer: str
    right: bool
    status: str = "asked once"
    shares: Mapping[str, bool] = field(default_factory=dict)
    means: Mapping[str, float] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    first_text_s: float | None = None
    seconds: float = 0.0
    is_refused: bool = False


def outcome(
    group: str,
    question: str,
    answer: str,
    right: bool,
    ran: Ran,
    *,
    shares: Mapping[str, bool] | None = None,
    means: Mapping[str, float] | None = None,
    counts: Mapping[str, int] | None = None,
) -> Outcome:
    """What a run comes to; the group's first word is the tool."""
    tool, parts = group.partition(",")[0], (shares or {}, means or {}, counts or {})
    return Outcome(
        tool, group, question, answer, right, ran.status, *parts, ran.first_text_s, ran.seconds, ran.is_refused
    )


def group_of(tool: str, which: str, language: str = "") -> str:
    """The name of a group: the cases of one set for a tool, in one language where they are in several."""
    return ", ".join(part for part in (tool, which, language) if part)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which cases are asked: of one set only (a name of `SETS`; empty for all), at most `limit` of a tool."""

    which: str = ""
    limit: int | None = None

    def of(self, sets: Mapping[str, Callable[[], Sequence[Case]]]) -> list[Case]:
        """The cases of the sets that are asked for, spread evenly where there are too many."""
        chosen = [case for name, cases in sets.items() if self.which in ("", name) for case in cases()]
        return some(chosen, self.limit)


def some(cases: Sequence[Case], limit: int | None) -> list[Case]:
    """At most `limit` cases, spread evenly over all."""
    if limit is None or limit >= len(cases):
        return list(cases)
    return [cases[number * len(cases) // limit] for number in range(limit)]
