"""Questions over joined tables: rows known by another table, parents of rows, rows with their parents, self references."""

from __future__ import annotations

from training.generators.sql_clause import Condition
from training.generators.sql_conditions import random_condition
from training.generators.sql_nouns import (
    aggregate_choice,
    aggregate_phrase,
    described,
    labelled,
    named_row,
    superlative_adjectives,
    superlative_slots,
)
from training.generators.sql_relations import (
    BACKWARD,
    FAR,
    FORWARD,
    PREPOSITIONS_WITHOUT_ARE,
    UP,
    UP_TWO,
    Relation,
    joined,
    label_can_be_dropped,
    named_end,
    preposition,
    relations,
    select,
    some_relation,
)
from training.generators.sql_scene import Scene, possessive_allowed
from training.generators.sql_schema import ForeignKey, Table
from training.generators.sql_single import Builder, Pair, order_phrase
from training.generators.sql_text import plural, singular_relative, singular_verb, third_person


def _names(table: Table, *, qualified: bool = True) -> list[str]:
    return table.display_sql(qualified=qualified)


def _end_slots(scene: Scene, relation: Relation, name: str, prep: str) -> dict[str, object]:
    slots: dict[str, object] = {"b": name, "ab": f"{prep} {name}", "possessive": False}
    if relation.verb and relation.verb[0] != "have":
        slots |= {"verb": relation.verb[0], "past": relation.verb[1], "done": relation.verb[2]}
        slots["verb3"] = third_person(relation.verb[0])
    owned = relation.kind in (UP, UP_TWO)
    slots["owns"] = owned
    slots["who_has"] = scene.one_of("which", "what")
    slots["possessive"] = owned and relation.end.is_person and possessive_allowed(name) and scene.chance(0.6)
    return slots


def children_of_named(scene: Scene) -> Pair | None:
    """The rows that belong to a named row: the tracks of an album."""
    relation = some_relation(scene, (), lambda r: r.end.display)
    if not relation:
        return None
    start = relation.start
    name, condition = named_end(scene, relation)
    conditions = [condition]
    extra = random_condition(scene, start) if scene.chance(0.22) else None
    if extra:
        conditions.insert(0, extra)
    prep = preposition(scene, relation)
    slots = described(scene, start, [extra] if extra else [], adjectives=False) | _end_slots(
        scene, relation, name, prep
    )
    entities, after = slots["E"], str(slots["post"])
    first = after if not after.startswith((" whose", " where")) and scene.chance(0.5) else ""
    slots["np"] = f"{entities}{first} {prep} {name}{'' if first else after}"
    slots["what"] = "who are" if start.is_person else "what are"
    if extra:
        for name_ in ("verb", "owns", "possessive"):
            slots.pop(name_) if name_ in slots else None
    if prep in PREPOSITIONS_WITHOUT_ARE:
        slots["ab"] = f"there {prep} {name}"
    columns = scene.some_columns(start) if scene.chance(0.22) else []
    if columns:
        slots["N"] = scene.column_nouns(columns, many=True)
        return scene.say("join_cols", slots), select(
            [c.sql(qualified=True) for c in columns], relation.joined, conditions
        )
    question, tail = scene.say("join_list", slots), ""
    column = scene.superlative_column(start) if scene.chance(0.12) else None
    if column:
        descending = scene.chance(0.5)
        question += " " + order_phrase(scene, column, descending=descending)
        tail = f" ORDER BY {column.sql(qualified=True)} {'DESC' if descending else 'ASC'}"
    return question, select(_names(start), relation.joined, conditions, tail)


def count_of_named(scene: Scene) -> Pair | None:
    """How many rows belong to a named row."""
    relation = some_relation(scene, (), lambda r: r.end.display)
    if not relation:
        return None
    name, condition = named_end(scene, relation)
    conditions = [condition]
    extra = random_condition(scene, relation.start) if scene.chance(0.15) else None
    if extra:
        conditions.insert(0, extra)
    prep = preposition(scene, relation)
    slots = described(scene, relation.start, [extra] if extra else [], adjectives=False)
    slots |= _end_slots(scene, relation, name, prep)
    return scene.say("join_count", slots), select(["COUNT ( * )"], relation.joined, conditions)


