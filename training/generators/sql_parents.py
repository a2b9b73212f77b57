"""Questions about parents by their children: counts per parent, most and fewest, parents without any, sums per parent."""

from __future__ import annotations

from training.generators.sql_clause import Condition, where
from training.generators.sql_conditions import random_condition
from training.generators.sql_nouns import (
    aggregate_choice,
    aggregate_phrase,
    comparison,
    counted_noun,
    is_only_kind,
    per_phrase,
)
from training.generators.sql_relations import (
    BACKWARD,
    FORWARD,
    UP,
    UP_TWO,
    Family,
    Relation,
    joined,
    named_end,
    preposition,
    relations,
    select,
    some_family,
    some_relation,
)
from training.generators.sql_scene import Scene
from training.generators.sql_schema import Column, ForeignKey, Table
from training.generators.sql_single import Builder, Pair
from training.generators.sql_text import plural, singular_relative, singular_verb, third_person
from training.generators.sql_values import number

CHILD_COUNTS = (2, 2, 3, 3, 4, 5, 5, 10)
BUYERS = frozenset("customer client guest buyer visitor subscriber member user".split())
SALES = frozenset(
    "order invoice purchase sale rental reservation ticket receipt booking plant_sale pass_sale day_sale purchase lending".split()
)
SALE_LINES = frozenset("order_item invoice_line receipt_line sale_item order_line order_detail purchase_item".split())
GOODS = frozenset((
    *"product item track book drink dish drug cake game article part beer plant flower".split(),
    *"bouquet craft wine recipe tool spare_part title menu_item".split(),
))  # fmt: skip


def _family_slots(scene: Scene, family: Family) -> dict[str, object]:
    parent, child = family.parent, family.child
    slots = scene.subject(child)
    slots |= {
        "P": scene.noun(parent),
        "pits": "their" if parent.is_person else scene.one_of("its", "its", "their"),
        "W": scene.one_of("who", "who", "that") if parent.is_person else "that",
        "d": scene.display_noun(parent),
        "who": scene.is_only_person(parent),
        "what": "who is" if parent.is_person else scene.one_of("what is", "which is"),
        "ppost": "",
        "ppost1": "",
        "pp": f"{scene.pick(_child_prepositions(family))} each {scene.noun(parent)}",
    }
    if family.verb and family.verb[0] != "have":
        slots |= {"verb": family.verb[0], "past": family.verb[1], "done": family.verb[2]}
        slots["verb3"] = third_person(family.verb[0])
        if family.verb[0] == "place" and child.entity == "order":
            slots["nodo"] = "ordered"
    return slots


def _child_prepositions(family: Family) -> tuple[str, ...]:
    """How a child is tied to the parent: "orders OF each customer"."""
    relation = family.relation
    if relation.kind not in (FORWARD, BACKWARD) or not relation.key.link:
        return relation.prepositions
    return relation.key.link.backward if relation.kind == FORWARD else relation.key.link.forward


def parent_names(family: Family) -> list[str]:
    """The columns that name the parent."""
    return family.parent.display_sql(qualified=True)


def _child_condition(scene: Scene, family: Family, slots: dict[str, object], share: float) -> list[Condition]:
    """Now and then a condition on the children, said with them; children behind a junction get none."""
    condition = random_condition(scene, family.child) if family.relation.kind == UP and scene.chance(share) else None
    if not condition:
        return []
    if len(condition.kinds) == 1 and is_only_kind(scene, condition.column) and scene.chance(0.6):
        kind = condition.kinds[0]
        slots |= {"E": plural(kind), "one": kind}
        return [condition]
    after = " " + condition.after_noun(scene)
    slots["E"] = f"{slots['E']}{after}"
    slots["one"] = f"{slots['one']}{singular_relative(after)}"
    return [condition]


def _parent_condition(scene: Scene, family: Family, slots: dict[str, object], share: float) -> list[Condition]:
    """Now and then a condition on the parents, said with them."""
    condition = random_condition(scene, family.parent) if scene.chance(share) else None
    if not condition:
        return []
    after = " " + condition.after_noun(scene)
    slots |= {"ppost": after, "ppost1": singular_relative(after), "who": False}
    return [condition]


def count_per_parent(scene: Scene) -> Pair | None:
    """How many children each parent has."""
    family = some_family(scene, distant=True)
    if not family:
        return None
    slots = _family_slots(scene, family)
    conditions = _child_condition(scene, family, slots, 0.12)
    question, order = scene.say("pcount", slots), ""
    if scene.chance(0.18):
        direction = scene.one_of("DESC", "DESC", "ASC")
        order = f" ORDER BY COUNT ( * ) {direction}"
        question += ", " + scene.say("count_desc" if direction == "DESC" else "count_asc")
    return question, select([*parent_names(family), "COUNT ( * )"], family.counted, conditions, family.grouped + order)


