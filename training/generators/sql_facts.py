"""Questions about the joined rows of a named row or of a kind: who never had one, when one was, who won, who still owes money."""

from __future__ import annotations

from training.generators.sql_clause import Condition
from training.generators.sql_conditions import random_condition
from training.generators.sql_keys import key_value, named_by_key
from training.generators.sql_nouns import described, labelled, named_row
from training.generators.sql_parents import BUYERS, SALES
from training.generators.sql_plain import kind_column, pending_parts
from training.generators.sql_relations import (
    UP,
    UP_TWO,
    Relation,
    joined,
    label_can_be_dropped,
    preposition,
    relations,
    select,
    some_relation,
)
from training.generators.sql_sales import MAIN_DATES, SERVICES, main_date
from training.generators.sql_scene import Scene, possessive_allowed
from training.generators.sql_schema import Column, ForeignKey, Table
from training.generators.sql_single import Builder, Pair
from training.generators.sql_text import literal, plural

BARE_NAMES = frozenset(("task", "type", "reason", "kind", "vaccine", "service", "description"))
KIND_NAMES = BARE_NAMES | {"category", "diagnosis", "genre", "level", "status", "payment_method", "color"}
OWN_NAMES = frozenset(("payment_method", "status", "color", "category", "type", "genre", "priority"))
WHYS = {
    "reason": ("why", "what for", "why"), "diagnosis": ("with what diagnosis", "what was the diagnosis"), "task": ("what for", "for what"),
    "type": ("for what", "of what type"), "description": ("what for", "why"),
}  # fmt: skip
TIMES = (
    (">=", 2, ("at least twice", "at least two times", "twice or more")), (">", 1, ("more than once", "more than one time")),
    (">=", 3, ("at least three times", "three times or more", "at least 3 times")), (">", 2, ("more than twice", "more than two times")),
    ("=", 1, ("only once", "exactly once", "just once")), ("=", 2, ("exactly twice", "exactly two times")),
)  # fmt: skip
NTHS = ((2, "second"), (3, "third"), (2, "2nd"), (3, "3rd"), (4, "fourth"))
CONTEST_DATES = frozenset(("date", "start_date", "event_date", "match_date"))
PLACES = frozenset(("place", "rank", "finish_position"))
VISITS = SALES | SERVICES
GUESTS = BUYERS | frozenset(
    "patient pupil student household company bidder pet donor borrower learner tenant shipper magazine".split()
)


def _verb_slots(relation: Relation) -> dict[str, object]:
    if not relation.verb or relation.verb[0] in ("have", "be"):
        return {}
    return {"verb": relation.verb[0], "past": relation.verb[1], "done": relation.verb[2]}


def _parent_slots(scene: Scene, relation: Relation) -> dict[str, object]:
    parent, child = relation.end, relation.start
    return scene.subject(child) | {
        "P": relation.label(scene),
        "who": scene.is_only_person(parent),
        "W": scene.one_of("who", "who", "that") if parent.is_person else "that",
        "person": parent.is_person,
        "guest": parent.entity in GUESTS,
        "its": "their" if parent.is_person else "its",
    }


def never_kind(scene: Scene) -> Pair | None:
    """The parents without a child of a kind: mechanics who never did an oil change."""

    def suits(r: Relation) -> bool:
        return bool(r.end.display and not r.has_rivals and _kinds(r.start))

    relation = some_relation(scene, (UP,), suits)
    if not relation:
        return None
    column = scene.pick(_kinds(relation.start))
    value = str(scene.value(column))
    slots = _parent_slots(scene, relation) | _verb_slots(relation) | {"v": value}
    slots["bare"] = column.meaning.name in BARE_NAMES
    slots.setdefault("past", "had")
    slots.setdefault("done", "had")
    key, parent = relation.key, relation.end
    inner = f"SELECT {key.column.name} FROM {key.child.name} WHERE {column.name} = {literal(value)}"
    chosen = " , ".join(parent.display_sql(qualified=False))
    sql = f"SELECT {chosen} FROM {parent.name} WHERE {parent.primary_key.name} NOT IN ( {inner} )"
    return scene.say("never_kind", slots), sql