def aggregate_of_named(scene: Scene) -> Pair | None:
    """The average or sum of a column over the rows of a named row, or of the parents with a property."""
    relation = some_relation(scene, (UP, UP_TWO), lambda r: r.start.numbers)
    choice = aggregate_choice(scene, relation.start) if relation else None
    if not relation or not choice:
        return None
    column, function = choice
    condition: Condition | None
    if relation.end.display and scene.chance(0.65):
        name, condition = named_end(scene, relation)
    else:
        condition = random_condition(scene, relation.end)
        if not condition:
            return None
        parent = described(scene, relation.end, [condition])
        noun = plural(relation.label(scene)) if parent["E"] == scene.plural_noun(relation.end) else parent["E"]
        name = f"{parent['pre']}{noun}{parent['post']}"
    slots = scene.subject(relation.start)
    slots |= {"w": aggregate_phrase(scene, function, column), "ab": f"{preposition(scene, relation)} {name}"}
    return scene.say("join_agg", slots), select(
        [f"{function} ( {column.sql(qualified=True)} )"], relation.joined, [condition]
    )


def children_by_parent_property(scene: Scene) -> Pair | None:
    """The rows whose parents have a property: the orders of customers from Paris."""
    relation = some_relation(scene)
    condition = random_condition(scene, relation.end) if relation else None
    if not relation or not condition:
        return None
    if condition.column in relation.end.display and condition.family == "named":
        return None
    start = relation.start
    own = random_condition(scene, start) if scene.chance(0.24) else None
    conditions = [own, condition] if own else [condition]
    several = relation.kind in (FORWARD, BACKWARD, FAR)
    parent = described(scene, relation.end, [condition])
    label = relation.label(scene)
    slots = scene.subject(start)
    slots["what"] = "who are" if start.is_person else "what are"
    if own:
        after = own.after_noun(scene)
        slots |= {"E": f"{slots['E']} {after}", "one": f"{slots['one']} {singular_relative(after)}"}
    parents = plural(label) if parent["E"] == scene.plural_noun(relation.end) else parent["E"]
    slots["ab"] = f"{preposition(scene, relation)} {parent['pre']}{parents}{parent['post']}"
    if not several and not own and relation.kind == UP:
        slots |= {
            "label": label,
            "bvp1": singular_verb(condition.verb_phrase(scene)),
            "W2": "who" if relation.end.is_person else "that",
        }
    if not several and scene.chance(0.28):
        return scene.say("join_attr_count", slots), select(["COUNT ( * )"], relation.joined, conditions)
    columns = scene.some_columns(start) if scene.chance(0.22) else []
    chosen = [column.sql(qualified=True) for column in columns] or _names(start)
    if columns:
        slots["N"] = scene.column_nouns(columns, many=True)
    if several:
        chosen[0] = "DISTINCT " + chosen[0]
    return scene.say("join_attr_cols" if columns else "join_attr", slots), select(chosen, relation.joined, conditions)


def parent_of_named(scene: Scene) -> Pair | None:
    """The parent of a named row: the artist of an album."""
    relation = some_relation(scene, (UP, UP, UP_TWO), lambda r: r.start.display and r.end.display)
    if not relation:
        return None
    start, end = relation.start, relation.end
    name, condition = named_row(scene, start)
    who = labelled(scene, scene.noun(start), name, bare_share=0.5 if len(scene.schema.tables) < 4 else 0.25)
    label = relation.label(scene)
    slots = _end_slots(scene, relation, who, "of") | {
        "a": who,
        "label": label,
        "d": scene.display_noun(end),
        "what": "who is" if end.is_person else "what is",
        "who": end.is_person and sum(1 for key in start.foreign_keys if key.parent.is_person) == 1,
        "inside": relation.prepositions[0] == "in",
        "possessive": possessive_allowed(who),
        "bperson": end.is_person,
    }
    source = joined(end, relation.reversed_steps)
    columns = scene.some_columns(end, scene.one_of(1, 1, 2)) if scene.chance(0.33) else []
    if columns and not (len(end.display) == 2 and any(column in end.display for column in columns)):
        slots["n"] = scene.column_nouns(columns, many=False)
        slots["whatis"] = scene.one_of("what is", "what's") if len(columns) == 1 else "what are"
        return scene.say("parent_cols", slots), select([c.sql(qualified=True) for c in columns], source, [condition])
    return scene.say("parent", slots), select(_names(end), source, [condition])