def parent_with_most(scene: Scene) -> Pair | None:
    """The parents with the most or the fewest children."""
    family = some_family(scene, distant=True)
    if not family:
        return None
    high = scene.chance(0.8)
    slots = _family_slots(scene, family) | {
        "m": scene.say_words("most" if high else "fewest"),
        "tb": "top" if high else "bottom",
    }
    conditions = _parent_condition(scene, family, slots, 0.12) or _child_condition(scene, family, slots, 0.1)
    count, name, columns = 1, "pmost", parent_names(family)
    if scene.chance(0.28):
        count = scene.one_of(2, 3, 5, 5, 10)
        name, slots["num"] = "pmost_n", scene.number_text(count)
    question = scene.say(name, slots)
    if count == 1 and scene.chance(0.1):
        question += scene.say_words("and_how_many")
        columns = [*columns, "COUNT ( * )"]
    order = f" ORDER BY COUNT ( * ) {'DESC' if high else 'ASC'} LIMIT {count}"
    return question, select(columns, family.counted, conditions, family.grouped + order)


def parents_by_count(scene: Scene) -> Pair | None:
    """The parents with more or fewer children than a number."""
    family = some_family(scene)
    if not family:
        return None
    sign, count, words = comparison(scene, scene.pick(CHILD_COUNTS))
    if scene.chance(0.2):
        sign, count, words = ">", 1, scene.one_of("more than one", "more than 1", "multiple", "several", "over 1")
    slots = _family_slots(scene, family)
    noun = scene.noun(family.child)
    slots |= {"cmp": words, "ex": noun if words.endswith((" one", " 1")) else counted_noun(noun, 2)}
    conditions = _parent_condition(scene, family, slots, 0.12)
    return scene.say("phaving", slots), select(
        parent_names(family), family.counted, conditions, f"{family.grouped} HAVING COUNT ( * ) {sign} {count}"
    )


def parents_without(scene: Scene) -> Pair | None:
    """The parents without any child, or with at least one."""
    family = some_family(scene)
    if not family:
        return None
    parent = family.parent
    negative = scene.chance(0.8)
    slots = _family_slots(scene, family)
    inner = _child_condition(scene, family, slots, 0.26)
    if inner:
        slots |= {"nodo": "", "narrow": True}
    slots["p"] = scene.say("without_p" if negative else "some_p", slots)
    slots["v"] = scene.say("without_vp" if negative else "some_vp", slots)
    condition = random_condition(scene, parent) if scene.chance(0.14) else None
    key = family.steps[0][0]
    clause = f"{parent.primary_key.name} {'NOT ' if negative else ''}IN ( SELECT {key.column.name} FROM {key.child.name}{where(inner)} )"
    if condition:
        slots["ppost"] = " " + condition.after_noun(scene)
        clause = f"{condition.sql(qualified=False)} AND {clause}"
    slots["what"] = "who are" if parent.is_person else "what are"
    if scene.chance(0.25):
        return scene.say("pexists_count", slots), f"SELECT COUNT ( * ) FROM {parent.name} WHERE {clause}"
    selected = " , ".join(parent.display_sql(qualified=False))
    return scene.say("pexists_list", slots), f"SELECT {selected} FROM {parent.name} WHERE {clause}"


def _single_money(table: Table) -> bool:
    return len(table.of_kind("money")) == 1


