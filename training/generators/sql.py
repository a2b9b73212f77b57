"""Questions in English over random database schemas, each with its one canonical SQLite query.

`python -m training.generators.sql --show 40` prints samples, `--speed 3000` measures.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from training.generators.base import Sample
from training.generators.sql_amounts import (
    AMOUNT_BUILDERS,
    LINE_BUILDERS,
    amount_done,
    groups_by_sum,
    lines_of,
    product_of_two,
)
from training.generators.sql_build import build_schema
from training.generators.sql_facts import (
    FACT_BUILDERS,
    children_with_parent,
    debtors,
    different_of_named,
    kind_with_child,
    never_kind,
    never_named,
    own_and_parent,
    parent_of_key,
    times_done,
    when_named,
    winner,
)
from training.generators.sql_groups import GROUP_BUILDERS
from training.generators.sql_joins import JOIN_BUILDERS, self_reference
from training.generators.sql_keys import KEY_BUILDERS
from training.generators.sql_more import MORE_BUILDERS, join_follow_up, parent_with_column
from training.generators.sql_parents import PARENT_BUILDERS, SALES, parents_by_count
from training.generators.sql_plain import PLAIN_BUILDERS
from training.generators.sql_sales import SALES_BUILDERS, done_total, takings_per_time
from training.generators.sql_scene import Scene
from training.generators.sql_schema import Schema
from training.generators.sql_single import SINGLE_BUILDERS, Builder, follow_up
from training.generators.sql_through import THROUGH_BUILDERS
from training.generators.sql_typing import LOWER_SHARE, SLIP_SHARE, TERSE_SHARE, lowered, slipped, terse, typed

TOOL = "sql"
TRAIN, TEST = "train", "test"
MAX_ATTEMPTS = 40
SELF_REFERENCE_SHARE = 0.12
SALES_SHARE, LINES_SHARE = 0.1, 0.3
THROUGH_SHARE = 0.13
RICH, PLAIN_SHARE, FACT_SHARE = 3, 0.23, 0.12
FACTS_TRIED = 3
ONE_TABLE_BUILDERS = (*PLAIN_BUILDERS, *SINGLE_BUILDERS[:3], SINGLE_BUILDERS[5])
MONEY_BUILDERS = (*SALES_BUILDERS, *AMOUNT_BUILDERS)
FACTS_BY_RARITY = (
    winner, product_of_two, debtors, parent_with_column, never_named, done_total, takings_per_time, amount_done, times_done,
    different_of_named, kind_with_child, own_and_parent, never_kind, groups_by_sum, when_named, children_with_parent, parents_by_count,
    parent_of_key,
)  # fmt: skip
FOLLOW_UPS = (follow_up, join_follow_up)
FOLLOW_UP_SIGNS = (" ; ", ", ")
"""The program asks a question that follows another one behind it, with a comma."""

PAIRS_PER_SCHEMA = (2, 4, 5, 6, 7, 8)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its query, the kind of question, and the values that make its answer non-empty."""

    text: str
    sql: str
    kind: str
    planted: tuple[tuple[str, str, object], ...]


@cache
def _builders() -> tuple[tuple[Builder, ...], tuple[float, ...]]:
    weighted = (
        *SINGLE_BUILDERS,
        *GROUP_BUILDERS,
        *JOIN_BUILDERS,
        *PARENT_BUILDERS,
        *SALES_BUILDERS,
        *KEY_BUILDERS,
        *MORE_BUILDERS,
        *THROUGH_BUILDERS,
        *PLAIN_BUILDERS,
        *AMOUNT_BUILDERS,
        *FACT_BUILDERS,
    )
    totals, total = [], 0.0
    for _, weight in weighted:
        total += weight
        totals.append(total)
    return tuple(builder for builder, _ in weighted), tuple(totals)


def ask(rng: random.Random, schema: Schema, *, held_out: bool) -> Question:
    """A random question over the schema.

    Raises:
        ValueError: no kind of question fits the schema.
    """
    for _ in range(MAX_ATTEMPTS):
        for builder in _candidates(rng, schema):
            scene = Scene(rng, schema, held_out)
            pair = builder(scene)
            if pair:
                return _finished(scene, builder, *pair)
    raise ValueError(f"no question fits the schema {[table.name for table in schema.tables]}")


