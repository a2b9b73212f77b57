"""Questions over a table that ties two others: what one did to the other, and the facts that the tie itself has (marks, hours)."""

from __future__ import annotations

from dataclasses import dataclass

from training.generators.sql_clause import where
from training.generators.sql_conditions import condition_on, number_condition, random_conditions
from training.generators.sql_nouns import aggregate_choice, aggregate_phrase, described, labelled, named_row
from training.generators.sql_relations import joined, select
from training.generators.sql_scene import Scene
from training.generators.sql_schema import ForeignKey, Table
from training.generators.sql_single import Builder, Pair
from training.generators.sql_text import third_person
from training.generators.sql_values import number

MARKS = frozenset(("score", "grade", "marks", "points", "rating", "percentage"))
LIMITS = (2, 3, 3, 5, 5, 10)


@dataclass(frozen=True, slots=True)
class Way:
    """From the rows of one table over `table` to those of another; `verb` is what the first do to the second, if there is one."""

    table: Table
    near: ForeignKey
    far: ForeignKey
    verb: tuple[str, ...]
    has_rows: bool

    @property
    def start(self) -> Table:
        """The table at the near end."""
        return self.near.parent

    @property
    def end(self) -> Table:
        """The table at the far end."""
        return self.far.parent

    def source(self, *, whole: bool = True) -> str:
        """The FROM clause from the near end over the tie, and on to the far end if `whole`."""
        steps = ((self.near, self.table), (self.far, self.end))
        return joined(self.start, steps if whole else steps[:1])

    @property
    def turned(self) -> Way:
        """The same tie from the other end; the verb stays that of the first."""
        return Way(self.table, self.far, self.near, self.verb, self.has_rows)


def _ways(scene: Scene, *, bridges_only: bool = False) -> list[Way]:
    """The ties whose two ends have names, from the end that acts."""
    schema = scene.schema
    found = [(j, True) for j in schema.bridges] + ([] if bridges_only else [(j, False) for j in schema.junctions])
    ways = [Way(j.table, j.first, j.second, j.verb, has_rows) for j, has_rows in found]
    return [
        w for w in ways if w.start.display and w.end.display and w.start is not w.end and w.verb and w.verb[0] != "have"
    ]


def _ties(scene: Scene) -> list[Way]:
    """Ties with facts of their own, from either end."""
    schema = scene.schema
    ways = [Way(j.table, j.first, j.second, (), False) for j in schema.junctions]
    ways += [Way(j.table, j.first, j.second, (), True) for j in schema.bridges]
    both = [side for way in ways for side in (way, way.turned)]
    return [w for w in both if w.table.numbers and w.start.display and w.end.display and w.start is not w.end]


def _slots(scene: Scene, way: Way) -> dict[str, object]:
    slots = scene.subject(way.start)
    if way.verb:
        slots |= {"verb": way.verb[0], "past": way.verb[1], "done": way.verb[2], "verb3": third_person(way.verb[0])}
    return slots | {
        "P": scene.noun(way.start),
        "F": scene.noun(way.end),
        "who": scene.is_only_person(way.start),
        "person": way.start.is_person,
        "inb": "for" if way.end.is_person else scene.one_of("in", "in", "for"),
    }


def _distinct(table: Table) -> list[str]:
    chosen = table.display_sql(qualified=True)
    return ["DISTINCT " + chosen[0], *chosen[1:]]


def _grouped(table: Table) -> str:
    return f" GROUP BY {table.name} . {table.primary_key.name}"


# ---------------------------------------------------------------------- what one did to the other
def done_by_named(scene: Scene) -> Pair | None:
    """What a named row did: the books that a member borrowed, or how many."""
    ways = _ways(scene, bridges_only=True)
    if not ways:
        return None
    way = scene.pick(ways)
    name, condition = named_row(scene, way.start)
    who = labelled(scene, scene.noun(way.start), name, bare_share=0.7)
    slots = _slots(scene, way) | {"a": who}
    source = way.turned.source()
    if scene.chance(0.35):
        return scene.say("done_count", slots), select(["COUNT ( * )"], source, [condition])
    return scene.say("done_list", slots), select(_distinct(way.end), source, [condition])


def doers_of_named(scene: Scene) -> Pair | None:
    """Who did something to a named row, or how often that happened."""
    ways = _ways(scene)
    if not ways:
        return None
    way = scene.pick(ways)
    name, condition = named_row(scene, way.end)
    slots = _slots(scene, way) | {"b": labelled(scene, scene.noun(way.end), name, bare_share=0.6)}
    if scene.chance(0.3) or not way.has_rows:
        source = joined(way.table, ((way.far, way.end),))
        return scene.say("done_times", slots), select(["COUNT ( * )"], source, [condition])
    return scene.say("doers", slots), select(_distinct(way.start), way.source(), [condition])