def rows_with_parents(scene: Scene) -> Pair | None:
    """Each row together with its parent."""
    relation = some_relation(scene, (UP, UP, UP, UP_TWO), lambda r: r.start.display and r.end.display)
    if not relation:
        return None
    start, end = relation.start, relation.end
    condition = random_condition(scene, start) if scene.chance(0.25) else None
    conditions = [condition] if condition else []
    slots = described(scene, start, conditions, adjectives=False, verbs=False)
    noun = scene.display_noun(end)
    slots |= {
        "label": relation.label(scene),
        "fl": f" {noun}" if scene.chance(0.45) else "",
        "d1": scene.display_noun(start),
        "d2": noun,
    }
    slots |= {
        "d1s": plural(str(slots["d1"])),
        "d2s": plural(noun),
        "forpost": f" for {slots['E']}{slots['post']}" if conditions else "",
    }
    others = [c for c in start.printable if c not in start.display]
    if others and scene.chance(0.3):
        column = scene.pick(others)
        slots["n"] = scene.column_noun(column)
        chosen = [*_names(start), column.sql(qualified=True), *_names(end)]
        return scene.say("both_cols", slots), select(chosen, relation.joined, conditions)
    return scene.say("both", slots), select([*_names(start), *_names(end)], relation.joined, conditions)


def rows_of_two_parents(scene: Scene) -> Pair | None:
    """Rows that belong to two named rows of different tables."""
    direct = [r for r in relations(scene.schema) if r.kind == UP and r.end.display and not r.has_rivals]
    pairs = [(a, b) for a in direct for b in direct if a.start is b.start and a.end is not b.end]
    if not pairs:
        return None
    one, two = scene.pick(pairs)
    slots = scene.subject(one.start)
    conditions = []
    for slot, relation in (("ab1", one), ("ab2", two)):
        name, condition = named_row(scene, relation.end)
        share = 0.5 if label_can_be_dropped(relation) else 0.1
        slots[slot] = f"{preposition(scene, relation)} {labelled(scene, relation.label(scene), name, bare_share=share)}"
        conditions.append(condition)
    source = joined(one.start, (*one.steps, *two.steps))
    if scene.chance(0.3):
        return scene.say("two_parents_count", slots), select(["COUNT ( * )"], source, conditions)
    return scene.say("two_parents", slots), select(_names(one.start), source, conditions)


def best_of_named(scene: Scene) -> Pair | None:
    """The most or least among the rows of a named row."""
    relation = some_relation(scene, (UP, UP_TWO, FORWARD, BACKWARD), lambda r: r.end.display)
    column = scene.superlative_column(relation.start) if relation else None
    if not relation or not column:
        return None
    high, count = scene.chance(0.62), None if scene.chance(0.65) else scene.one_of(2, 3, 5, 5, 10)
    name, condition = named_end(scene, relation)
    slots = scene.subject(relation.start) | superlative_slots(scene, column, high=high, count=count)
    slots["ab"] = f"{preposition(scene, relation)} {name}"
    slots["np"] = scene.say("join_sup_one" if count is None else "join_sup_many", slots)
    tail = f" ORDER BY {column.sql(qualified=True)} {'DESC' if high else 'ASC'} LIMIT {count or 1}"
    return scene.say("join_sup", slots), select(_names(relation.start), relation.joined, [condition], tail)


def parent_of_best(scene: Scene) -> Pair | None:
    """The parent of the row with the most or the least."""
    relation = some_relation(scene, (UP, UP_TWO), lambda r: r.end.display)
    column = scene.superlative_column(relation.start) if relation else None
    if not relation or not column:
        return None
    high = scene.chance(0.65)
    best = scene.subject(relation.start) | {"pre": "", "post": "", "post1": ""}
    best |= superlative_slots(scene, column, high=high, count=None)
    if not superlative_adjectives(column, high=high):
        best["n"] = scene.column_noun(column)
    slots = _end_slots(scene, relation, "", "of") | {
        "np": scene.say("sup_np_one", best),
        "label": relation.label(scene),
        "what": "who is" if relation.end.is_person else "what is",
        "who": scene.is_only_person(relation.end),
    }
    tail = f" ORDER BY {column.sql(qualified=True)} {'DESC' if high else 'ASC'} LIMIT 1"
    return scene.say("sup_parent", slots), select(
        _names(relation.end), joined(relation.end, relation.reversed_steps), [], tail
    )


