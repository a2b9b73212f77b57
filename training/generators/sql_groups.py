"""Questions about groups of one table's rows, and about averages."""

from __future__ import annotations

from training.generators.sql_catalog import TIME_KINDS
from training.generators.sql_clause import where
from training.generators.sql_conditions import random_conditions
from training.generators.sql_nouns import (
    aggregate_choice,
    aggregate_phrase,
    comparison,
    described,
    group_choice,
    per_phrase,
)
from training.generators.sql_scene import Scene
from training.generators.sql_single import Builder, Pair, display
from training.generators.sql_values import number

HAVING_COUNTS = (1, 2, 2, 3, 3, 4, 5, 5, 10, 20)


def _place_flag(name: str) -> bool:
    return name in ("city", "country", "state")


def count_per_group(scene: Scene) -> Pair | None:
    """How many rows each group has."""
    table = scene.table()
    group = group_choice(scene, table) if table else None
    if not table or not group:
        return None
    column, expression, noun = group
    conditions = random_conditions(scene, table, (75, 22, 3), [column])
    slots = described(scene, table, conditions, verbs=False) | {"g": noun, "per": per_phrase(scene, noun)}
    slots["place"] = _place_flag(column.meaning.name)
    if column.kind in TIME_KINDS and column.meaning.done and noun in ("year", "month"):
        slots["done"] = column.meaning.done
    question, order = scene.say("group_count", slots), ""
    if scene.chance(0.16):
        direction = scene.one_of("DESC", "DESC", "ASC")
        order = f" ORDER BY COUNT ( * ) {direction}"
        question += ", " + scene.say("count_desc" if direction == "DESC" else "count_asc")
    return (
        question,
        f"SELECT {expression} , COUNT ( * ) FROM {table.name}{where(conditions)} GROUP BY {expression}{order}",
    )


def aggregate_per_group(scene: Scene) -> Pair | None:
    """The average, sum, highest or lowest value of each group; or the group with the most of it; or the groups above a bound."""
    table = scene.table()
    group = group_choice(scene, table) if table else None
    choice = aggregate_choice(scene, table) if table else None
    if not table or not group or not choice or group[0] is choice[0]:
        return None
    column, expression, noun = group
    measured, function = choice
    conditions = random_conditions(scene, table, (78, 20, 2), [column, measured])
    slots = described(scene, table, conditions, verbs=False)
    phrase = aggregate_phrase(scene, function, measured)
    slots |= {"g": noun, "w": phrase, "per": per_phrase(scene, noun)}
    slots["for_e"] = (
        scene.one_of("", f" for {slots['E']}{slots['post']}")
        if not conditions
        else f" for {slots['pre']}{slots['E']}{slots['post']}"
    )
    result = f"{function} ( {measured.name} )"
    source = f"{table.name}{where(conditions)} GROUP BY {expression}"
    roll = scene.rng.random()
    if roll < 0.15 and function in ("AVG", "SUM"):
        direction = scene.one_of("DESC", "DESC", "ASC")
        slots["hl"] = (
            scene.one_of("highest", "highest", "largest") if direction == "DESC" else scene.one_of("lowest", "smallest")
        )
        return scene.say(
            "group_agg_most", slots
        ), f"SELECT {expression} FROM {source} ORDER BY {result} {direction} LIMIT 1"
    if roll < 0.25 and function in ("AVG", "SUM") and not phrase.startswith("sum"):
        sign, bound = scene.one_of(">", ">", "<"), number(scene.rng, measured.meaning)
        slots |= {
            "v": bound,
            "ab": scene.one_of("above", "over", "greater than") if sign == ">" else scene.one_of("below", "under"),
        }
        return scene.say("group_agg_having", slots), f"SELECT {expression} FROM {source} HAVING {result} {sign} {bound}"
    return scene.say("group_agg", slots), f"SELECT {expression} , {result} FROM {source}"


def count_per_two_groups(scene: Scene) -> Pair | None:
    """How many rows each combination of two columns has."""
    table = scene.table()
    if not table or len(table.categories) < 2:
        return None
    first, second = scene.rng.sample(table.categories, 2)
    slots = scene.subject(table) | {"g": scene.column_noun(first), "h": scene.column_noun(second)}
    groups = f"{first.name} , {second.name}"
    return scene.say("group_two", slots), f"SELECT {groups} , COUNT ( * ) FROM {table.name} GROUP BY {groups}"