def most_done(scene: Scene) -> Pair | None:
    """What was done most, or how often each was."""
    ways = _ways(scene)
    if not ways:
        return None
    way = scene.pick(ways)
    slots, end = _slots(scene, way), way.end
    source = joined(end, ((way.far, way.table),))
    names = end.display_sql(qualified=True)
    if scene.chance(0.3):
        return scene.say("done_each", slots), select([*names, "COUNT ( * )"], source, [], _grouped(end))
    count, high = 1, scene.chance(0.85)
    slots |= {"mc": "most" if high else "least"}
    family = "done_most"
    if scene.chance(0.35):
        count = scene.pick(LIMITS)
        family, slots["num"] = "done_most_n", scene.number_text(count)
    order = f" ORDER BY COUNT ( * ) {'DESC' if high else 'ASC'} LIMIT {count}"
    return scene.say(family, slots), select(names, source, [], _grouped(end) + order)


def keenest(scene: Scene) -> Pair | None:
    """Who did it most, and how many each did."""
    ways = _ways(scene, bridges_only=True)
    if not ways:
        return None
    way = scene.pick(ways)
    slots, start = _slots(scene, way), way.start
    names, source = start.display_sql(qualified=True), way.source(whole=False)
    if scene.chance(0.35):
        return scene.say("doer_each", slots), select([*names, "COUNT ( * )"], source, [], _grouped(start))
    count, family = 1, "doer_most"
    if scene.chance(0.3):
        count = scene.pick(LIMITS)
        family, slots["num"] = "doer_most_n", scene.number_text(count)
    return scene.say(family, slots), select(
        names, source, [], f"{_grouped(start)} ORDER BY COUNT ( * ) DESC LIMIT {count}"
    )


def never_done(scene: Scene) -> Pair | None:
    """What nobody did anything to, or who never did anything."""
    ways = _ways(scene)
    if not ways:
        return None
    way = scene.pick(ways)
    passive = scene.chance(0.6) or not way.has_rows
    key, table = (way.far, way.end) if passive else (way.near, way.start)
    slots = _slots(scene, way)
    clause = f" WHERE {table.primary_key.name} NOT IN ( SELECT {key.column.name} FROM {way.table.name} )"
    if scene.chance(0.2):
        family = "never_done_count" if passive else "never_did_count"
        return scene.say(family, slots), f"SELECT COUNT ( * ) FROM {table.name}{clause}"
    chosen = " , ".join(table.display_sql(qualified=False))
    return scene.say("never_done" if passive else "never_did", slots), f"SELECT {chosen} FROM {table.name}{clause}"


# ---------------------------------------------------------------------- the facts of the tie itself
def _tie(scene: Scene) -> Way | None:
    ways = _ties(scene)
    return scene.pick(ways) if ways else None


def tie_of_named(scene: Scene) -> Pair | None:
    """The average or highest mark of a named student, or in a named course."""
    way = _tie(scene)
    choice = aggregate_choice(scene, way.table) if way and way.table.junction else None
    if not way or not choice:
        return None
    column, function = choice
    name, condition = named_row(scene, way.start)
    slots = _slots(scene, way) | {
        "w": aggregate_phrase(scene, function, column),
        "b": labelled(scene, scene.noun(way.start), name, bare_share=0.65),
    }
    source = joined(way.table, ((way.near, way.start),))
    figure = f"{function} ( {column.sql(qualified=True)} )"
    return scene.say("tie_agg", slots), select([figure], source, [condition])


def tie_per_end(scene: Scene) -> Pair | None:
    """The average mark of each student or course, the one with the highest, those above a bound."""
    way = _tie(scene)
    choice = aggregate_choice(scene, way.table) if way and way.table.junction else None
    if not way or not choice:
        return None
    column, function = choice
    slots = _slots(scene, way) | {"w": aggregate_phrase(scene, function, column), "pits": "its"}
    slots["pits"] = "their" if way.start.is_person else "its"
    figure, source = f"{function} ( {column.sql(qualified=True)} )", way.source(whole=False)
    names, grouped = way.start.display_sql(qualified=True), _grouped(way.start)
    roll = scene.rng.random()
    if roll < 0.3 and function in ("AVG", "SUM"):
        high = scene.chance(0.8)
        slots["hl"] = scene.one_of("highest", "highest", "best") if high else "lowest"
        tail = f"{grouped} ORDER BY {figure} {'DESC' if high else 'ASC'} LIMIT 1"
        return scene.say("tie_most", slots), select(names, source, [], tail)
    if roll < 0.45 and function in ("AVG", "SUM"):
        sign, bound = scene.one_of(">", ">", "<"), number(scene.rng, column.meaning)
        slots |= {"v": scene.number_text(bound), "ab": scene.one_of("above", "over") if sign == ">" else "below"}
        return scene.say("tie_having", slots), select(names, source, [], f"{grouped} HAVING {figure} {sign} {bound}")
    return scene.say("tie_each", slots), select([*names, figure], source, [], grouped)


