"""Conditions on dates and years, each with the English for it and the SQL."""

from __future__ import annotations

from collections.abc import Callable

from training.generators.sql_clause import Condition, condition_slots
from training.generators.sql_scene import Scene
from training.generators.sql_schema import Column
from training.generators.sql_values import MONTHS, iso_date

AGED_YEARS = frozenset(("model_year", "built_year", "release_year", "publication_year"))


def date_text(scene: Scene, date: str) -> str:
    """An ISO date as someone types it."""
    if scene.chance(0.5):
        return date
    year, month, day = date.split("-")
    name, day_number = MONTHS[int(month) - 1], int(day)
    short = name[:3] if scene.chance(0.25) else name
    return scene.one_of(f"{short} {day_number}, {year}", f"{day_number} {short} {year}", f"{short} {day_number} {year}")


DATE_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (">", ("after", "later than", "after")),
    ("<", ("before", "earlier than", "prior to", "before")),
    (">=", ("since", "on or after", "from")),
    ("<=", ("until", "on or before", "no later than", "up to and including")),
    ("=", ("on",)),
    ("=", ("on",)),
    ("between", ("between",)),
)
YEAR_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("=", ("in", "in", "in", "in the year", "during")),
    ("=", ("in", "in", "in", "in the year")),
    (">", ("after", "after", "later than")),
    ("<", ("before", "before", "earlier than", "prior to")),
    (">=", ("since", "since", "in or after", "from %s onwards", "from %s on", "starting in")),
    ("<=", ("until", "up to", "in or before")),
    ("between", ("between", "from", "between")),
)


def _exact_date(scene: Scene) -> tuple[str, str, str]:
    """(fragment, words, a date that fits)"""
    date = iso_date(scene.rng)
    operator, words = scene.pick(DATE_WORDS)
    if operator == "between":
        low, high = sorted((date, iso_date(scene.rng)))
        high = high if high != low else "2026-12-31"
        text = f"between {date_text(scene, low)} and {date_text(scene, high)}"
        return f"{{c}} BETWEEN '{low}' AND '{high}'", text, low
    fits = {">": "2027-01-01", "<": "1990-01-01"}.get(operator, date)
    return f"{{c}} {operator} '{date}'", f"{scene.pick(words)} {date_text(scene, date)}", fits


def _month(scene: Scene) -> tuple[str, str, str]:
    year, month = scene.rng.randint(1995, 2026), scene.rng.randint(1, 12)
    name = MONTHS[month - 1]
    text = scene.one_of(f"{name} {year}", f"{name} {year}", f"{name} of {year}", f"{name[:3]} {year}")
    stamp = f"{year:04d}-{month:02d}"
    roll = scene.rng.random()
    if roll < 0.1:
        return f"strftime ( '%m' , {{c}} ) = '{month:02d}'", f"in {name}", f"{stamp}-15"
    if 0.2 <= roll < 0.5:
        operator, words = scene.pick(YEAR_WORDS[2:6])
        word = scene.pick([word for word in words if "%s" not in word])
        fits = {">": f"{year + 1:04d}-01-15", "<": f"{year - 1:04d}-12-15"}.get(operator, f"{stamp}-15")
        return f"strftime ( '%Y-%m' , {{c}} ) {operator} '{stamp}'", f"{word} {text}", fits
    if roll < 0.2 and month < 12:
        last = scene.rng.randint(month + 1, 12)
        text = scene.one_of(
            f"between {name} and {MONTHS[last - 1]} {year}", f"from {name} to {MONTHS[last - 1]} {year}"
        )
        return f"strftime ( '%Y-%m' , {{c}} ) BETWEEN '{stamp}' AND '{year:04d}-{last:02d}'", text, f"{stamp}-15"
    return f"strftime ( '%Y-%m' , {{c}} ) = '{stamp}'", f"in {text}", f"{stamp}-15"


