"""One condition of a query: its SQL and the slots of the phrases that word it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from training.generators.sql_scene import Scene
from training.generators.sql_schema import Column

TOWN_NAMES = frozenset(("city", "town", "suburb", "district", "neighbourhood", "village", "county", "hometown"))
PLACE_NAMES = TOWN_NAMES | {"country", "state"}


GOING_ON = {
    "expired": "expiring",
    "ended": "ending",
    "started": "starting",
    "departed": "departing",
    "arrived": "arriving",
}


@dataclass(slots=True)
class Condition:
    """One condition: SQL fragments with `{c}` for their columns, and the phrase family that words it.

    `kinds` are values that can stand for the rows themselves (flat: "flats with a garden").
    """

    column: Column
    fragments: list[tuple[Column, str]]
    family: str
    slots: dict[str, object] = field(default_factory=dict)
    adjective: str = ""
    bare: str = ""
    kinds: tuple[str, ...] = ()

    def sql(self, *, qualified: bool) -> str:
        """The condition as SQL."""
        return " AND ".join(text.replace("{c}", column.sql(qualified=qualified)) for column, text in self.fragments)

    def after_noun(self, scene: Scene) -> str:
        """Words to follow the noun: "with a price above 5"."""
        return scene.say(self.family + ".post", self.slots)

    def verb_phrase(self, scene: Scene) -> str:
        """Words to follow a plural subject: "have a price above 5"."""
        return scene.say(self.family + ".vp", self.slots)


def _is_place(column: Column) -> bool:
    """Whether "in" and "from" can mean the column: it is a place, and no other column of its table is one of the same size."""
    name = column.meaning.name
    towns = [c for c in column.table.attributes if c.meaning.name in TOWN_NAMES]
    return name in PLACE_NAMES and (name not in TOWN_NAMES or len(towns) == 1 or name == "city")


def condition_slots(scene: Scene, column: Column) -> dict[str, object]:
    attribute = column.meaning
    slots: dict[str, object] = {
        "n": scene.column_noun(column),
        "W": scene.one_of("who", "who", "that") if column.table.is_person else "that",
        "person": column.table.is_person,
        "thing": not column.table.is_person,
        "plain": _is_place(column),
        "status": attribute.name == "status",
        "by_name": column in column.table.display and len(column.table.display) == 1,
        "old": attribute.name == "age",
        "rated": attribute.name in ("rating", "stars"),
        "sole": column.kind == "money" and not column.table.is_person and len(column.table.of_kind("money")) == 1,
        "paying": attribute.name == "payment_method" and not column.table.is_person,
    }
    if attribute.acts and column.table.is_person:
        slots["acts"] = attribute.acts
    if attribute.verb:
        slots["verb"], slots["verbing"] = attribute.verb[:2]
    if attribute.done and not any(
        c is not column and c.meaning.done == attribute.done for c in column.table.attributes
    ):
        slots["done"] = attribute.done
    if attribute.did and not any(c is not column and c.meaning.did == attribute.did for c in column.table.attributes):
        slots["did"] = attribute.did
        if attribute.did in GOING_ON:
            slots["doing"] = GOING_ON[attribute.did]
    return slots


def where(conditions: Sequence[Condition], *, qualified: bool = False) -> str:
    """The WHERE clause with a leading space, empty for no conditions."""
    if not conditions:
        return ""
    return " WHERE " + " AND ".join(condition.sql(qualified=qualified) for condition in conditions)
