"""Questions that one table answers though its schema has many: what was done when, what is not done yet, who charges how much, rows
of two kinds, rows counted by the values that the question names.
"""

from __future__ import annotations

from training.generators.sql_clause import Condition, where
from training.generators.sql_conditions import (
    EVENTS,
    KIND_NAMES,
    OPPOSITES,
    SIGNS,
    STOCK_NAMES,
    is_kind,
    random_condition,
)
from training.generators.sql_nouns import described, is_only_kind
from training.generators.sql_scene import Scene
from training.generators.sql_schema import Column, Table
from training.generators.sql_single import Builder, Pair, display, order_phrase
from training.generators.sql_text import plural, third_person
from training.generators.sql_times import recent_condition, time_condition
from training.generators.sql_values import number

UNDONE = {
    "paid": "unpaid", "shipped": "unshipped", "delivered": "undelivered", "returned": "unreturned", "published": "unpublished",
    "resolved": "unresolved", "sold": "unsold", "finished": "unfinished", "closed": "open", "approved": "unapproved",
}  # fmt: skip
HAPPENED = EVENTS | UNDONE.keys() | {"received", "sent", "completed", "repaired", "cancelled"}
PERSON_VERBS = {
    "budget": ("afford", "can afford", ""), "hourly_rate": ("charge", "charge", " per hour"), "daily_fee": ("charge", "charge", " per day"),
    "rate_per_page": ("charge", "charge", " per page"), "fee": ("charge", "charge", ""), "weight": ("weigh", "weigh", ""),
}  # fmt: skip
THING_VERBS = {
    "capacity": ("hold", "hold", ""), "rate_per_km": ("charge", "charge", " per kilometre"), "list_price": ("cost", "cost", ""),
    "rate_per_page": ("charge", "charge", " per page"), "weight": ("weigh", "weigh", ""), "duration": ("last", "last", ""),
    "entry_fee": ("cost", "cost", ""), "price": ("cost", "cost", ""), "unit_price": ("cost", "cost", ""),
}  # fmt: skip
BOUNDS = {
    "gt": ("more than", "over", "above"), "lt": ("less than", "under", "below"), "ge": ("at least",), "le": ("at most", "up to"),
}  # fmt: skip
JOB_NAMES = ("type", "task", "reason", "kind", "description")
MONEY_COUNT = ("fee", "price", "amount", "total", "total_amount", "cost")
PEOPLE = {
    "male": ("men", "males", "boys"), "female": ("women", "females", "girls"),
    "m": ("men", "males", "boys"), "f": ("women", "females", "girls"),
}  # fmt: skip


def _alone(scene: Scene, column: Column, word: str) -> bool:
    """Whether no other column of the schema tells of the same thing done."""
    others = [c.meaning for t in scene.schema.tables for c in t.attributes if c is not column]
    return all(word not in (other.done, other.did) for other in others)


def _dated(scene: Scene) -> Column | None:
    found = [
        c
        for t in scene.schema.tables
        for c in t.of_kind("date")
        if not t.junction and (c.meaning.done or c.meaning.did)
    ]
    return scene.pick(found) if found else None


def happened(scene: Scene) -> Pair | None:
    """What was done, or who did it, in a time: orders received in March, who joined in 2023."""
    column = _dated(scene)
    if not column:
        return None
    table, meaning = column.table, column.meaning
    condition = recent_condition(scene, column) if scene.chance(0.08) else time_condition(scene, column)
    slots = scene.subject(table) | {"t": condition.slots["t"]}
    word = "did" if meaning.did else "done"
    slots[word] = meaning.did or meaning.done
    slots["who"] = table.is_person and (scene.is_only_person(table) or _alone(scene, column, str(slots[word])))
    clause = f"FROM {table.name}{where([condition])}"
    if scene.chance(0.35):
        return scene.say("happened_count", slots), f"SELECT COUNT ( * ) {clause}"
    return scene.say("happened", slots), f"SELECT {display(table)} {clause}"


def pending_parts(scene: Scene, only: str = "") -> tuple[Table, Condition, str] | None:
    """A table with the condition of what is not done yet there, and the word for it, which may have to be `only`."""
    found: list[tuple[Column, str, str]] = []
    for table in scene.schema.tables:
        flags = [c for c in table.of_kind("bool") if c.nouns[0] in UNDONE]
        dates = [c for c in table.of_kind("date") if c.meaning.done in HAPPENED]
        told = {c.nouns[0] for c in flags}
        if table.junction or len({c.meaning.done for c in dates}) < len(dates):
            continue
        found += [(c, "{c} = 0", c.nouns[0]) for c in flags]
        found += [(c, "{c} IS NULL", c.meaning.done) for c in dates if c.meaning.done not in told]
    found = [one for one in found if only in ("", one[2])]
    if not found:
        return None
    column, fragment, word = scene.pick(found)
    scene.plant(column, None if fragment.endswith("NULL") else 0)
    return column.table, Condition(column, [(column, fragment)], "null"), word


def _is_status(table: Table) -> bool:
    return any(c.meaning.name == "status" for c in table.attributes)