def _year(scene: Scene, *, of_date: bool, year: int) -> tuple[str, str, str]:
    operator, words = scene.pick(YEAR_WORDS)
    word = scene.pick(words)
    expression = "strftime ( '%Y' , {c} )" if of_date else "{c}"
    show: Callable[[int], str] = (lambda y: f"'{y}'") if of_date else str
    if scene.chance(0.05):
        other = year + scene.rng.randint(1, 4)
        text = f"in {year} {scene.one_of('or', 'or', 'and')} {other}"
        return f"{expression} IN ( {show(year)} , {show(other)} )", text, str(year)
    if operator == "between":
        last = year + scene.rng.randint(1, 15)
        text = f"between {year} and {last}" if word == "between" else f"from {year} to {last}"
        return f"{expression} BETWEEN {show(year)} AND {show(last)}", text, str(year)
    text = word % year if "%s" in word else f"{word} {year}"
    fits = year + {">": 1, "<": -1}.get(operator, 0)
    return f"{expression} {operator} {show(year)}", text, str(fits)


def recent_condition(scene: Scene, column: Column) -> Condition:
    """Conditions relative to the day of the question."""
    options = (
        ("strftime ( '%Y' , {c} ) = strftime ( '%Y' , 'now' )", "this year", "the current year"),
        ("strftime ( '%Y-%m' , {c} ) = strftime ( '%Y-%m' , 'now' )", "this month", "the current month"),
        ("{c} = DATE ( 'now' )", "today", "today"),
        (
            "{c} >= DATE ( 'now' , '-7 days' )",
            scene.one_of("in the last 7 days", "in the past week"),
            "the last 7 days",
        ),
        (
            "{c} >= DATE ( 'now' , '-30 days' )",
            scene.one_of("in the last 30 days", "in the past 30 days"),
            "the last 30 days",
        ),
        ("strftime ( '%Y' , {c} ) = strftime ( '%Y' , 'now' , '-1 years' )", "last year", "the last year"),
    )
    fragment, text, noun = scene.pick(options)
    slots = condition_slots(scene, column) | {"t": text, "t1": noun, "only_time": len(column.table.times) == 1}
    return Condition(column, [(column, fragment)], "recent", slots)


def time_condition(scene: Scene, column: Column) -> Condition:
    """A condition on a date, or on a year."""
    slots = condition_slots(scene, column)
    slots["only_time"] = len(column.table.times) == 1
    is_date = column.kind == "date"
    if is_date and scene.chance(0.06):
        return recent_condition(scene, column)
    roll = scene.rng.random()
    if is_date and roll < 0.3:
        fragment, text, fits = _exact_date(scene)
    elif is_date and roll < 0.45:
        fragment, text, fits = _month(scene)
    else:
        year = scene.rng.randint(1995, 2026) if is_date else int(scene.value(column))
        fragment, text, fits = _year(scene, of_date=is_date, year=year)
        fits = f"{fits}-06-15" if is_date else fits
    scene.plant(column, fits if is_date else int(fits))
    slots["t"] = text
    first, _, rest = text.partition(" ")
    _add_age(column, fragment, rest, slots)
    slots["plain_in"] = first == "in" and not rest.startswith(("or", "the"))
    slots["t0"] = rest
    bare = rest if slots["plain_in"] and slots["only_time"] else ""
    if not is_date and fragment.startswith("{c} = "):
        slots["v"] = text.split()[-1]
        return Condition(column, [(column, fragment)], "year_is", slots, bare=bare)
    return Condition(column, [(column, fragment)], "when", slots, bare=bare)


def _add_age(column: Column, fragment: str, rest: str, slots: dict[str, object]) -> None:
    """Lets "older than 2015" stand for a year before it."""
    attribute, sign = column.meaning, fragment.removeprefix("{c} ")[:2]
    comparative = {"> ": attribute.more, "< ": attribute.less}.get(sign, "")
    if attribute.name in AGED_YEARS and comparative and rest[-4:].isdigit():
        slots |= {"aged": comparative, "y": rest[-4:]}