def ends_by_tie(scene: Scene) -> Pair | None:
    """The students with a mark above a bound, in any course or in a named one."""
    way = _tie(scene)
    if not way:
        return None
    column = scene.pick(way.table.numbers)
    condition = number_condition(scene, column)
    for name in ("verb", "verbing", "comparative"):  # they would speak of the row itself
        condition.slots.pop(name, None)
    slots = _slots(scene, way) | {"post": " " + condition.after_noun(scene), "v": condition.slots.get("v", "")}
    slots["vp"] = condition.verb_phrase(scene)
    if column.meaning.name in MARKS and way.start.is_person:
        slots["scored"] = condition.family in ("gt", "cgt")
    conditions, source, family = [condition], way.source(whole=False), "ends_by_tie"
    if scene.chance(0.5):
        name, other = named_row(scene, way.end)
        slots["b"] = labelled(scene, scene.noun(way.end), name, bare_share=0.65)
        conditions, source, family = [condition, other], way.source(), "ends_by_tie_named"
    if scene.chance(0.2) and family == "ends_by_tie_named":
        return scene.say("ends_by_tie_count", slots), select(["COUNT ( * )"], source, conditions)
    return scene.say(family, slots), select(_distinct(way.start), source, conditions)


def tie_of_pair(scene: Scene) -> Pair | None:
    """The mark of a student in a course."""
    way = _tie(scene)
    if not way:
        return None
    if way.end.is_person and not way.start.is_person:
        way = way.turned
    column = scene.pick(way.table.numbers)
    one, first = named_row(scene, way.start)
    other, second = named_row(scene, way.end)
    slots = _slots(scene, way) | {
        "n": scene.column_noun(column),
        "a": labelled(scene, scene.noun(way.start), one, bare_share=0.75),
        "b": labelled(scene, scene.noun(way.end), other, bare_share=0.7),
    }
    source = joined(way.table, ((way.near, way.start), (way.far, way.end)))
    return scene.say("tie_pair", slots), select([column.sql(qualified=True)], source, [first, second])


def best_of_tie(scene: Scene) -> Pair | None:
    """Who has the highest mark in a named course."""
    way = _tie(scene)
    if not way:
        return None
    column, high = scene.pick(way.table.numbers), scene.chance(0.75)
    name, condition = named_row(scene, way.end)
    slots = _slots(scene, way) | {
        "n": column.nouns[0],
        "hl": scene.one_of("highest", "highest", "top") if high else "lowest",
        "b": labelled(scene, scene.noun(way.end), name, bare_share=0.65),
        "counted": column.meaning.counted,
        "mc": "most" if high else "fewest",
    }
    tail = f" ORDER BY {column.sql(qualified=True)} {'DESC' if high else 'ASC'} LIMIT 1"
    return scene.say("best_of_tie", slots), select(
        way.start.display_sql(qualified=True), way.source(), [condition], tail
    )


def tie_rows(scene: Scene) -> Pair | None:
    """The rows of the tie itself, with a condition: enrolments without a mark."""
    tables = [j.table for j in scene.schema.junctions if j.table.attributes]
    if not tables:
        return None
    table = scene.pick(tables)
    conditions = random_conditions(scene, table, (10, 80, 10))
    if scene.chance(0.3) and table.numbers:
        conditions = [condition_on(scene, scene.pick(table.numbers))]
    slots = described(scene, table, conditions, adjectives=False)
    if scene.chance(0.35):
        return scene.say("count", slots), f"SELECT COUNT ( * ) FROM {table.name}{where(conditions)}"
    return scene.say("list", slots), f"SELECT * FROM {table.name}{where(conditions)}"


def without_parent(scene: Scene) -> Pair | None:
    """Rows whose key to another table is empty: courses without a teacher."""
    keys = [k for k in scene.schema.foreign_keys if not k.is_self and not k.link and not k.child.junction]
    pairs = [(k.child.name, k.parent.name) for k in keys]
    clear = [k for k in keys if (k.parent.name, k.child.name) not in pairs]
    if not clear:
        return None
    key = scene.pick(clear)
    slots = scene.subject(key.child) | {"P": key.role or scene.noun(key.parent)}
    if key.verb and key.verb[0] != "have" and not key.role:
        slots |= {"past": key.verb[1], "done": key.verb[2], "verb3": third_person(key.verb[0])}
        slots["by_person"] = key.parent.is_person
    scene.plant(key.column, None)
    clause = f"FROM {key.child.name} WHERE {key.column.name} IS NULL"
    if scene.chance(0.22):
        return scene.say("orphan_count", slots), f"SELECT COUNT ( * ) {clause}"
    return scene.say("orphan", slots), f"SELECT {' , '.join(key.child.display_sql(qualified=False))} {clause}"


THROUGH_BUILDERS: tuple[tuple[Builder, float], ...] = (
    (done_by_named, 2.4), (doers_of_named, 2.6), (most_done, 2), (keenest, 1.2), (never_done, 2), (tie_of_named, 1.8), (tie_per_end, 1.8),
    (ends_by_tie, 1.6), (tie_of_pair, 0.8), (best_of_tie, 1.2), (tie_rows, 0.9), (without_parent, 2.2),
)  # fmt: skip
