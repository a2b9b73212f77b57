"""What can be said of a query without running it: how the engine would run it, and how it is written for another engine."""

from __future__ import annotations

from app.api import Problem, Verification
from plugins.sql_assistant.asking import Asked
from plugins.sql_assistant.sources.base import Stop

_NOT_RUN = "The query was not run."


def explained(sql: str, asked: Asked, stop: Stop) -> Verification:
    """The engine's plan, in its own lines and in words; the same policy holds as for a query that runs. Blocks.

    Raises:
        InputError: the source is no readable database any more.
        StorageError: it cannot be reached, is locked or damaged.
        QueryStopped: ``stop`` was asked for.
    """
    from plugins.sql_assistant.check import Subject  # the parser is slow to load
    from plugins.sql_assistant.plan import explain

    source = asked.source
    plan = explain(sql, Subject(source, asked.schema, asked.wording), stop)
    if isinstance(plan, Problem):
        return Verification((plan,), evidence=(_NOT_RUN,))
    result = {"sql": plan.sql, "dialect": source.dialect, "plan": list(plan.lines), "plan_words": plan.words}
    evidence = ("One statement that only reads.", f"{source.product} compiled it (EXPLAIN).", _NOT_RUN)
    steps = plan.words[: len(plan.words) - len(plan.warnings)]
    return Verification(plan.warnings, result, evidence, output="\n".join(steps))


def translated(sql: str, asked: Asked, dialect: str) -> Verification:
    """A query in another dialect. Nothing is run, so nothing is proven but that it can be read back. Blocks."""
    from plugins.sql_assistant.policy import parse
    from plugins.sql_assistant.translate import translate

    read = asked.source.dialect
    tree = parse(sql, read)
    if isinstance(tree, Problem):
        return Verification((tree,), evidence=(_NOT_RUN,))
    found = translate(sql, read, dialect, asked.schema)
    back = (
        "Read back into the first dialect, it is the same query."
        if found.reads_back
        else "Read back into the first dialect, it is written in another way: compare the rows of both."
    )
    result = {"sql": sql, "dialect": read, "translation": found.sql, "translated_to": dialect,
              "notes": list(found.notes), "reads_back": found.reads_back}  # fmt: skip
    return Verification((), result, (*found.notes, back, _NOT_RUN), checked=False, output=found.sql)