def sum_per_parent(scene: Scene) -> Pair | None:
    """The sum, average, highest or lowest value of the children of each parent, or the parent with the most of it."""
    relation = some_relation(scene, (UP, UP_TWO), lambda r: r.end.display and r.start.numbers and not r.has_rivals)
    choice = aggregate_choice(scene, relation.start) if relation else None
    if not relation or not choice:
        return None
    column, function = choice
    family = Family(relation.end, relation.start, relation.reversed_steps, relation.verb, relation)
    slots = _family_slots(scene, family)
    slots["P"] = relation.label(scene)
    spends = relation.kind == UP and function == "SUM" and column.kind == "money"
    spends = spends and relation.start.entity in SALES and _single_money(relation.start)
    result = f"{function} ( {column.sql(qualified=True)} )"
    if function in ("AVG", "SUM") and scene.chance(0.4):
        return _parent_with_most_of(scene, family, slots, (column, function), spends=spends)
    slots["w"] = aggregate_phrase(scene, function, column)
    slots["forE"] = f" of {slots['E']}" if len(scene.schema.tables) > 2 or scene.chance(0.6) else ""
    slots["per"] = per_phrase(scene, str(slots["P"]))
    slots["buyer"] = relation.end.entity in BUYERS
    if scene.chance(0.06) and relation.kind == UP:
        chosen = [*parent_names(family), "COUNT ( * )", result]
        return scene.say("psum_both", slots), select(chosen, joined(family.parent, family.steps), [], family.grouped)
    if function in ("AVG", "SUM") and scene.chance(0.14):
        return _parents_by_sum(scene, family, slots, (column, function), spends=spends)
    question, tail = scene.say("psum_spend" if spends and scene.chance(0.6) else "psum", slots), family.grouped
    if scene.chance(0.16):
        direction = scene.one_of("DESC", "DESC", "ASC")
        tail += f" ORDER BY {result} {direction}"
        question += ", " + scene.say("high_first" if direction == "DESC" else "low_first")
    return question, select([*parent_names(family), result], joined(family.parent, family.steps), [], tail)


def _parents_by_sum(
    scene: Scene, family: Family, slots: dict[str, object], measure: tuple[Column, str], *, spends: bool
) -> Pair:
    """The parents whose sum or average is above or below a bound."""
    column, function = measure
    sign, bound = scene.one_of(">", ">", "<"), number(scene.rng, column.meaning)
    slots |= {"v": scene.number_text(bound), "cmp": "more than" if sign == ">" else "less than"}
    slots["ab"] = (
        scene.one_of("above", "over", "greater than") if sign == ">" else scene.one_of("below", "under", "less than")
    )
    slots["w"] = f"total {column.nouns[0]}".replace("total total", "total") if function == "SUM" else slots["w"]
    name = "pspend_having" if spends and slots["buyer"] else "psum_having"
    tail = f"{family.grouped} HAVING {function} ( {column.sql(qualified=True)} ) {sign} {bound}"
    return scene.say(name, slots), select(parent_names(family), joined(family.parent, family.steps), [], tail)


def _parent_with_most_of(
    scene: Scene, family: Family, slots: dict[str, object], measure: tuple[Column, str], *, spends: bool
) -> Pair:
    column, function = measure
    high = scene.chance(0.8)
    if column.meaning.name in ("hours", "minutes") and function == "SUM":
        slots |= {"hours": True, "n": column.nouns[0]}
    slots |= {
        "hl": scene.one_of("highest", "highest", "largest", "biggest") if high else scene.one_of("lowest", "smallest"),
        "mc": "most" if high else "least",
        "tb": "top" if high else "bottom",
    }
    phrase = aggregate_phrase(scene, function, column)
    slots["w"] = f"total {column.nouns[0]}".replace("total total", "total") if phrase.startswith("sum") else phrase
    count, name = 1, "psum_most"
    if spends and family.parent.entity in BUYERS and scene.chance(0.5):
        name = "pspend_most"
        if scene.chance(0.4) and high:
            count = scene.one_of(3, 5, 5, 10, 2)
            name, slots["num"] = "pspend_most_n", scene.number_text(count)
    elif scene.chance(0.35):
        count = scene.one_of(3, 5, 5, 10, 2)
        name, slots["num"] = "psum_most_n", scene.number_text(count)
    order = f" ORDER BY {function} ( {column.sql(qualified=True)} ) {'DESC' if high else 'ASC'} LIMIT {count}"
    source = joined(family.parent, family.steps)
    return scene.say(name, slots), select(parent_names(family), source, [], family.grouped + order)


def grouped_by_parent_property(scene: Scene) -> Pair | None:
    """Children counted or aggregated by a column of their parent: orders per customer city."""
    relation = some_relation(scene, (UP,), lambda r: r.end.categories)
    if not relation:
        return None
    column = scene.pick(relation.end.categories)
    group = column.sql(qualified=True)
    label, noun = relation.label(scene), scene.column_noun(column)
    words = scene.one_of(f"{label} {noun}", f"{label} {noun}", f"{noun} of the {label}", f"{label} {noun}")
    slots = scene.subject(relation.start) | {"g": words, "per": per_phrase(scene, words), "m": scene.say_words("most")}
    source = joined(relation.end, ((relation.key, relation.start),))
    roll = scene.rng.random()
    choice = aggregate_choice(scene, relation.start)
    if roll < 0.4 and choice:
        slots["w"] = aggregate_phrase(scene, choice[1], choice[0])
        result = f"{choice[1]} ( {choice[0].sql(qualified=True)} )"
        return scene.say("parent_group_agg", slots), select([group, result], source, [], f" GROUP BY {group}")
    if roll < 0.55:
        tail = f" GROUP BY {group} ORDER BY COUNT ( * ) DESC LIMIT 1"
        return scene.say("parent_group_most", slots), select([group], source, [], tail)
    return scene.say("parent_group_count", slots), select([group, "COUNT ( * )"], source, [], f" GROUP BY {group}")