def not_linked(scene: Scene) -> Pair | None:
    """Rows that are not tied to a named row through a junction."""
    relation = some_relation(scene, (FORWARD, BACKWARD), lambda r: r.start.display and r.end.display)
    if not relation:
        return None
    name, condition = named_row(scene, relation.end)
    label = f"the {relation.label(scene)} {name}"
    slots = scene.subject(relation.start) | {
        "b": label,
        "ab": f"{relation.prepositions[0]} {label}",
        "P": scene.noun(relation.start),
    }
    near, far = relation.steps[0][0], relation.steps[1][0]
    verb = near.link.verb if near.link and relation.kind == FORWARD else ()
    family = "not_with" if relation.prepositions[0] == "with" else "not_linked"
    if verb and verb[0] != "have" and scene.chance(0.5):
        slots |= {"verb": verb[0], "past": verb[1], "done": verb[2]}
        family = "not_verb"
    inner = f"( SELECT {near.column.sql(qualified=True)} FROM {near.child.name} JOIN {relation.end.name} ON {far.join_condition}"
    inner += f" WHERE {condition.sql(qualified=True)} )"
    start = relation.start
    sql = f"SELECT {' , '.join(_names(start, qualified=False))} FROM {start.name} WHERE {start.primary_key.name} NOT IN {inner}"
    return scene.say(family, slots), sql


def linked_by_verb(scene: Scene) -> Pair | None:
    """Who did something with a named row: the students who took a course."""
    relation = some_relation(scene, (FORWARD,), lambda r: r.start.display and r.end.display)
    verb = relation.key.link.verb if relation and relation.key.link else ()
    if not relation or not verb or verb[0] == "have":
        return None
    name, condition = named_row(scene, relation.end)
    share = 0.5 if label_can_be_dropped(relation) else 0.2
    slots = scene.subject(relation.start) | {
        "b": labelled(scene, relation.label(scene), name, bare_share=share),
        "P": scene.noun(relation.start),
        "verb": verb[0],
        "verb3": third_person(verb[0]),
        "past": verb[1],
        "done": verb[2],
        "who": scene.is_only_person(relation.start),
    }
    return scene.say("has_verb", slots), select(_names(relation.start), relation.joined, [condition])


# ---------------------------------------------------------------------- self references
def _self_query(table: Table, columns: str, source: str, name: Condition | None, alias: str) -> str:
    clause = ""
    if name:
        clause = " WHERE " + " AND ".join(text.replace("{c}", f"{alias} . {c.name}") for c, text in name.fragments)
    return f"SELECT {columns} {source}{clause}"


def _self_key(scene: Scene) -> ForeignKey | None:
    keys = [key for key in scene.schema.foreign_keys if key.is_self and key.child.display]
    return scene.pick(keys) if keys else None


def self_reference(scene: Scene) -> Pair | None:
    """Questions about employees and their managers, categories and their parents."""
    key = _self_key(scene)
    if not key:
        return None
    table = key.child
    role = key.role if key.role != "parent" else f"parent {scene.noun(table)}"
    source = (
        f"FROM {table.name} AS T1 JOIN {table.name} AS T2 ON T1 . {key.column.name} = T2 . {table.primary_key.name}"
    )
    own, others = (" , ".join(f"{alias} . {c.name}" for c in table.display) for alias in ("T1", "T2"))
    name, condition = named_row(scene, table)
    who = labelled(scene, scene.noun(table), name, bare_share=0.65 if scene.is_only_person(table) else 0.2)
    slots = scene.subject(table) | {
        "role": role,
        "a": who,
        "p": scene.pick(key.prepositions),
        "d": scene.display_noun(table),
        "what": "who is" if table.is_person else "what is",
        "possessive": possessive_allowed(who),
        "pre": "",
        "post": "",
    }
    family = scene.rng.choices(("pair", "of", "under", "count", "none", "per"), (30, 22, 18, 10, 10, 10))[0]
    question = scene.say("self_" + family, slots)
    if family == "none":
        return (
            question,
            f"SELECT {' , '.join(_names(table, qualified=False))} FROM {table.name} WHERE {key.column.name} IS NULL",
        )
    queries = {
        "pair": (f"{own} , {others}", None, ""),
        "of": (others, condition, "T1"),
        "under": (own, condition, "T2"),
        "count": ("COUNT ( * )", condition, "T2"),
        "per": (f"{others} , COUNT ( * )", None, ""),
    }
    columns, named, alias = queries[family]
    sql = _self_query(table, columns, source, named, alias)
    return question, sql + (f" GROUP BY T2 . {table.primary_key.name}" if family == "per" else "")


JOIN_BUILDERS: tuple[tuple[Builder, float], ...] = (
    (children_of_named, 8.5), (count_of_named, 4.8), (aggregate_of_named, 2.2), (children_by_parent_property, 4), (parent_of_named, 5),
    (rows_with_parents, 3.4), (rows_of_two_parents, 1.2), (best_of_named, 2), (parent_of_best, 1.4), (not_linked, 1.6),
    (linked_by_verb, 1.6), (self_reference, 4),
)  # fmt: skip