def _kinds(table: Table) -> list[Column]:
    return [c for c in table.of_kind("cat", "text") if c.meaning.name in KIND_NAMES]


def never_named(scene: Scene) -> Pair | None:
    """Who never did something to a named row, where the rows between have facts of their own."""
    ways = [b for b in scene.schema.bridges if b.first.parent.display and b.second.parent.display]
    ways = [b for b in ways if b.first.parent is not b.second.parent]
    if not ways:
        return None
    bridge = scene.pick(ways)
    near, far = bridge.first, bridge.second
    name, condition = named_row(scene, far.parent)
    slots = scene.subject(near.parent) | {"P": scene.noun(near.parent), "who": scene.is_only_person(near.parent)}
    slots |= {"verb": bridge.verb[0], "past": bridge.verb[1], "done": bridge.verb[2]}
    slots["b"] = labelled(scene, scene.noun(far.parent), name, bare_share=0.5)
    source = joined(near.child, ((far, far.parent),))
    inner = select([near.column.sql(qualified=True)], source, [condition])
    chosen = " , ".join(near.parent.display_sql(qualified=False))
    clause = f"{near.parent.primary_key.name} NOT IN ( {inner} )"
    return scene.say("never_named", slots), f"SELECT {chosen} FROM {near.parent.name} WHERE {clause}"


def times_done(scene: Scene) -> Pair | None:
    """The parents with so many children, counted in times: customers who came at least twice."""
    relation = some_relation(scene, (UP,), lambda r: r.end.display and not r.has_rivals and r.start.entity in VISITS)
    if not relation:
        return None
    parent = relation.end
    sign, count, words = scene.pick(TIMES)
    slots = _parent_slots(scene, relation) | _verb_slots(relation) | {"atleast_times": scene.pick(words)}
    source = joined(parent, relation.reversed_steps)
    tail = f" GROUP BY {parent.name} . {parent.primary_key.name} HAVING COUNT ( * ) {sign} {count}"
    question = scene.say("times_done" if parent.is_person else "times_done_thing", slots)
    if sign != "=" and scene.chance(0.3):
        question += scene.one_of(", most frequent first", ", most often first", ", the most frequent first")
        tail += " ORDER BY COUNT ( * ) DESC"
    return question, select(parent.display_sql(qualified=True), source, [], tail)


def when_named(scene: Scene) -> Pair | None:
    """When something of a named row was, perhaps with another fact: when Bella was here and why."""

    def suits(r: Relation) -> bool:
        date = main_date(r.start)
        return bool(r.end.display and not r.has_rivals and date and date.meaning.name in MAIN_DATES)

    relation = some_relation(scene, (UP,), suits)
    date = main_date(relation.start) if relation else None
    if not relation or not date:
        return None
    child, end = relation.start, relation.end
    name, condition = named_row(scene, end)
    share = 0.75 if label_can_be_dropped(relation) else 0.4
    slots = scene.subject(child) | _verb_slots(relation)
    slots |= {"a": labelled(scene, relation.label(scene), name, bare_share=share), "n": scene.column_noun(date)}
    slots["visit"] = child.entity in VISITS and end.entity in GUESTS
    slots["possessive"] = possessive_allowed(str(slots["a"]))
    others = [c for c in child.printable if c is not date and (c.meaning.name in WHYS or c.kind == "money")]
    chosen = [date.sql(qualified=True)]
    if not others or scene.chance(0.55):
        return scene.say("when_named", slots), select(chosen, relation.joined, [condition])
    other = scene.pick(others)
    slots |= {
        "m": scene.column_noun(other),
        "why": scene.pick(WHYS.get(other.meaning.name, ("for how much", "what did it cost"))),
    }
    chosen.append(other.sql(qualified=True))
    return scene.say("when_named_and", slots), select(chosen, relation.joined, [condition])


