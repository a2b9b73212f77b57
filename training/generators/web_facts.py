"""Facts that a brief tells: hours, prices, dates, people, telephone numbers, all as people type them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from types import MappingProxyType

from training.generators.book_vocabulary import Language
from training.generators.web_lexicon import Trade, one, words
from training.generators.web_names import person

Pairs = tuple[tuple[str, str], ...]
"""What is named, and what stands beside it: a price, a time, a role."""

_CURRENCIES = (
    "£{}",
    "£{}",
    "${}",
    "${}",
    "€{}",
    "{} €",
    "{} euros",
    "{} pounds",
    "{} dollars",
    "{} CHF",
    "from £{}",
    "from ${}",
    "from {} euros",
    "£{} per person",
    "${} each",
    "€{} an hour",
    "{}€",
    "{} kr",
    "{} pounds a month",
    "${}/month",
    "£{} a day",
    "only {} dollars",
    "{} francs",
)
_CURRENCIES_ZH = (
    "{}元",
    "{}元",
    "{}元",
    "¥{}",
    "{}块",
    "{}元/位",
    "{}元起",
    "每份{}元",
    "每次{}元",
    "{}元一位",
    "{}元/小时",
    "{}元一天",
    "人均{}元",
    "每月{}元",
    "￥{}",
    "只要{}元",
    "{}块钱",
)
_SHORT_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DOMAINS = ("example.com", "example.org", "mail.com", "post.net", "inbox.eu", "web.org")
_DOMAINS_ZH = ("163.com", "qq.com", "126.com", "example.cn", "foxmail.com")


def _clock(rng: random.Random, first: int, last: int) -> str:
    hour = rng.randint(first, last)
    half = rng.choice(("", "", ":30"))
    late = f"{(hour - 1) % 12 + 1}{half} {'am' if hour < 12 else 'pm'}"
    return rng.choice((late, late.replace(" ", ""), f"{hour}{half or ':00'}", f"{hour}:00"))


def _hours(rng: random.Random) -> str:
    days = words("english", "days")
    at = rng.randrange(3)
    short, long = f"{_SHORT_DAYS[at]}-{_SHORT_DAYS[at + 3]}", f"{days[at]} to {days[at + 3]}"
    opens, closes = _clock(rng, 6, 11), _clock(rng, 14, 23)
    span = rng.choice((f"{opens} to {closes}", f"{opens} - {closes}", f"{opens}-{closes}", f"from {opens} to {closes}"))
    forms = (
        f"{short} {span}",
        f"{long}, {span}",
        f"daily {span}",
        f"every day {span}",
        f"{long} {span}",
        "weekends only",
        f"{span}, closed on {one(rng, days)}s",
        f"{span}, {one(rng, days)}s closed",
        f"{rng.randint(7, 11)}-{rng.randint(3, 8)}, {short}",
        f"from {opens}",
        f"every {one(rng, days)} from {opens}",
        "by appointment",
        f"{short} {rng.randint(7, 11)} to {rng.randint(3, 9)}",
        f"{rng.randint(7, 11)} to {rng.randint(3, 9)}",
        f"{short} {opens}–{closes}",
        f"{span} every day except {one(rng, days)}",
        f"{one(rng, days)}s and {days[at + 3]}s {span}" if days[at + 3] else opens,
        f"{rng.randint(7, 11)} till {rng.randint(4, 11)}, seven days a week",
        f"{short} until {closes}",
        f"{one(rng, days)} evenings",
        f"from {rng.randint(6, 11)} in the morning to {rng.randint(4, 11)} in the evening",
        f"{opens} on weekdays and {_clock(rng, 9, 11)} on Saturdays",
        f"{short} {opens}-{closes} and {_SHORT_DAYS[at + 3]} {rng.randint(9, 11)}-{rng.randint(1, 4)}",
        f"weekdays {span}",
        f"evenings from {rng.randint(5, 8)}",
        f"daily until {closes}",
        f"in summer {long}",
        "noon to midnight",
        "around the clock",
        f"{short} {opens}-{closes}, {_SHORT_DAYS[at + 3]} until noon",
    )
    return one(rng, forms)


def _hours_zh(rng: random.Random) -> str:
    opens, closes = rng.randint(6, 11), rng.randint(17, 23)
    span = rng.choice(
        (
            f"{opens}:00-{closes}:00",
            f"{opens}:30-{closes}:00",
            f"早{opens}点到晚{closes - 12}点",
            f"{opens}点到{closes}点",
            f"上午{opens}点至晚上{closes - 12}点",
        )
    )
    days = rng.choice(("", "", "周一至周五", "周二到周日", "每天", "周末", "工作日"))
    return rng.choice(
        (
            f"{days}{span}",
            f"{days}{span}",
            f"{span}，{one(rng, words('chinese', 'days')[:5])}休息",
            f"{span}（{one(rng, words('chinese', 'days')[:5])}休息）",
            f"{opens}点开门，{closes}点关门",
            f"全年无休，{span}",
            "24小时",
            f"早上{opens}点开到晚上{closes - 12}点",
            f"周一到周六{opens}:00—{closes}:30",
            "中午到半夜",
            f"周末{opens}点到{closes}点",
        )
    )


def _phone(rng: random.Random) -> str:
    def digits(count: int) -> str:
        return "".join(rng.choice("0123456789") for _ in range(count))

    return rng.choice(
        (
            f"0{digits(3)} {digits(6)}",
            f"0{digits(2)} {digits(4)} {digits(4)}",
            f"+{rng.randint(30, 61)} {digits(2)} {digits(7)}",
            f"({digits(3)}) {digits(3)}-{digits(4)}",
            f"0{digits(4)} {digits(5)}",
            f"555-{digits(4)}",
            f"{digits(3)}.{digits(3)}.{digits(4)}",
            f"0{digits(2)}/{digits(7)}",
            f"+44 {digits(4)} {digits(6)}",
            f"00{rng.randint(30, 49)} {digits(3)} {digits(3)} {digits(2)}",
            f"0{digits(9)}",
        )
    )


def _phone_zh(rng: random.Random) -> str:
    tail = "".join(rng.choice("0123456789") for _ in range(9))
    return rng.choice(
        (f"1{rng.choice('3578')}{tail}", f"0{rng.randint(10, 99)}-{tail[:8]}", f"0{rng.randint(511, 898)}-{tail[:7]}")
    )


def _email(rng: random.Random, language: Language) -> str:
    word = one(rng, words("english", "noun"))
    if language == "chinese":
        return f"{word}{rng.randint(1, 999)}@{one(rng, _DOMAINS_ZH)}"
    user = rng.choice(("hello", "info", "mail", "hi", "contact", one(rng, words("english", "first")).lower()))
    return rng.choice(
        (f"{user}@{word}{one(rng, words('english', 'noun'))}.com", f"{word}@{one(rng, _DOMAINS)}", f"{user}@{word}.org")
    )


def _address(rng: random.Random, language: Language) -> str:
    number = rng.randint(1, rng.choice((40, 200, 999)))
    if language == "chinese":
        return street(rng, language) + rng.choice((f"{number}号", f"{number}号", f"{number}弄{rng.randint(1, 30)}号"))
    return rng.choice((f"{number} {street(rng, language)}", f"{number}{rng.choice('ABC')} {street(rng, language)}"))


def street(rng: random.Random, language: Language) -> str:
    """A street's name without a number."""
    if language == "chinese":
        return one(rng, words("chinese", "roads")) + one(rng, words("chinese", "streets"))
    stem = one(rng, words("english", rng.choice(("noun", "last")))).capitalize()
    return f"{stem} {one(rng, words('english', 'streets'))}"