def pending(scene: Scene) -> Pair | None:
    """What is not done yet: unpaid invoices, orders not delivered yet; how many, or how much money they are."""
    parts = pending_parts(scene)
    if not parts:
        return None
    table, condition, word = parts
    slots = scene.subject(table) | {"done": word, "owed": word == "paid"}
    if word in UNDONE and not (word == "closed" and _is_status(table)):
        slots["un"] = UNDONE[word]
    clause = f"FROM {table.name}{where([condition])}"
    money = [c for c in table.of_kind("money") if c.meaning.name in MONEY_COUNT]
    roll = scene.rng.random()
    if len(table.of_kind("money")) == len(money) == 1 and word == "paid" and roll < 0.35:
        return scene.say("pending_sum", slots), f"SELECT SUM ( {money[0].name} ) {clause}"
    if roll < 0.55:
        return scene.say("pending_count", slots), f"SELECT COUNT ( * ) {clause}"
    return scene.say("pending", slots), f"SELECT {display(table)} {clause}"


def _verbed(scene: Scene) -> tuple[Column, tuple[str, str, str]] | None:
    """A number with the verb that stands for it, where no other number of its table has the same."""
    found = []
    for table in scene.schema.tables:
        verbs = PERSON_VERBS if table.is_person else THING_VERBS
        own = [(c, verbs[c.meaning.name]) for c in table.numbers if c.meaning.name in verbs]
        bases = [verb[0] for _, verb in own] + [c.meaning.verb[0] for c in table.attributes if c.meaning.verb]
        found += [(c, v) for c, v in own if table.display and bases.count(v[0]) <= 1 + bool(c.meaning.verb)]
    return scene.pick(found) if found else None


def verb_amount(scene: Scene) -> Pair | None:
    """Who charges less than a sum, who can afford more: the verb stands for the column."""
    parts = _verbed(scene)
    if not parts:
        return None
    column, (base, verb, unit) = parts
    table, bound = column.table, number(scene.rng, column.meaning)
    slots = scene.subject(table) | {"verb": verb, "unit": unit, "verb3": verb if " " in verb else third_person(base)}
    slots["who"] = scene.is_only_person(table)
    if scene.chance(0.2):
        high = scene.chance(0.6)
        slots["mc"] = "most" if high else "least"
        tail = f"ORDER BY {column.name} {'DESC' if high else 'ASC'} LIMIT 1"
        return scene.say("verb_most", slots), f"SELECT {display(table)} FROM {table.name} {tail}"
    sign = scene.one_of("gt", "gt", "lt", "lt", "ge", "le")
    slots |= {"v": scene.number_text(bound), "cmp": scene.pick(BOUNDS[sign])}
    scene.plant(column, bound + {"gt": 1, "lt": -1}.get(sign, 0))
    clause = f"FROM {table.name} WHERE {column.name} {SIGNS[sign]} {bound}"
    if scene.chance(0.2):
        return scene.say("verb_count", slots), f"SELECT COUNT ( * ) {clause}"
    return scene.say("verb_amount", slots), f"SELECT {display(table)} {clause}"


def kind_column(scene: Scene) -> Column | None:
    """A column that says what the rows of a table are, as no other column of the schema does."""
    found = [c for t in scene.schema.tables for c in t.of_kind("cat", "company") if c.meaning.name in KIND_NAMES]
    found = [c for c in found if is_only_kind(scene, c)]
    return scene.pick(found) if found else None


def _two_values(scene: Scene, column: Column) -> tuple[str, str] | None:
    first, second = (str(scene.value(column)) for _ in range(2))
    are_nouns = all(v.replace(" ", "").isalpha() and len(v) > 2 and plural(v).startswith(v) for v in (first, second))
    return (first, second) if first != second and are_nouns else None


def rows_of_two_kinds(scene: Scene) -> Pair | None:
    """Rows of two kinds, perhaps in an order: vans and lorries, newest first."""
    column = kind_column(scene)
    values = _two_values(scene, column) if column else None
    if not column or not values:
        return None
    table, quoted = column.table, [v.replace("'", "''") for v in values]
    slots = scene.subject(table) | {"a": plural(values[0]), "b": plural(values[1])}
    sql = f"SELECT {display(table)} FROM {table.name} WHERE {column.name} IN ( '{quoted[0]}' , '{quoted[1]}' )"
    scene.plant(column, values[0])
    question, rank = scene.say("two_kinds", slots), scene.superlative_column(table)
    if not rank or scene.chance(0.3):
        return question, sql
    descending = scene.chance(0.65)
    meaning = rank.meaning
    words = order_phrase(scene, rank, descending=descending)
    ends = meaning.most if descending else meaning.least
    if ends and scene.chance(0.6):
        words = f"{scene.pick(ends)} first"
    return f"{question}, {words}", f"{sql} ORDER BY {rank.name} {'DESC' if descending else 'ASC'}"


def _people_words(scene: Scene, values: tuple[str, ...]) -> list[str]:
    found = [PEOPLE[value.lower()] for value in values]
    at = scene.one_of(0, 1, 2)
    return [words[at] for words in found]


