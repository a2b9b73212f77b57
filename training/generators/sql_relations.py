"""Ways from one table to another along the keys of a schema, each with the words for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from training.generators.sql_clause import Condition, where
from training.generators.sql_nouns import labelled, named_row
from training.generators.sql_scene import Scene
from training.generators.sql_schema import ForeignKey, Schema, Table

Step = tuple[ForeignKey, Table]
UP, UP_TWO, UP_THREE, FORWARD, BACKWARD, FAR = "up", "up2", "up3", "forward", "backward", "far"
PREPOSITIONS_WITHOUT_ARE = ("with", "of", "on the menu of", "by")


@dataclass(frozen=True, slots=True)
class Relation:
    """A path from the rows that are listed (`start`) to the table that they are known by (`end`): "start PREPOSITION end".

    `verb` is what `end` does to `start` (base, past, participle), empty if there is no such verb.
    """

    start: Table
    end: Table
    steps: tuple[Step, ...]
    prepositions: tuple[str, ...]
    verb: tuple[str, ...]
    kind: str
    key: ForeignKey
    role: str

    @property
    def joined(self) -> str:
        """The FROM clause from `start` to `end`."""
        return joined(self.start, self.steps)

    @property
    def reversed_steps(self) -> tuple[Step, ...]:
        """The steps from `end` back to `start`, for paths of parents only."""
        return tuple((key, key.child) for key, _ in reversed(self.steps))

    @property
    def has_rivals(self) -> bool:
        """Whether another key leads from start to end too (a flight's origin and destination)."""
        return self.kind == UP and sum(1 for key in self.start.foreign_keys if key.parent is self.end) > 1

    def label(self, scene: Scene) -> str:
        """What the end is called: its role, else its noun."""
        return self.role or scene.noun(self.end)


def joined(start: Table, steps: Sequence[Step]) -> str:
    """The tables of a FROM clause with their joins."""
    return start.name + "".join(f" JOIN {table.name} ON {key.join_condition}" for key, table in steps)


def _parents(table: Table, but: Sequence[Table]) -> list[ForeignKey]:
    return [key for key in table.foreign_keys if not key.is_self and not key.link and key.parent not in but]


def _upward(key: ForeignKey) -> list[Relation]:
    child, parent = key.child, key.parent
    found = [Relation(child, parent, ((key, parent),), key.prepositions, key.verb, UP, key, key.role)]
    for second in _parents(parent, [child]):
        words = (*second.prepositions[:1], "of") if second.verb else ("of", "belonging to")
        steps = ((key, parent), (second, second.parent))
        found.append(Relation(child, second.parent, steps, words, (), UP_TWO, second, second.role))
        for third in _parents(second.parent, [child, parent]):
            longer = (*steps, (third, third.parent))
            found.append(Relation(child, third.parent, longer, ("of",), (), UP_THREE, third, third.role))
    return found


def _through_junctions(schema: Schema) -> list[Relation]:
    found = []
    for junction in schema.junctions:
        table, one, two = junction.table, junction.first, junction.second
        first, second = one.parent, two.parent
        there, back = ((one, table), (two, second)), ((two, table), (one, first))
        found.append(Relation(first, second, there, junction.forward, (), FORWARD, one, ""))
        found.append(Relation(second, first, back, junction.backward, junction.verb, BACKWARD, two, ""))
        for start, steps, middle in ((first, there, second), (second, back, first)):
            for key in _parents(middle, [first, second]):
                far = (*steps, (key, key.parent))
                found.append(Relation(start, key.parent, far, ("of",), (), FAR, key, key.role))
    return found


@lru_cache(maxsize=8)
def relations(schema: Schema) -> tuple[Relation, ...]:
    """All relations that have one meaning: a direct key wins, several longer ways between two tables are left out."""
    found = [r for key in schema.foreign_keys if not key.is_self and not key.link for r in _upward(key)]
    found += _through_junctions(schema)
    ways = Counter((r.start.name, r.end.name) for r in found)
    direct = {(r.start.name, r.end.name) for r in found if r.kind == UP}

    def is_clear(r: Relation) -> bool:
        pair = (r.start.name, r.end.name)
        if r.kind == UP:
            return True
        crossed = r.kind in (FORWARD, BACKWARD) and pair[::-1] in direct
        return ways[pair] == 1 and pair not in direct and not crossed

    return tuple(r for r in found if is_clear(r))


def some_relation(
    scene: Scene, kinds: Sequence[str] = (), suits: Callable[[Relation], object] | None = None
) -> Relation | None:
    """A random relation of the given kinds (all kinds if empty) that suits."""
    found = [r for r in relations(scene.schema) if (not kinds or r.kind in kinds) and (suits is None or suits(r))]
    return scene.pick(found) if found else None


def label_can_be_dropped(relation: Relation) -> bool:
    """Whether the end's name alone says what it is: no other parent is of the same sort."""
    if relation.kind not in (UP, FORWARD, BACKWARD):
        return False
    keys = [
        key for key in relation.start.foreign_keys if not key.link and key.parent.is_person == relation.end.is_person
    ]
    return len(keys) <= 1


def named_end(scene: Scene, relation: Relation) -> tuple[str, Condition]:
    """A named row of the relation's end: its words and its condition."""
    name, condition = named_row(scene, relation.end)
    share = 0.0
    if label_can_be_dropped(relation):
        share = 0.65 if relation.end.is_person else 0.45 if relation.prepositions[0] != "of" else 0.1
    return labelled(scene, relation.label(scene), name, bare_share=share), condition


def preposition(scene: Scene, relation: Relation) -> str:
    """How the start is tied to the end, mostly the first preposition."""
    return relation.prepositions[0] if scene.chance(0.45) else scene.pick(relation.prepositions)


def select(columns: Sequence[str], source: str, conditions: Sequence[Condition], tail: str = "") -> str:
    """A query over joined tables."""
    return f"SELECT {' , '.join(columns)} FROM {source}{where(conditions, qualified=True)}{tail}"


@dataclass(frozen=True, slots=True)
class Family:
    """A parent and its children (rows of `child` that belong to it), directly or through a junction."""

    parent: Table
    child: Table
    steps: tuple[Step, ...]
    verb: tuple[str, ...]
    relation: Relation

    @property
    def counted(self) -> str:
        """The FROM clause that has one row for each child; a junction's rows stand for its far side."""
        return joined(self.parent, self.steps if self.relation.kind == UP_TWO else self.steps[:1])

    @property
    def grouped(self) -> str:
        """The GROUP BY clause of the parent."""
        return f" GROUP BY {self.parent.name} . {self.parent.primary_key.name}"


def some_family(scene: Scene, *, distant: bool = False) -> Family | None:
    """A random parent with its children, where the children have one key to it; `distant` allows grandchildren too."""
    found = []
    allows_grandchildren = distant and scene.chance(0.3)
    for r in relations(scene.schema):
        if r.kind == UP_TWO and allows_grandchildren:
            found.append(Family(r.end, r.start, r.reversed_steps, (), r))
        if r.kind == UP and not r.has_rivals:
            found.append(Family(r.end, r.start, ((r.key, r.start),), r.verb, r))
        elif r.kind == FORWARD:
            verb = r.key.link.verb if r.key.link else ()
            found.append(Family(r.start, r.end, r.steps, verb, r))
        elif r.kind == BACKWARD:
            found.append(Family(r.start, r.end, r.steps, (), r))
    named = [family for family in found if family.parent.display]
    return scene.pick(named) if named else None