def amount(rng: random.Random, language: Language) -> str:
    """What something costs."""
    if language == "chinese":
        return one(rng, _CURRENCIES_ZH).format(
            rng.choice((rng.randint(5, 99), rng.randint(1, 60) * 10 - 2, rng.randint(1, 30) * 100))
        )
    figure = rng.choice(
        (
            str(rng.randint(2, 99)),
            str(rng.randint(1, 40) * 10),
            f"{rng.randint(1, 30)}.{rng.choice(('50', '90', '20', '80'))}",
            f"{rng.randint(1, 9)},{rng.randint(0, 9)}50",
            str(rng.randint(1, 20) * 50),
        )
    )
    return one(rng, _CURRENCIES).format(figure)


def goods(rng: random.Random, trade: Trade, language: Language, count: int) -> tuple[str, ...]:
    """Names of things that a trade sells: its own and others, each once."""
    own = [entry.title for entry in trade.things]
    rng.shuffle(own)
    found: list[str] = []
    while len(found) < count:
        roll = rng.random()
        if own and roll < 0.6:
            name = own.pop()
        elif roll < (0.8 if own else 0.5):
            name = one(rng, words(language, "wares"))
        elif language == "english":
            name = one(rng, words("english", rng.choice(("things", "noun"))))
            name = f"{one(rng, words('english', 'adjective'))} {name}" if rng.random() < 0.6 else name
        else:
            name = one(rng, words("chinese", "things"))
            name = one(rng, words("chinese", "pairs")) + name if rng.random() < 0.4 else name
        if name not in found:
            found.append(name)
    return tuple(found)