def parents_by_child_property(scene: Scene) -> Pair | None:
    """The parents that have a child with a property."""
    relation = some_relation(
        scene, (UP, FORWARD), lambda r: (r.end if r.kind == UP else r.start).display and not r.has_rivals
    )
    if not relation:
        return None
    parent, child, steps, verb = relation.end, relation.start, relation.reversed_steps, relation.verb
    if relation.kind == FORWARD:
        parent, child, steps = relation.start, relation.end, relation.steps
        verb = relation.key.link.verb if relation.key.link else ()
    condition = random_condition(scene, child)
    if not condition:
        return None
    slots = _family_slots(scene, Family(parent, child, steps, verb, relation))
    after = " " + condition.after_noun(scene)
    words: dict[str, object] = {
        "x": scene.noun(child),
        "X": slots["E"],
        "xpost": after,
        "xpost1": singular_relative(after),
    }
    if "past" in slots:
        words |= {"past": slots["past"], "done": slots["done"]}
    have = scene.say("pchild_have", words)
    slots |= {"v": have, "v1": singular_verb(have), "p": scene.say("pchild_with", words)}
    chosen = parent.display_sql(qualified=True)
    chosen[0] = "DISTINCT " + chosen[0]
    return scene.say("pchild", slots), select(chosen, joined(parent, steps), [condition])


def _ways_through_children(scene: Scene) -> list[tuple[Relation, ForeignKey]]:
    """(relation from the children to a far table, key of the children to their parent)"""
    found = []
    for relation in relations(scene.schema):
        if relation.kind not in (UP, UP_TWO) or not relation.end.display or relation.has_rivals:
            continue
        keys = [k for k in relation.start.foreign_keys if not k.is_self and not k.link and k.parent.display]
        found += [
            (relation, key)
            for key in keys
            if key.parent is not relation.end and key is not relation.steps[0][0]
            and sum(1 for other in keys if other.parent is key.parent) == 1
        ]  # fmt: skip
    return found


def parents_through_children(scene: Scene) -> Pair | None:
    """The parents whose children belong to a named row of another table: customers who bought a product."""
    ways = _ways_through_children(scene)
    if not ways:
        return None
    relation, key = scene.pick(ways)
    parent, child = key.parent, relation.start
    source = joined(parent, ((key, child), *relation.steps))
    if child.entity in SALE_LINES and scene.chance(0.7):
        uppers = [
            k for k in parent.foreign_keys if not k.is_self and not k.link and k.parent.display and k.parent.is_person
        ]
        if uppers and relation.end is not uppers[0].parent:
            upper = uppers[0]
            parent, source = upper.parent, joined(upper.parent, ((upper, key.parent), (key, child), *relation.steps))
    name, condition = named_end(scene, relation)
    other = random_condition(scene, relation.end) if scene.chance(0.3) else None
    if other and other.family != "named":
        name, condition = f"{plural(relation.label(scene))} {other.after_noun(scene)}", other
    label = scene.noun(parent)
    slots = scene.subject(parent) | {
        "P": label,
        "C": scene.plural_noun(child),
        "ab": f"{preposition(scene, relation)} {name}",
        "b": name,
        "who": scene.is_only_person(parent),
        "W": scene.one_of("who", "who", "that") if parent.is_person else "that",
    }
    if parent.entity in BUYERS and relation.end.entity in GOODS:
        slots["bought"] = scene.one_of("bought", "ordered", "purchased", "bought")
    chosen = parent.display_sql(qualified=True)
    chosen[0] = "DISTINCT " + chosen[0]
    return scene.say("far", slots), select(chosen, source, [condition])


PARENT_BUILDERS: tuple[tuple[Builder, float], ...] = (
    (count_per_parent, 3.8), (parent_with_most, 3.6), (parents_by_count, 2.4), (parents_without, 3.6), (sum_per_parent, 3.4),
    (grouped_by_parent_property, 1.9), (parents_by_child_property, 1.6), (parents_through_children, 1.8),
)  # fmt: skip
