"""Conditions on columns, each with the English for it and the SQL."""

from __future__ import annotations

from collections.abc import Sequence

from training.generators.sql_catalog import FLAG_KINDS, NUMBER_KINDS, TIME_KINDS
from training.generators.sql_clause import Condition, condition_slots
from training.generators.sql_scene import Scene
from training.generators.sql_schema import Column, Table
from training.generators.sql_text import literal, plural
from training.generators.sql_times import time_condition
from training.generators.sql_values import made_up_word, number, one_of, words

NUMBER_OPERATORS = ("gt", "lt", "ge", "le", "eq", "between")
NUMBER_WEIGHTS = (34, 24, 13, 9, 11, 9)
SIGNS = {"gt": ">", "lt": "<", "ge": ">=", "le": "<=", "eq": "="}
STOCK_NAMES = frozenset(("stock", "units_in_stock", "stock_quantity"))
KIND_NAMES = frozenset("kind type species breed vehicle_type role position job_title make".split())
PEOPLES = frozenset(("country", "nationality", "language"))
LIKE_KINDS = ("title", "pname", "company", "email", "text", "address", "first", "last")
MOSTLY_LIKE_KINDS = ("email", "text", "address", "phone")
NULL_KINDS = ("email", "phone", "address", "date", "text")
RESULTS = frozenset(("score", "grade", "rating", "marks", "diagnosis", "stars"))
GROUPING_NAMES = frozenset(
    "genre category type kind language color class status season size region department level format shift cuisine".split()
)
ADJECTIVE_NAMES = frozenset(
    "status color genre language nationality gender cuisine material priority type kind category level breed species specialty size".split()
)
OPPOSITES = {
    "active": "inactive", "available": "unavailable", "paid": "unpaid", "public": "private", "verified": "unverified",
    "married": "unmarried", "open": "closed",
}  # fmt: skip
EVENTS = frozenset(
    "shipped delivered returned published released harvested opened played held ended expired arrived departed started".split()
)  # what may not have happened yet
COMPARATIVES = {
    "more expensive": ("more expensive", "pricier", "costlier", "more expensive"), "cheaper": ("cheaper", "less expensive", "cheaper"),
    "larger": ("larger", "bigger", "larger"), "smaller": ("smaller", "tinier", "smaller"), "harder": ("harder", "more difficult"),
    "more powerful": ("more powerful", "stronger"), "faster": ("faster", "quicker"), "newer": ("newer", "more recent"),
}  # fmt: skip
CURRENCIES = (" dollars", " euros", "$", " usd", " eur", "€")


def comparative_word(scene: Scene, word: str) -> str:
    """The comparative, or another one that means the same."""
    return scene.pick(COMPARATIVES.get(word, (word,)))


def _sized(scene: Scene, column: Column, value: float) -> str:
    """The number with its unit or currency now and then."""
    if scene.chance(0.85):
        return scene.number_text(value)
    if column.kind == "money":
        unit = scene.pick(CURRENCIES)
        return f"{unit}{value}" if unit in "$€" else scene.number_text(value) + unit
    units = column.meaning.units
    return scene.number_text(value) + (" " + scene.pick(units) if units else "")


def _in_stock(scene: Scene, column: Column) -> Condition:
    is_there = scene.chance(0.3)
    scene.plant(column, int(is_there))
    fragment = "{c} > 0" if is_there else "{c} = 0"
    return Condition(
        column, [(column, fragment)], "in_stock" if is_there else "sold_out", condition_slots(scene, column)
    )


def _either_number(scene: Scene, column: Column) -> Condition:
    first, second = number(scene.rng, column.meaning), number(scene.rng, column.meaning)
    second = first + 1 if second == first else second
    slots = condition_slots(scene, column) | {"v": f"{scene.number_text(first)} or {scene.number_text(second)}"}
    scene.plant(column, first)
    family = "ceq" if column.meaning.counted else "eq"
    return Condition(column, [(column, f"{{c}} IN ( {first} , {second} )")], family, slots)


def number_condition(scene: Scene, column: Column) -> Condition:
    """A comparison with a number."""
    attribute = column.meaning
    if attribute.name in STOCK_NAMES and scene.chance(0.25):
        return _in_stock(scene, column)
    if scene.chance(0.04):
        return _either_number(scene, column)
    operator = scene.rng.choices(NUMBER_OPERATORS, NUMBER_WEIGHTS)[0]
    if attribute.name == "room_number" and scene.chance(0.7):
        operator = "eq"
    value = number(scene.rng, attribute)
    slots = condition_slots(scene, column)
    prefix = "c" if attribute.counted else ""
    if operator == "between":
        other = number(scene.rng, attribute)
        other = value + scene.rng.randint(1, 50) if other == value else other
        low, high = min(value, other), max(value, other)
        slots["v"], slots["w"] = scene.number_text(low), scene.number_text(high)
        scene.plant(column, low)
        return Condition(column, [(column, f"{{c}} BETWEEN {low} AND {high}")], prefix + "between", slots)
    slots["v"] = scene.number_text(value) if prefix else _sized(scene, column, value)
    comparative = {"gt": attribute.more, "lt": attribute.less}.get(operator)
    if comparative:
        slots["comparative"] = comparative_word(scene, comparative)
    if prefix and value == 1:
        slots["n"] = str(slots["n"]).removesuffix("s")
    scene.plant(column, value + {"gt": 1, "lt": -1}.get(operator, 0))
    return Condition(column, [(column, f"{{c}} {SIGNS[operator]} {value}")], prefix + operator, slots)