def prices(rng: random.Random, trade: Trade, language: Language) -> Pairs:
    """Two or three things with what they cost."""
    return tuple((name, amount(rng, language)) for name in goods(rng, trade, language, rng.choice((2, 2, 3))))


def dates(rng: random.Random, language: Language) -> Pairs:
    """Two or three dates with their days."""
    found = rng.sample(words(language, "dates"), rng.choice((2, 2, 3)))
    return tuple((name, _day(rng, language)) for name in found)


def _day(rng: random.Random, language: Language) -> str:
    day = one(rng, words(language, "days"))
    number, hour = rng.randint(1, 28), rng.randint(8, 21)
    if language == "chinese":
        return rng.choice((f"{day}{hour}:00", f"{day}{hour}点", f"{rng.randint(1, 12)}月{number}日", day))
    month = one(rng, words("english", "months"))
    return rng.choice(
        (
            f"{day} {hour}:00",
            f"{day} {_clock(rng, 8, 21)}",
            f"{number} {month}",
            f"{month} {number}",
            f"every {day}",
            day,
        )
    )


def team(rng: random.Random, language: Language) -> Pairs:
    """Two or three people with what they do."""
    roles = rng.sample(words(language, "roles"), rng.choice((2, 2, 3)))
    return tuple((person(rng, language), role) for role in roles)


def listed(rng: random.Random, names: tuple[str, ...], language: Language) -> str:
    """Names in a row as a sentence has them."""
    if language == "chinese":
        return rng.choice(("、", "、", "，", " ")).join(names)
    joint = rng.choice((" and ", ", ", " and "))
    return ", ".join(names[:-1]) + joint + names[-1] if len(names) > 1 else names[0]


def paired(rng: random.Random, pairs: Pairs, language: Language, kind: str) -> str:
    """Names with what stands beside them, as a sentence has them."""
    if language == "chinese":
        form = {"team": "{0}（{1}）"}.get(kind, rng.choice(("{0}{1}", "{0}{1}", "{0} {1}", "{0}：{1}")))
        return rng.choice(("，", "、", "；")).join(form.format(*pair) for pair in pairs)
    forms = {"team": ("{0} ({1})", "{0}, {1}"), "dates": ("{0} {1}", "{0}: {1}", "{0} on {1}")}
    form = rng.choice(
        forms.get(kind, ("{0} {1}", "{0} {1}", "{0} for {1}", "{0}: {1}", "{0} ({1})", "{0} - {1}", "{0} at {1}"))
    )
    form = form.replace(" on ", " ") if any(pair[1].startswith("every") for pair in pairs) else form
    if any(pair[1].startswith(("from", "only")) for pair in pairs):
        form = form.replace(" for ", " ").replace(" at ", " ")
    return ("; " if form == "{0}, {1}" else ", ").join(form.format(*pair) for pair in pairs)


def costs(rng: random.Random, pairs: Pairs, language: Language) -> str:
    """Prices as a running sentence tells them."""
    if language == "chinese":
        form = rng.choice(("{0}收{1}", "{0}卖{1}", "{0}的价格是{1}", "{0}是{1}", "{0}，{1}"))
        return rng.choice(("，", "；", "，")).join(form.format(*pair) for pair in pairs)
    forms = (
        "the {0} {2} {1}",
        "{0} {2} {1}",
        "{0} will be {1}",
        "{0} {3} {1}",
        "we ask {1} for {0}",
        "you pay {1} for {0}",
    )
    form = rng.choice(forms)
    told = [form.format(*pair, *(("cost", "are") if pair[0].endswith("s") else ("costs", "is"))) for pair in pairs]
    return ", ".join(told[:-1]) + rng.choice((" and ", ", ", " and ")) + told[-1]


def _since(rng: random.Random, language: Language) -> str:
    year = str(rng.randint(1880, 2026))
    return f"{year}年" if language == "chinese" else year


SIMPLE: Mapping[str, Callable[[random.Random, Language], str]] = MappingProxyType(
    {
        "hours": lambda rng, language: _hours_zh(rng) if language == "chinese" else _hours(rng),
        "phone": lambda rng, language: _phone_zh(rng) if language == "chinese" else _phone(rng),
        "email": _email,
        "address": _address,
        "since": _since,
        "audience": lambda rng, language: one(rng, words(language, "audiences")),
        "quote": lambda rng, language: one(rng, words(language, "quotes")),
        "action": lambda rng, language: one(rng, words(language, "actions")),
    }
)
"""Facts of one piece, by kind."""
