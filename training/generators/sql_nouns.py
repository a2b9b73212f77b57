"""Noun phrases: a table's rows with the conditions on them, rows known by name, superlatives and aggregates in words."""

from __future__ import annotations

from collections.abc import Sequence

from training.generators.sql_catalog import NUMBER_KINDS, TIME_KINDS
from training.generators.sql_clause import Condition
from training.generators.sql_conditions import is_kind
from training.generators.sql_scene import Scene, kind_flags, possessive_allowed
from training.generators.sql_schema import Column, Table
from training.generators.sql_text import literal, plural, singular_relative, singular_verb

SHARED_OPENINGS = ("whose", "with", "who", "that", "where")
PLACE_OPENINGS = ("from", "in", "living", "located", "based")
KIND_SHARE = 0.6
AGGREGATES = ("AVG", "SUM", "MAX", "MIN")


def joined_phrases(scene: Scene, phrases: list[str]) -> str:
    """Conditions after a noun, each with a leading space; a shared first word is said once: "whose x is 1 and y is 2"."""
    if len(phrases) < 2:
        return "".join(" " + phrase for phrase in phrases)
    first, second = phrases[0], phrases[1]
    opening, _, rest = second.partition(" ")
    rest_of_list = "".join(" and " + phrase for phrase in phrases[2:])
    if first.split(" ")[0] == opening and opening in SHARED_OPENINGS and rest:
        second = rest
    elif first.split(" ")[0] in PLACE_OPENINGS and scene.chance(0.5):
        return f" {first} {second}{rest_of_list}"
    return f" {first}{' and' if scene.chance(0.82) else ''} {second}{rest_of_list}"


def described(
    scene: Scene,
    table: Table,
    conditions: Sequence[Condition],
    *,
    adjectives: bool = True,
    verbs: bool = True,
    counted: bool = False,
) -> dict[str, object]:
    """The slots for "[pre] entities [post]" and, where verbs fit, "entities [vp]"; kinds that are counted together are "cats or dogs"."""
    slots = scene.subject(table)
    before, phrases = "", []
    kind = next((condition for condition in conditions if condition.kinds and scene.chance(KIND_SHARE)), None)
    if kind and is_only_kind(scene, kind.column):
        junction = " or " if counted else scene.one_of(" or ", " and ", " or ")
        slots |= {"E": junction.join(map(plural, kind.kinds)), "one": " or ".join(kind.kinds), "solo": False}
        conditions = [condition for condition in conditions if condition is not kind]
    for condition in conditions:
        share = {"bool": 0.5, "country": 0.7}.get(condition.column.kind, 0.2)
        if condition.adjective and adjectives and not before and scene.chance(share):
            before = condition.adjective + " "
        else:
            phrases.append(condition.after_noun(scene))
    after = joined_phrases(scene, phrases)
    slots |= {"pre": before, "post": after, "post1": singular_relative(after)}
    if conditions and verbs and not before:
        verb = verb_phrase(scene, conditions)
        slots |= {"vp": verb, "vp1": singular_verb(verb)}
    if len(conditions) == 1 and conditions[0].bare and not before:
        slots["bare"] = conditions[0].bare
    return slots


def is_only_kind(scene: Scene, column: Column) -> bool:
    """Whether no other column of the schema holds values of the same sort that can stand for rows."""
    kinds = [c for table in scene.schema.tables for c in table.attributes if is_kind(c)]
    return len(kinds) == 1 or (
        bool(column.meaning.pool) and sum(c.meaning.pool == column.meaning.pool for c in kinds) == 1
    )


def verb_phrase(scene: Scene, conditions: Sequence[Condition]) -> str:
    """The conditions as the verb of a plural subject."""
    phrases = [condition.verb_phrase(scene) for condition in conditions]
    if len(phrases) == 2:
        opening, _, rest = phrases[1].partition(" ")
        if phrases[0].split(" ")[0] == opening and opening in ("are", "have", "were") and scene.chance(0.6):
            phrases[1] = rest
    return " and ".join(phrases)


def named_row(scene: Scene, table: Table) -> tuple[str, Condition]:
    """A row that is known by its name: how it is typed, and the condition that finds it."""
    values = [str(scene.value(column)) for column in table.display]
    fragments = [(c, "{c} = " + literal(v)) for c, v in zip(table.display, values, strict=True)]
    for column, value in zip(table.display, values, strict=True):
        scene.plant(column, value)
    full = " ".join(values)
    if len(values) == 2:
        scene.proper.add(full)
    return scene.quoted(full), Condition(table.display[0], fragments, "named")


def labelled(scene: Scene, label: str, name: str, *, bare_share: float) -> str:
    """The name with what it is: "the artist X", or alone."""
    if scene.chance(bare_share):
        return name
    kind = scene.one_of("named", "called", "named")
    return scene.one_of(
        f"the {label} {name}", f"the {label} {name}", f"{label} {name}", f"the {label} {kind} {name}", f"{label} {name}"
    )