def _candidates(rng: random.Random, schema: Schema) -> Sequence[Builder]:
    """Kinds of questions to try in turn: now and then those that only such a schema allows, the rarest first."""
    if any(key.is_self for key in schema.foreign_keys) and rng.random() < SELF_REFERENCE_SHARE:
        return (self_reference,)
    ties = bool(schema.bridges) or any(junction.table.attributes for junction in schema.junctions)
    if ties and rng.random() < THROUGH_SHARE:
        return (rng.choice(THROUGH_BUILDERS)[0],)
    if lines_of(schema) and rng.random() < LINES_SHARE:
        return (rng.choice(AMOUNT_BUILDERS[:LINE_BUILDERS])[0],)
    if any(table.entity in SALES for table in schema.tables) and rng.random() < SALES_SHARE:
        return (rng.choice(MONEY_BUILDERS)[0],)
    if len(schema.tables) >= RICH:
        roll = rng.random()
        if roll < PLAIN_SHARE:
            return (rng.choice(ONE_TABLE_BUILDERS)[0],)
        if roll < PLAIN_SHARE + FACT_SHARE:
            return [FACTS_BY_RARITY[i] for i in sorted(rng.sample(range(len(FACTS_BY_RARITY)), FACTS_TRIED))]
    builders, totals = _builders()
    return rng.choices(builders, cum_weights=totals)


def _finished(scene: Scene, builder: Builder, text: str, sql: str) -> Question:
    rng = scene.rng
    parts = text.split(" ; ") if builder in FOLLOW_UPS else [text]
    sign = rng.choice(FOLLOW_UP_SIGNS)
    text = sign.join(
        [
            typed(rng, parts[0]).rstrip("." if sign == " ; " else ".?"),
            *(part if rng.random() < 0.6 else part + "?" for part in parts[1:]),
        ]
    )
    if rng.random() < LOWER_SHARE:
        text, sql = lowered(rng, text, sql, scene.proper)
    if rng.random() < TERSE_SHARE:
        text = terse(text, sql)
    if rng.random() < SLIP_SHARE:
        text = slipped(rng, text, sql)
    return Question(text, sql, builder.__name__, tuple(scene.planted))


def sample(rng: random.Random, split: str) -> Sample:
    """One question over a schema of its own. `split` is "train" or "test"; the test split has domains, nouns and wordings that
    the train split never shows.
    """
    held_out = split != TRAIN
    schema = build_schema(rng, held_out=held_out)
    question = ask(rng, schema, held_out=held_out)
    return Sample(TOOL, schema.text(rng), question.text, question.sql)


def sample_many(rng: random.Random, split: str) -> list[Sample]:
    """Two to eight different questions over one schema, all with the same context."""
    held_out = split != TRAIN
    pairs: dict[str, Sample] = {}
    while not pairs:
        schema = build_schema(rng, held_out=held_out)
        context = schema.text(rng)
        with suppress(ValueError):  # a few small schemas leave nothing to ask
            for _ in range(rng.choice(PAIRS_PER_SCHEMA)):
                question = ask(rng, schema, held_out=held_out)
                pairs[question.sql] = Sample(TOOL, context, question.text, question.sql)
    return list(pairs.values())


def _show(count: int, seed: int, split: str, *, brief: bool) -> None:
    rng = random.Random(seed)
    for _ in range(count):
        held_out = split != TRAIN
        schema = build_schema(rng, held_out=held_out)
        question = ask(rng, schema, held_out=held_out)
        context = "" if brief else schema.text(rng) + "\n"
        sys.stdout.write(f"{context}  Q [{question.kind}] {question.text}\n  A {question.sql}\n\n")


def _speed(count: int) -> None:
    rng, made, start = random.Random(1), 0, time.perf_counter()
    while made < count:
        made += len(sample_many(rng, TRAIN))
    sys.stdout.write(f"{made / (time.perf_counter() - start):.0f} samples/s\n")


def main() -> None:
    """Prints samples or measures the speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", type=int, default=0, help="print this many samples")
    parser.add_argument("--brief", action="store_true", help="without the schemas")
    parser.add_argument("--split", default=TRAIN, choices=(TRAIN, TEST))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--speed", type=int, default=0, help="time this many samples")
    options = parser.parse_args()
    if options.show:
        _show(options.show, options.seed, options.split, brief=options.brief)
    if options.speed:
        _speed(options.speed)


if __name__ == "__main__":
    main()
