"""Several tries of a small model at one question: doubts send it back, and of doubtful answers the best is taken."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.core.result import Problem, Verification


@dataclass(frozen=True, slots=True)
class Look:
    """An answer that was looked at.

    Attributes:
        found: what the checks say.
        doubtful: what speaks against an answer without errors; severity ``error``.
        gist: what answers that mean the same have in common, as the rows of a query.
    """

    found: Verification
    doubtful: Sequence[Problem] = ()
    gist: str = ""

    @property
    def is_good(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.found.has_errors and not self.doubtful

    @property
    def against(self) -> str:
        """The first thing that speaks against it, without its full stop."""
        against = [problem.message for problem in (*self.found.problems, *self.doubtful) if problem.severity == "error"]
        return against[0].rstrip(".") if against else ""

    def text(self, answer: Any) -> str:
        """The answer in one line, in its final form if it has one."""
        return " ".join(str(self.found.output or answer).split())


@dataclass(slots=True)
class Rounds:
    """The rounds of one run. A doubtful answer is better than none: a doubt is no proof of a mistake.

    Attributes:
        left: rounds that may still come.
        ran: the answers without errors so far: number of doubts, gist, verification.
    """

    left: int
    ran: list[tuple[int, str, Verification]] = field(default_factory=list)

    async def weigh_several(
        self,
        answer: Any,
        look: Callable[[Any], Awaitable[Look]],
        another: Callable[[int], Awaitable[Any]],
        *,
        candidates: int,
    ) -> Verification:
        """A round of several candidates: the first that nothing speaks against, else what ``weigh`` makes of them all.

        Args:
            answer: the first candidate.
            look: checks a candidate.
            another: asks for one more, given its number from 2; None where none came.
            candidates: how many there may be.
        """
        seen = await look(answer)
        tried, set_aside = [seen.text(answer)], []
        for number in range(2, candidates + 1):
            if seen.is_good:
                break
            if (answer := await another(number)) is not None:
                self._note(seen)
                set_aside.append(f"Set aside: {tried[-1]} ({seen.against}).")
                seen = await look(answer)
                tried.append(seen.text(answer))
        weighed = self.weigh(seen.found, seen.doubtful, gist=seen.gist)
        return replace(weighed, evidence=(*weighed.evidence, *set_aside), tried=tuple(tried))

    def weigh(self, found: Verification, doubtful: Sequence[Problem], *, gist: str) -> Verification:
        """What to make of a round's answer: take it, send it back, or, in the last round, fall back to the best so far; see ``Look``."""
        last = self.left == 0
        self.left -= 1
        if not found.has_errors and not doubtful:
            return found
        self._note(Look(found, doubtful, gist))
        if last and self.ran:
            return self._best()
        return found if found.has_errors else replace(found, problems=(*found.problems, *doubtful))

    def _note(self, look: Look) -> None:
        """Keep an answer without errors: a doubt is no proof of a mistake."""
        if not look.found.has_errors:
            warnings = tuple(replace(doubt, severity="warning", hint="") for doubt in look.doubtful)
            whole = replace(look.found, problems=(*look.found.problems, *warnings))
            self.ran.append((len(look.doubtful), look.gist, whole))

    def _best(self) -> Verification:
        """The answer with the fewest doubts; of several, the one that most tries agree with, then the first."""
        gists = [gist for _, gist, _ in self.ran]
        order = sorted(range(len(self.ran)), key=lambda n: (self.ran[n][0], -gists.count(gists[n]), n))
        return self.ran[order[0]][2]