def who_slots(who: str) -> dict[str, object]:
    """The slots for a named row as subject or owner."""
    return {"who": who, "possessive": possessive_allowed(who)}


# ---------------------------------------------------------------------- superlatives
def superlative_adjectives(column: Column, *, high: bool) -> tuple[str, ...]:
    """The adjectives that mean the most (or the least) of the column."""
    return column.meaning.most if high else column.meaning.least


def best_phrase(scene: Scene, column: Column, *, high: bool) -> str:
    """ "the highest price", "the most goals", "the latest order date"."""
    if column.kind in TIME_KINDS:
        return scene.say("sup_last" if high else "sup_first", n=scene.column_noun(column))
    if column.meaning.counted:
        return scene.say("sup_high_count" if high else "sup_low_count", n=column.nouns[0])
    graded = bool(kind_flags(column)["graded"])
    return scene.say("sup_high" if high else "sup_low", n=scene.column_noun(column), graded=graded)


def superlative_slots(scene: Scene, column: Column, *, high: bool, count: int | None) -> dict[str, object]:
    """The slots of a superlative; `count` is None for a single row."""
    slots: dict[str, object] = {
        "best": best_phrase(scene, column, high=high),
        "n": scene.column_noun(column),
        "tb": "top" if high else "bottom",
        "bynoun": not column.meaning.counted and column.kind in NUMBER_KINDS,
        "hl": scene.one_of("highest", "largest") if high else scene.one_of("lowest", "smallest"),
    }
    if column.kind in TIME_KINDS and column.meaning.done and count is None:
        when = scene.one_of("last", "most recently") if high else scene.one_of("first", "first", "earliest")
        slots["first"] = f"{column.meaning.done} {when}"
    adjectives = superlative_adjectives(column, high=high)
    if adjectives:
        slots["adj"] = scene.pick(adjectives)
    if count is not None:
        slots |= {"num": scene.number_text(count), "many": True}
        slots["what"] = scene.one_of("what are", "which are")
        slots["what_n"] = "what are"
    return slots


# ---------------------------------------------------------------------- aggregates
def aggregate_phrase(scene: Scene, function: str, column: Column) -> str:
    """ "average price", "total number of goals", "latest order date"."""
    noun = scene.column_noun(column)
    if column.kind in TIME_KINDS:
        return scene.say("agg_last" if function == "MAX" else "agg_first", n=noun)
    slots = kind_flags(column) | {"n": noun, "total": noun.startswith("total")}
    return scene.say("agg_" + function.lower(), slots)


def aggregate_choice(scene: Scene, table: Table, *, times: bool = False) -> tuple[Column, str] | None:
    """A column with a function that makes sense for it."""
    columns = table.numbers + (table.times if times else [])
    if not columns:
        return None
    column = scene.pick(columns)
    if column.kind in TIME_KINDS:
        return column, scene.one_of("MAX", "MIN")
    if column.meaning.additive:
        return column, scene.one_of("AVG", "SUM", "MAX", "MIN", "AVG", "SUM")
    return column, scene.one_of("AVG", "AVG", "MAX", "MIN")


def group_choice(scene: Scene, table: Table, *, qualified: bool = False) -> tuple[Column, str, str] | None:
    """A column to group by: (column, SQL expression, singular noun)."""
    times = table.times
    columns = table.categories + times
    if not columns:
        return None
    weights = [1.3 if column in times else 4.0 for column in columns]
    column = scene.rng.choices(columns, weights)[0]
    name = column.sql(qualified=qualified)
    noun = scene.column_noun(column)
    if column.kind != "date":
        return column, name, noun
    alone = len(times) == 1
    if scene.chance(0.7):
        year = "year" if alone and scene.chance(0.7) else scene.one_of(f"year of the {noun}", f"{noun} year")
        return column, f"strftime ( '%Y' , {name} )", year
    return column, f"strftime ( '%Y-%m' , {name} )", "month" if alone else f"month of the {noun}"


def comparison(scene: Scene, count: int) -> tuple[str, int, str]:
    """A comparison of a count: (SQL sign, number, words)."""
    sign = scene.one_of(">", ">", ">=", ">=", "<", "=", "<=")
    count = 3 if sign == "<" and count == 1 else count
    text = scene.number_text(count)
    words = {
        ">": scene.one_of(f"more than {text}", f"over {text}", f"more than {text}"),
        ">=": scene.one_of(f"at least {text}", f"{text} or more", f"no fewer than {text}", f"at least {text}"),
        "<": scene.one_of(f"fewer than {text}", f"less than {text}"),
        "=": scene.one_of(f"exactly {text}", f"exactly {text}", text),
        "<=": scene.one_of(f"at most {text}", f"no more than {text}"),
    }[sign]
    return sign, count, words


def per_phrase(scene: Scene, noun: str) -> str:
    """ "per city", "for each city", "by city"."""
    return scene.say_words("per", g=noun)


def counted_noun(noun: str, count: int) -> str:
    """The noun in the number that the count asks for."""
    return noun if count == 1 else plural(noun)