def parent_of_key(scene: Scene) -> Pair | None:
    """The parent of a row that is known by its key: who translated order 1006."""
    relation = some_relation(scene, (UP,), lambda r: r.end.display and r.start.key and not r.start.junction)
    if not relation:
        return None
    child, value = relation.start, key_value(scene)
    slots = _parent_slots(scene, relation) | {"k": named_by_key(scene, child, value)}
    verb = {} if relation.role else _verb_slots(relation)
    scene.plant(child.primary_key, value)
    clause = f" WHERE {child.primary_key.sql(qualified=True)} = {value}"
    question = (
        scene.say("doer_of_key", slots | verb) if verb and scene.chance(0.75) else scene.say("parent_of_key", slots)
    )
    source = joined(relation.end, relation.reversed_steps)
    return question, select(relation.end.display_sql(qualified=True), source, [], clause)


def different_of_named(scene: Scene) -> Pair | None:
    """How many different things a named row did something to."""
    ways = [b for b in scene.schema.bridges if b.first.parent.display and b.first.parent is not b.second.parent]
    if not ways:
        return None
    bridge = scene.pick(ways)
    near, far = bridge.first, bridge.second
    name, condition = named_row(scene, near.parent)
    slots = scene.subject(near.parent) | {"F": scene.noun(far.parent), "verb": bridge.verb[0]}
    slots |= {"past": bridge.verb[1], "done": bridge.verb[2]}
    slots["a"] = labelled(scene, scene.noun(near.parent), name, bare_share=0.75)
    counted = f"COUNT ( DISTINCT {far.column.sql(qualified=True)} )"
    source = joined(near.child, ((near, near.parent),))
    return scene.say("different_of_named", slots), select([counted], source, [condition])


def _contests(scene: Scene) -> list[tuple[Column, ForeignKey, ForeignKey]]:
    """(place, key to the contest, key to who took part)"""
    found = []
    for table in scene.schema.tables:
        places = [c for c in table.numbers if c.meaning.name in PLACES]
        keys = [k for k in table.foreign_keys if not k.is_self and k.parent.display]
        contests = [
            k for k in keys if not k.parent.is_person and CONTEST_DATES & {c.meaning.name for c in k.parent.times}
        ]
        doers = [k for k in keys if k not in contests]
        doers = [k for k in doers if k.parent.is_person] or doers
        if len(places) == len(contests) == len(doers) == 1:
            found.append((places[0], contests[0], doers[0]))
    return found


def winner(scene: Scene) -> Pair | None:
    """Who won a named contest, or came second; or all its results."""
    found = _contests(scene)
    if not found:
        return None
    place, contest, doer = scene.pick(found)
    name, condition = named_row(scene, contest.parent)
    slots: dict[str, object] = {"P": doer.role or scene.noun(doer.parent), "n": scene.column_noun(place)}
    slots["b"] = scene.one_of(name, name, f"the {name}", f"the {scene.noun(contest.parent)} {name}")
    doers, column = doer.parent.display_sql(qualified=True), place.sql(qualified=True)
    if scene.chance(0.3):
        source = joined(place.table, ((doer, doer.parent), (contest, contest.parent)))
        return scene.say("results", slots), select([*doers, column], source, [condition], f" ORDER BY {column} ASC")
    count = 1
    if scene.chance(0.3):
        count, slots["nth"] = scene.pick(NTHS)
    else:
        slots["first"] = True
    scene.plant(place, count)
    source = joined(doer.parent, ((doer, place.table), (contest, contest.parent)))
    at = Condition(place, [(place, f"{{c}} = {count}")], "eq")
    return scene.say("winner", slots), select(doers, source, [condition, at])