# ---------------------------------------------------------------------- texts
def _like_piece(scene: Scene, column: Column) -> str:
    rng = scene.rng
    if column.kind == "email" and column.meaning.name != "website":
        return scene.one_of("gmail", "yahoo", "example.com", ".org", "outlook", "gmail.com", "@gmail.com", "hotmail")
    if column.kind == "phone":
        return scene.one_of(f"+{rng.randint(1, 99)}", str(rng.randint(10, 999)))
    if column.meaning.name == "website":
        return scene.one_of(".com", ".org", ".net", "www", "shop", "blog")
    if column.kind in ("first", "last", "pname", "city", "country") and scene.chance(0.7):
        start = str(scene.value(column))
        return scene.one_of(start[:3].strip(), scene.pick("ABCDEFGHJKLMNPRSTW"), start[:4].strip().lower())
    return scene.one_of(
        one_of(rng, "title_nouns"),
        made_up_word(rng)[:4].lower(),
        one_of(rng, "title_adjectives"),
        one_of(rng, "title_nouns").lower(),
        scene.pick("ABCDEFGHJKLMNPRSTW"),
    )


def _street(scene: Scene, column: Column) -> Condition | None:
    """Now and then the addresses of one street."""
    if column.kind != "address" or scene.chance(0.5):
        return None
    name = str(scene.value(column)).partition(" ")[2]
    scene.plant(column, f"7 {name}")
    slots = condition_slots(scene, column) | {"v": name}
    return Condition(column, [(column, f"{{c}} LIKE {literal(f'%{name}%')}")], "street", slots)


def _like(scene: Scene, column: Column) -> Condition:
    street = _street(scene, column)
    if street:
        return street
    piece = _like_piece(scene, column)
    family = scene.one_of("contains", "contains", "starts", "ends")
    family = "starts" if len(piece) == 1 and family == "contains" else family
    pattern = {"contains": f"%{piece}%", "starts": f"{piece}%", "ends": f"%{piece}"}[family]
    slots = condition_slots(scene, column)
    text = scene.quoted(piece)
    if text == piece and piece[0].islower() and "." not in piece and (len(piece) < 4 or scene.chance(0.4)):
        text = scene.one_of(f"'{piece}'", f'"{piece}"')
    slots["v"], slots["letter"] = text, len(piece) == 1
    before, after = ("" if family == "starts" else "x"), ("" if family == "ends" else "y")
    scene.plant(column, before + piece + after)
    return Condition(column, [(column, f"{{c}} LIKE {literal(pattern)}")], family, slots)


def _one_of_values(scene: Scene, column: Column, value: str) -> Condition:
    values = list(dict.fromkeys([value, *(str(scene.value(column)) for _ in range(scene.one_of(1, 1, 1, 2)))]))
    if len(values) == 1:
        values.append(made_up_word(scene.rng))
    negative = scene.chance(0.15)
    shown = [scene.quoted(v) if scene.chance(0.2) else v for v in values]
    slots = condition_slots(scene, column)
    joined = ", ".join(shown[:-1]) + (", or " if len(shown) > 2 and scene.chance(0.3) else " or ") + shown[-1]
    slots["v"], slots["vn"] = joined, joined.replace(" or ", " nor ")
    slots["cat"] = column.meaning.name in GROUPING_NAMES
    sql = f"{{c}} {'NOT IN' if negative else 'IN'} ( {' , '.join(literal(v) for v in values)} )"
    if not negative:
        scene.plant(column, values[0])
    family = "not_in" if negative else "place_in" if slots["plain"] else "in"
    return Condition(column, [(column, sql)], family, slots, kinds=() if negative else _kinds(column, values))


def _kinds(column: Column, values: Sequence[str]) -> tuple[str, ...]:
    """The values, if they can stand for the rows themselves."""
    are_nouns = all(v.replace(" ", "").isalpha() and len(v) > 2 and plural(v).startswith(v) for v in values)
    return tuple(values) if is_kind(column) and are_nouns else ()


def is_kind(column: Column) -> bool:
    """Whether a column says what its rows are."""
    return column.kind == "cat" and not KIND_NAMES.isdisjoint((column.meaning.name, column.meaning.name.split("_")[-1]))


