"""The table of a measurement: right answers by group, and how quick and heavy the program was."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from training.outcome import Outcome

Row = tuple[str, ...]
HEAD: Row = ("group", "cases", "right", "of which")


@dataclass(frozen=True, slots=True)
class Weight:
    """What the program took on this machine: seconds from a cold start to the first word, the worker's most memory."""

    start_s: float
    memory_mib: float


def group_rows(outcomes: Sequence[Outcome], left_out: Sequence[str] = ()) -> list[Row]:
    """A row for each group, and one for each tool that the model does not serve."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.group, []).append(outcome)
    rows = [
        (name, str(len(found)), percent([o.right for o in found]), ", ".join(_parts(found)))
        for name, found in groups.items()
    ]
    return [*rows, *((tool, "–", "left out", "the model does not serve it") for tool in left_out)]


def _parts(found: Sequence[Outcome]) -> Iterator[str]:
    for name in _names(o.shares for o in found):
        yield f"{name} {percent([o.shares[name] for o in found if name in o.shares])}"
    for name in _names(o.means for o in found):
        values = [o.means[name] for o in found if name in o.means]
        yield f"{name} {sum(values) / len(values):.0f}"
    for name in _names(o.counts for o in found):
        yield f"{name} {sum(o.counts.get(name, 0) for o in found)}"


def _names(parts: Iterable[Mapping[str, object]]) -> list[str]:
    return list(dict.fromkeys(name for part in parts for name in part))


def percent(marks: Sequence[bool]) -> str:
    """The share that is right."""
    return f"{100 * sum(marks) / len(marks):.0f} %" if marks else "–"


def speed_rows(outcomes: Sequence[Outcome], weight: Weight) -> list[Row]:
    """What a person waits for, and what the model weighs."""
    rows: list[Row] = []
    for tool in _names({o.tool: o} for o in outcomes):
        timed = [o for o in outcomes if o.tool == tool and o.seconds]
        first = [o.first_text_s for o in timed if o.first_text_s is not None]
        if first:
            rows.append((f"{tool}: first words", _spread(first)))
        if timed:
            rows.append((f"{tool}: whole answer", _spread([o.seconds for o in timed])))
    return [
        *rows,
        ("cold start to the first word", f"{weight.start_s:.2f} s"),
        ("memory of the model's process", f"{weight.memory_mib:.0f} MiB"),
    ]


def _spread(values: Sequence[float]) -> str:
    ordered = sorted(values)
    return f"{median(ordered):.2f} s, 95 in 100 within {ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]:.2f} s"


def table(head: Row, rows: Iterable[Row]) -> str:
    """Rows as a Markdown table."""
    lines = [f"| {' | '.join(row)} |" for row in (head, tuple("---" for _ in head), *rows)]
    return "\n".join(lines)