def groups_by_size(scene: Scene) -> Pair | None:
    """The groups with more or fewer rows than a number."""
    table = scene.table()
    columns = table.categories if table else []
    if not table or not columns:
        return None
    column = scene.pick(columns)
    sign, count, words = comparison(scene, scene.pick(HAVING_COUNTS))
    conditions = random_conditions(scene, table, (82, 18), [column])
    slots = described(scene, table, conditions, verbs=False)
    ending = slots["post1"] if count == 1 else slots["post"]
    slots |= {
        "g": scene.column_noun(column),
        "cmp": words,
        "ex": f"{slots['pre']}{slots['one'] if count == 1 else slots['E']}{ending}",
    }
    with_count = scene.chance(0.16)
    selected = f"{column.name} , COUNT ( * )" if with_count else column.name
    sql = f"SELECT {selected} FROM {table.name}{where(conditions)} GROUP BY {column.name} HAVING COUNT ( * ) {sign} {count}"
    return scene.say("having_count" if with_count else "having", slots), sql


def most_common(scene: Scene) -> Pair | None:
    """The group with the most or the fewest rows."""
    table = scene.table()
    group = group_choice(scene, table) if table else None
    if not table or not group:
        return None
    column, expression, noun = group
    conditions = random_conditions(scene, table, (82, 18), [column])
    high = scene.chance(0.75)
    slots = described(scene, table, conditions, verbs=False)
    slots |= {"g": noun, "m": scene.say_words("most" if high else "fewest"), "mc": "most" if high else "least"}
    slots["place"] = _place_flag(column.meaning.name)
    slots["tb"] = "top" if high else "bottom"
    if column.meaning.done:
        slots["done"] = column.meaning.done
    family, count, selected = "most_cat", 1, expression
    if column.kind in TIME_KINDS:
        family = "most_time"
    elif scene.chance(0.2):
        count = scene.one_of(2, 3, 5, 5, 10)
        family, slots["num"] = "most_cat_n", scene.number_text(count)
    elif scene.chance(0.12):
        family, selected = "most_cat_count", f"{expression} , COUNT ( * )"
    order = f"ORDER BY COUNT ( * ) {'DESC' if high else 'ASC'} LIMIT {count}"
    return scene.say(
        family, slots
    ), f"SELECT {selected} FROM {table.name}{where(conditions)} GROUP BY {expression} {order}"


def compared_to_average(scene: Scene) -> Pair | None:
    """Rows above or below the average of a column."""
    table = scene.table()
    columns = table.numbers if table else []
    if not table or not columns:
        return None
    column, high = scene.pick(columns), scene.chance(0.7)
    attribute = column.meaning
    slots = scene.subject(table) | {
        "n": scene.column_noun(column),
        "counted": attribute.counted,
        "hl": scene.one_of("above", "higher than", "greater than")
        if high
        else scene.one_of("below", "lower than", "less than"),
        "ab": "above" if high else "below",
        "mf": "more" if high else "fewer",
        "mfv": "more" if high else "less",
    }
    comparative = attribute.more if high else attribute.less
    if comparative:
        slots["comparative"] = comparative
    if attribute.verb:
        slots["verb"], slots["verbing"] = attribute.verb[:2]
    sign = ">" if high else "<"
    clause = f" WHERE {column.name} {sign} ( SELECT AVG ( {column.name} ) FROM {table.name} )"
    slots |= {"pre": "", "post": " " + scene.say("than_average", slots)}
    slots["post1"] = slots["post"]
    slots["vp"] = scene.say("than_average_vp", slots)
    if scene.chance(0.3):
        return scene.say("count", slots), f"SELECT COUNT ( * ) FROM {table.name}{clause}"
    if table.display:
        slots["D"] = scene.display_noun(table, many=True)
    return scene.say("list", {**slots, "solo": False}), f"SELECT {display(table)} FROM {table.name}{clause}"


GROUP_BUILDERS: tuple[tuple[Builder, float], ...] = (
    (count_per_group, 4.2),
    (aggregate_per_group, 3.6),
    (count_per_two_groups, 0.6),
    (groups_by_size, 2),
    (most_common, 2.6),
    (compared_to_average, 1.8),
)