def debtors(scene: Scene) -> Pair | None:
    """Who has not paid: the parents of unpaid rows."""
    parts = pending_parts(scene, only="paid")
    if not parts:
        return None
    table, condition, _ = parts
    ends = [r for r in relations(scene.schema) if r.start is table and r.kind in (UP, UP_TWO) and r.end.display]
    ends = [r for r in ends if not r.has_rivals]
    if not ends:
        return None
    relation = scene.pick(ends)
    chosen = relation.end.display_sql(qualified=True)
    chosen[0] = "DISTINCT " + chosen[0]
    source = joined(relation.end, relation.reversed_steps)
    return scene.say("debtors", _parent_slots(scene, relation)), select(chosen, source, [condition])


def children_with_parent(scene: Scene) -> Pair | None:
    """Rows without a name, each with the name of its parent: vaccinations expiring in 2024 with pet name."""
    relation = some_relation(scene, (UP,), lambda r: not r.start.display and not r.start.junction and r.end.display)
    if not relation:
        return None
    start, end = relation.start, relation.end
    condition = random_condition(scene, start) if scene.chance(0.75) else None
    slots = scene.subject(start) | {"label": relation.label(scene), "d": scene.display_noun(end)}
    slots["post"] = f" {condition.after_noun(scene)}" if condition else ""
    chosen = [f"{start.name} . *", *end.display_sql(qualified=True)]
    return scene.say("children_with_parent", slots), select(chosen, relation.joined, [condition] if condition else [])


def kind_with_child(scene: Scene) -> Pair | None:
    """Rows of a kind that have a child of a kind: dogs that got a rabies shot."""
    kind = kind_column(scene)
    found = [r for r in relations(scene.schema) if kind and r.kind == UP and r.end is kind.table and not r.has_rivals]
    found = [r for r in found if r.end.display and _kinds(r.start)]
    if not kind or not found:
        return None
    relation = scene.pick(found)
    first, column = str(scene.value(kind)), scene.pick(_kinds(relation.start))
    if not first.replace(" ", "").isalpha() or not plural(first).startswith(first):
        return None
    value = str(scene.value(column))
    slots = scene.subject(relation.start) | _verb_slots(relation) | {"A": plural(first), "v": value}
    scene.plant(kind, first)
    scene.plant(column, value)
    conditions = [Condition(c, [(c, f"{{c}} = {literal(v)}")], "is") for c, v in ((kind, first), (column, value))]
    chosen = relation.end.display_sql(qualified=True)
    chosen[0] = "DISTINCT " + chosen[0]
    return scene.say("kind_with_child", slots), select(
        chosen, joined(relation.end, relation.reversed_steps), conditions
    )


def own_and_parent(scene: Scene) -> Pair | None:
    """Rows of a sort whose parents have a property: cash sales to customers from Rome."""

    def own_of(table: Table) -> list[Column]:
        return [c for c in table.of_kind("cat") if c.meaning.name in OWN_NAMES]

    relation = some_relation(scene, (UP,), lambda r: own_of(r.start) and not r.has_rivals)
    condition = random_condition(scene, relation.end) if relation else None
    if not relation or not condition or condition.family == "named":
        return None
    column = scene.pick(own_of(relation.start))
    value = str(scene.value(column))
    parents = described(scene, relation.end, [condition], verbs=False)
    noun = plural(relation.label(scene)) if parents["E"] == scene.plural_noun(relation.end) else parents["E"]
    slots = scene.subject(relation.start) | {"v": value, "prep": preposition(scene, relation)}
    slots["parents"] = f"{parents['pre']}{noun}{parents['post']}"
    scene.plant(column, value)
    own = Condition(column, [(column, f"{{c}} = {literal(value)}")], "is")
    chosen = relation.start.display_sql(qualified=True)
    return scene.say("own_and_parent", slots), select(chosen, relation.joined, [own, condition])


FACT_BUILDERS: tuple[tuple[Builder, float], ...] = (
    (never_kind, 2.2), (never_named, 0.9), (times_done, 1.8), (when_named, 2.6), (parent_of_key, 1.6), (different_of_named, 0.9),
    (winner, 4), (debtors, 1.4), (children_with_parent, 1.6), (kind_with_child, 1.2), (own_and_parent, 1.6),
)  # fmt: skip
