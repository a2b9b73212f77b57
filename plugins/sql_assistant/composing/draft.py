"""What is understood of a question: a query in the making."""

from __future__ import annotations

from dataclasses import dataclass, replace

from plugins.sql_assistant.composing.speech.said import Place
from plugins.sql_assistant.schema import ForeignKey, Table


@dataclass(frozen=True, slots=True)
class Test:
    """A condition: ``text`` with ``{c}`` for the column, ``{d}`` for another one of the same table, ``{inner}`` for a column of other rows.

    Attributes:
        is_closed: it asks for what is not there, but what is said behind it is said of the rows again.
    """

    place: Place
    text: str
    other: Place | None = None
    is_closed: bool = False
    inner: tuple[Place, tuple[Test, ...]] | None = None

    @property
    def is_of_nothing(self) -> bool:
        """Whether it asks for what is not there."""
        return not self.is_closed and (self.text.endswith("IS NULL") or "NOT IN ( SELECT" in self.text)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is understood so far.

    Attributes:
        head: the table whose rows are asked for or counted.
        shown: columns to show; what rows are called where there are none.
        beside: columns to show beside what rows are called.
        figure: the function and the column that it is of, or two that are multiplied (none: rows are counted).
        groups: columns to group by, or a table for each of whose rows there is a figure.
        further: more functions of the figure's column, shown behind it.
        is_figure_hidden: rows are chosen or sorted by the figure, which is not shown itself.
        having: ``> 3``, of the figure, or of the number of rows where there is none.
        order: the column or (None) the figure to sort by, and whether it falls.
        counted: a table whose rows are counted for each row of the head.
        joined: keys by which tables are joined, where a question tells them.
        deed: the table whose rows are what was done, of which the question spoke last.
        is_of_itself: rows are joined with others of their own table.
    """

    head: Table | None = None
    shown: tuple[Place, ...] = ()
    beside: tuple[Place, ...] = ()
    figure: tuple[str, tuple[Place, ...]] | None = None
    further: tuple[str, ...] = ()
    is_figure_hidden: bool = False
    tests: tuple[Test, ...] = ()
    group: Place | None = None
    group_form: str = ""
    group_rows: Table | None = None
    having: str = ""
    order: tuple[Place | None, bool] | None = None
    limit: str = ""
    counted: Table | None = None
    is_distinct: bool = False
    joined: tuple[ForeignKey, ...] = ()
    deed: Table | None = None
    is_of_itself: bool = False

    def with_test(self, place: Place, text: str, other: Place | None = None, *, is_closed: bool = False) -> Draft:
        """The draft with one more condition."""
        return replace(self, tests=(*self.tests, Test(place, text, other, is_closed)))


Step = tuple[int, Draft]
"""The place in the question that a reading came to, and what is understood so far."""