def _equal(scene: Scene, column: Column, value: str) -> Condition:
    attribute = column.meaning
    slots = condition_slots(scene, column)
    slots["v"] = scene.quoted(value)
    slots["cat"] = column.kind == "cat" and attribute.name in GROUPING_NAMES
    slots["born"] = attribute.name in ("birthplace", "birth_city")
    slots["maker"] = (
        column.kind == "company" and attribute.name in ("manufacturer", "brand") and not column.table.is_person
    )
    slots["speaks"] = attribute.name == "language" and column.table.is_person
    slots["speaks_thing"] = attribute.name == "language" and not column.table.is_person
    slots["titled"] = attribute.name == "title"
    family = "place" if slots["plain"] else "named" if column.kind in ("title", "pname") else "is"
    condition = Condition(column, [(column, f"{{c}} = {literal(value)}")], family, slots)
    scene.plant(column, value)
    people = [c for c in column.table.attributes if c.meaning.name in PEOPLES]
    if attribute.name == "country" and people == [column]:
        condition.adjective = words().demonyms.get(value, "")
    only_category = len(column.table.of_kind("cat")) == 1
    if attribute.name in ADJECTIVE_NAMES and only_category and len(value) > 2:
        condition.adjective = value
    if (column.kind == "cat" and only_category) or slots["plain"]:
        condition.bare = value
    condition.kinds = _kinds(column, [value])
    return condition


def text_condition(scene: Scene, column: Column) -> Condition:
    """A condition on a text: equal, different, one of several, or like a pattern."""
    kind = column.kind
    roll = scene.rng.random()
    if column in column.table.display and scene.chance(0.5):
        roll *= 0.15
    like_share = 0.14 if kind in LIKE_KINDS else 0.05
    if roll < like_share or (kind in MOSTLY_LIKE_KINDS and roll < 0.6):
        return _like(scene, column)
    value = str(scene.value(column))
    if kind in ("cat", "city", "country", "state", "title") and roll > 0.86:
        return _one_of_values(scene, column, value)
    if 0.77 < roll < 0.86 and kind not in ("title", "pname", "first", "last"):
        slots = condition_slots(scene, column) | {"v": scene.quoted(value)}
        family = "place_not" if slots["plain"] else "is_not"
        return Condition(column, [(column, f"{{c}} != {literal(value)}")], family, slots)
    return _equal(scene, column, value)


def _null(scene: Scene, column: Column) -> Condition:
    slots = condition_slots(scene, column)
    if slots.get("done") not in EVENTS:
        slots["done"] = ""
    if slots.get("did") not in EVENTS:
        slots["did"] = ""
    if scene.chance(0.65):
        scene.plant(column, None)
        return Condition(column, [(column, "{c} IS NULL")], "null", slots)
    return Condition(column, [(column, "{c} IS NOT NULL")], "not_null", slots)


def flag_condition(scene: Scene, column: Column) -> Condition:
    """A condition on a yes-or-no column."""
    positive = scene.chance(0.65)
    slots = condition_slots(scene, column)
    word = column.nouns[0]
    slots["v"], slots["v0"] = word, word.removeprefix("a ")
    scene.plant(column, int(positive))
    fragments = [(column, f"{{c}} = {int(positive)}")]
    if column.kind == "has":
        return Condition(column, fragments, "has" if positive else "has_not", slots)
    opposite = OPPOSITES.get(word, "")
    slots["opposite"] = opposite
    adjective = word if positive else opposite
    return Condition(column, fragments, "flag" if positive else "flag_not", slots, adjective, adjective)


def condition_on(scene: Scene, column: Column) -> Condition:
    """A random condition on the column."""
    nullable = column.kind in NULL_KINDS or column.meaning.name in ("website", "company", "postal_code")
    share = 0.14 if nullable else 0.07 if column.meaning.name in RESULTS else 0
    if scene.chance(share):
        return _null(scene, column)
    if column.kind in TIME_KINDS:
        return time_condition(scene, column)
    if column.kind in NUMBER_KINDS:
        return number_condition(scene, column)
    return flag_condition(scene, column) if column.kind in FLAG_KINDS else text_condition(scene, column)


def _weight(column: Column) -> float:
    if column in column.table.display or column.kind in ("first", "last"):
        return 0.3
    return {"phone": 0.25, "address": 0.25, "text": 0.25, "email": 0.4, "code": 0.4}.get(column.kind, 1.0)


def random_condition(scene: Scene, table: Table, avoid: Sequence[Column] = ()) -> Condition | None:
    """A condition on a random column of the table, None if there is none left."""
    columns = [column for column in table.attributes if column not in avoid]
    if not columns:
        return None
    return condition_on(scene, scene.rng.choices(columns, [_weight(column) for column in columns])[0])


def random_conditions(
    scene: Scene, table: Table, weights: Sequence[int] = (31, 47, 18, 4), avoid: Sequence[Column] = ()
) -> list[Condition]:
    """None to three conditions on different columns."""
    used = list(avoid)
    found: list[Condition] = []
    for _ in range(scene.rng.choices(range(len(weights)), weights)[0]):
        condition = random_condition(scene, table, used)
        if not condition:
            break
        found.append(condition)
        used.append(condition.column)
        if condition.column in table.display:
            used += table.display
    return found