def counted_by_values(scene: Scene) -> Pair | None:
    """How many rows each value has, where the question names two of the values: the number of men and women."""
    found = [
        c for t in scene.schema.tables for c in t.of_kind("cat")
        if c.meaning.name in ("status", "gender", "level", *KIND_NAMES) and (not is_kind(c) or is_only_kind(scene, c))
    ]  # fmt: skip
    column = scene.pick(found) if found else None
    if not column or not column.table.key:
        return None
    table, slots = column.table, scene.subject(column.table)
    if column.meaning.name == "gender":
        first, second = _people_words(scene, scene.one_of(("male", "female"), ("female", "male")))
        slots |= {"a": first, "b": second, "E": scene.one_of("", f" among the {slots['E']}")}
        slots["E"] = slots["E"] if scene.is_only_person(table) else f" among the {scene.plural_noun(table)}"
    elif column.meaning.name in ("status", "level"):
        first, second = str(scene.value(column)), str(scene.value(column))
        if first == second:
            return None
        slots |= {"a": first, "b": second, "E": f" {slots['E']}"}
    else:
        values = _two_values(scene, column)
        if not values:
            return None
        slots |= {"a": plural(values[0]), "b": plural(values[1]), "E": ""}
    question = scene.say("value_counts", slots)
    return question, f"SELECT {column.name} , COUNT ( * ) FROM {table.name} GROUP BY {column.name}"


def sold_out(scene: Scene) -> Pair | None:
    """What there is none of: the only stock of a schema needs no noun."""
    found = [c for t in scene.schema.tables for c in t.numbers if c.meaning.name in STOCK_NAMES and t.display]
    if len(found) != 1:
        return None
    table = found[0].table
    scene.plant(found[0], 0)
    return scene.say(
        "what_sold_out", scene.subject(table)
    ), f"SELECT {display(table)} FROM {table.name} WHERE {found[0].name} = 0"


def figure_of_kind(scene: Scene) -> Pair | None:
    """A number of a row without a name that is known by what it is: what the brakes job cost."""
    found = []
    for table in scene.schema.tables:
        kinds = [c for c in table.of_kind("cat", "text") if c.meaning.name in JOB_NAMES]
        money = table.of_kind("money")
        found += [(kinds[0], money[0])] if len(kinds) == len(money) == 1 and not table.display else []
    if not found:
        return None
    kind, money_column = scene.pick(found)
    value = str(scene.value(kind))
    slots = {"v": value, "one": scene.noun(kind.table), "n": scene.column_noun(money_column)}
    scene.plant(kind, value)
    quoted = value.replace("'", "''")
    sql = f"SELECT {money_column.name} FROM {kind.table.name} WHERE {kind.name} = '{quoted}'"
    return scene.say("figure_of_kind", slots), sql


def best_by(scene: Scene) -> Pair | None:
    """The biggest row by a number that is named: the largest order by weight."""
    table = scene.table()
    columns = [c for c in table.numbers if c.kind != "int"] if table else []
    if not table or not columns:
        return None
    column, high = scene.pick(columns), scene.chance(0.7)
    conditions = [c] if scene.chance(0.2) and (c := random_condition(scene, table, [column])) else []
    slots = described(scene, table, conditions, verbs=False) | {"n": scene.column_noun(column)}
    slots["adj"] = scene.one_of("biggest", "largest", "top", "highest") if high else scene.one_of("smallest", "lowest")
    tail = f"ORDER BY {column.name} {'DESC' if high else 'ASC'} LIMIT 1"
    return scene.say("best_by", slots), f"SELECT {display(table)} FROM {table.name}{where(conditions)} {tail}"


def not_of_group(scene: Scene) -> Pair | None:
    """Rows that meet one condition and not another, shown by what names them."""
    table = scene.table()
    columns = table.of_kind("cat", "city", "country", "state", "company") if table else []
    if not table or not columns:
        return None
    column = scene.pick(columns)
    value = str(scene.value(column))
    slots = scene.subject(table) | {"n": scene.column_noun(column), "v": value}
    slots["place"] = column.kind in ("city", "country", "state")
    slots["opposite"] = OPPOSITES.get(value, "")
    first = random_condition(scene, table, [column]) if scene.chance(0.45) else None
    slots["post"] = f" {first.after_noun(scene)}" if first else ""
    negative = Condition(column, [(column, f"{{c}} != '{value.replace(chr(39), chr(39) * 2)}'")], "is_not")
    clause = where([first, negative] if first else [negative])
    return scene.say("not_list", slots), f"SELECT {display(table)} FROM {table.name}{clause}"


PLAIN_BUILDERS: tuple[tuple[Builder, float], ...] = (
    (happened, 3.2), (pending, 3.4), (verb_amount, 2.4), (rows_of_two_kinds, 1.8), (counted_by_values, 1.4), (sold_out, 0.8),
    (figure_of_kind, 1.4), (best_by, 1.4), (not_of_group, 1.6),
)  # fmt: skip
