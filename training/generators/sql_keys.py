"""Questions about rows that are known by the number of their key: "order 10248", "the orders of customer 5"."""

from __future__ import annotations

from training.generators.sql_relations import PREPOSITIONS_WITHOUT_ARE
from training.generators.sql_scene import Scene
from training.generators.sql_schema import Table
from training.generators.sql_single import Builder, Pair, display, names

LARGEST_KEY = 12000


def key_value(scene: Scene) -> int:
    """A number as a key has it, mostly a small one."""
    return scene.rng.choice((scene.rng.randint(1, 20), scene.rng.randint(1, 500), scene.rng.randint(1, LARGEST_KEY)))


def named_by_key(scene: Scene, table: Table, value: int) -> str:
    """How a row is called by its key: "order 17"."""
    noun = table.primary_key.nouns[0]
    kind = noun.rpartition(" ")[2]
    return scene.say("key_name", one=scene.noun(table), kn=kind, v=value)


def row_by_key(scene: Scene) -> Pair | None:
    """One row, or some of its columns, by its key."""
    table = scene.table()
    if not table or not table.key or not table.printable:
        return None
    value = key_value(scene)
    slots = {"k": named_by_key(scene, table, value), "one": scene.noun(table), "v": value}
    slots["kn"] = table.key.nouns[0].rpartition(" ")[2]
    clause = f"FROM {table.name} WHERE {table.key.name} = {value}"
    scene.plant(table.key, value)
    if scene.chance(0.4):
        return scene.say("key_row", slots), f"SELECT * {clause}"
    columns = scene.rng.sample(table.printable, min(len(table.printable), scene.one_of(1, 1, 1, 2)))
    slots["n"] = scene.column_nouns(columns, many=False)
    if len(columns) > 1:
        slots["whatis"] = "what are"
    return scene.say("key_cols", slots), f"SELECT {names(columns)} {clause}"


def children_of_key(scene: Scene) -> Pair | None:
    """The rows, or the number of rows, that refer to a key: no join is needed."""
    keys = [k for k in scene.schema.foreign_keys if not k.is_self and not k.link and k.child.junction is None]
    if not keys:
        return None
    key = scene.pick(keys)
    table, value = key.child, key_value(scene)
    name = named_by_key(scene, key.parent, value)
    if key.role:
        name = scene.one_of(f"{key.role} {value}", f"the {key.role} with id {value}", f"{key.role} number {value}")
    word = scene.pick(key.prepositions)
    slots = scene.subject(table) | {"k": name, "v": value, "label": key.role or scene.noun(key.parent), "prep": word}
    slots["prep2"] = f"there {word}" if word in PREPOSITIONS_WITHOUT_ARE else word
    clause = f"FROM {table.name} WHERE {key.column.name} = {value}"
    scene.plant(key.column, value)
    if scene.chance(0.4):
        return scene.say("key_children_count", slots), f"SELECT COUNT ( * ) {clause}"
    return scene.say("key_children", slots), f"SELECT {display(table)} {clause}"


KEY_BUILDERS: tuple[tuple[Builder, float], ...] = ((row_by_key, 1.6), (children_of_key, 1.4))
