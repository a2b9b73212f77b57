"""Several tries of a small model at one question: doubts send it back, and of doubtful answers the best is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.core.result import Problem, Verification


@dataclass(slots=True)
class Rounds:
    """The rounds of one run. A doubtful answer is better than none: a doubt is no proof of a mistake.

    Attributes:
        left: rounds that may still come.
        ran: the answers without errors so far: number of doubts, gist, verification.
    """

    left: int
    ran: list[tuple[int, str, Verification]] = field(default_factory=list)

    def weigh(self, found: Verification, doubtful: Sequence[Problem], *, gist: str) -> Verification:
        """What to make of a round's answer: take it, send it back, or, in the last round, fall back to the best so far.

        Args:
            found: what the checks say.
            doubtful: what speaks against an answer without errors; severity ``error``.
            gist: what answers that mean the same have in common, as the rows of a query.
        """
        last = self.left == 0
        self.left -= 1
        if not found.has_errors and not doubtful:
            return found
        if not found.has_errors:
            warnings = tuple(replace(doubt, severity="warning", hint="") for doubt in doubtful)
            self.ran.append((len(doubtful), gist, replace(found, problems=(*found.problems, *warnings))))
        if last and self.ran:
            return self._best()
        return found if found.has_errors else replace(found, problems=(*found.problems, *doubtful))

    def _best(self) -> Verification:
        """The answer with the fewest doubts; of several, the one that most tries agree with, then the first."""
        gists = [gist for _, gist, _ in self.ran]
        order = sorted(range(len(self.ran)), key=lambda n: (self.ran[n][0], -gists.count(gists[n]), n))
        return self.ran[order[0]][2]
