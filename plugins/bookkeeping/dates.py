"""Days as people write them, found in a line and turned into dates relative to today. English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from plugins.bookkeeping.plain import CHINESE, CHINESE_NUMERAL, ENGLISH_SMALL, chinese_number, plain

AHEAD_DAYS = 31
"""A day without a year lies in the past, or at most this far ahead."""


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Words of a line that name a day.

    Attributes:
        start: first character in the line.
        end: one past the last.
        text: the words as they stand there.
        value: the day that they mean.
        is_sure: False for what may as well be an amount (``6.10``) or a range (``8-9``).
    """

    start: int
    end: int
    text: str
    value: date
    is_sure: bool = True


def find_dates(line: str, today: date, *, day_first: bool = False) -> tuple[DateSpan, ...]:
    """All days that a line names, in their order; of overlapping ones the longest.

    Args:
        line: as typed.
        today: what days are counted from.
        day_first: whether ``3/1`` is the third of January.
    """
    text = plain(line)
    found: list[DateSpan] = []
    for pattern, read, is_sure in _patterns(is_chinese=bool(CHINESE.search(line))):
        for match in pattern.finditer(text):
            value = _value(_dmy if read is _slashed and day_first else read, match, today)
            if value is not None and not (read is _slashed and _is_size(text, match)):
                found.append(DateSpan(match.start(), match.end(), line[match.start() : match.end()], value, is_sure))
    found.sort(key=lambda span: (span.start - span.end, not span.is_sure, span.start))
    kept: list[DateSpan] = []
    for span in found:
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return tuple(sorted(kept, key=lambda span: span.start))


Read = Callable[[re.Match[str], date], date | None]


def _value(read: Read, match: re.Match[str], today: date) -> date | None:
    try:
        return read(match, today)
    except (ValueError, OverflowError):  # 31 February, the year 0
        return None


_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b(?:\.(?=\s?(?:\d|the\b)))?"
)
_DAY = r"(?P<day>\d{1,2})(?!\d|[.,]\d|\s?(?:k|grand|thousand|dollars?|bucks?|euros?|usd|eur|pounds?)(?![a-z])|\s?[$€£¥](?!\s?\d)|/\d)"
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)\b"
_NTH_OR_NOT = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?:\s*,\s*|\s+|\s*')(?P<year>(?:19|20)\d\d|(?<=')\d\d)\b"
_WEEKDAY = r"(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|r|rs|rsday|urday)?\b"
_FULL_WEEKDAY = r"(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)day\b(?!\.[a-z])"
_WEEKDAYS = r"(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)days\b"
_BEFORE = r"(?<![\w.,/:$€£¥#-])"
_NO_LABEL = "".join(rf"(?<!\b{word} )" for word in "flat unit apt apartment room rm suite plot lot bay".split())
"""Before a day of a month; “flat 2 feb rent” names a flat."""
_NO_BIRTHDAY = "(?<!'s )" + "".join(
    rf"(?<!\b{word}s )" for word in "mum mom dad nan gran grandad grandma sister brother".split()
)
_COUNT = r"(?P<count>\d{1,3}|an?|" + "|".join(list(ENGLISH_SMALL)[1:13]) + ")"
_NO_SUN = (
    r"(?!\s?(?:'s|nav|cream|creams|hats?|screen|glasses|loungers?|beds?|block|lotion|dried|phones?|tv"
    r"|dish|radio|roof|shades?|room|flowers?|umbrella|life|tan|valley|city|pharma|dress|dresses"
    r"|blinds|care|protection|parasol|visor"
    r"|on|in|at|down|through|tax)\b)"
)
_WEEKDAYS_ZH = "一二三四五六日天"


def _month_number(match: re.Match[str]) -> int:
    name = match["month"][:3]
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name))


def _near(month: int, day: int, today: date) -> date | None:
    """The last such day, or one that is at most a month ahead."""
    for year in range(today.year + 1, today.year - 8, -1):
        try:
            value = date(year, month, day)
        except ValueError:
            continue
        if value.year <= today.year and value <= today + timedelta(days=AHEAD_DAYS):
            return value
    return None


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) > 2 else 2000 + int(digits)


def _named(match: re.Match[str], today: date) -> date | None:
    year, day = match.groupdict().get("year"), int(match["day"])
    month = _month_number(match)
    return date(_full_year(year), month, day) if year else _near(month, day, today)


def _ymd(match: re.Match[str], today: date) -> date | None:
    return date(_full_year(match["year"]), int(match["month"]), int(match["day"]))


def _mdy(match: re.Match[str], today: date) -> date | None:
    month, day = int(match["month"]), int(match["day"])
    if month > 12:
        month, day = day, month
    year = match.groupdict().get("year")
    return date(_full_year(year), month, day) if year else _near(month, day, today)


def _slashed(match: re.Match[str], today: date) -> date | None:
    return _mdy(match, today)


def _dmy(match: re.Match[str], today: date) -> date | None:
    day, month = int(match["month"]), int(match["day"])
    if month > 12:
        day, month = month, day
    year = match.groupdict().get("year")
    return date(_full_year(year), month, day) if year else _near(month, day, today)


def _month_first(match: re.Match[str], today: date) -> date | None:
    """6.10 as the Chinese write it: 23.5 is no day."""
    return _near(int(match["month"]), int(match["day"]), today)


_WARES = re.compile(
    r"\s?(?:\"|''|-?(?:inch|in|mm|cm|ply|ga|gauge|awg|pipe|pvc|plywood|mdf|dowel|hex|npt|copper|pex|wire|romex|cable|cord|drive"
    r"|bolt|screw|drill|sheet|board|hose|fitting"
    r"|elbow|tee|valve|conduit|emt|nm|mc|thhn|cup|tsp|off|price|share|scale|time|support|pint|hour|hr|day|week"
    r"|month|year|kg|kilo|lb|ton|tonne|litre|liter|mile)s?\b)",
    re.ASCII,
)
_LEADS_TO_A_DAY = re.compile(
    r"(?:^|[,;:|(\0-]|\d|\b(?:on|of|from|paid|pd|dated?|due|for|since|till|until|by|inv|invoice|autopay))\s?$", re.ASCII
)
_GOES_ON = re.compile(r"\s*$|\s?[^\w\s]|\s\d|\s(?:for|on|at|to|from|by|via|with|cash|card|and|the)\b", re.ASCII)


def _is_size(text: str, match: re.Match[str]) -> bool:
    """Whether ``12/2`` or ``3/4`` is the size of what was bought: one of wares, or a fraction or a gauge in the midst of words."""
    if "year" in match.groupdict():
        return False
    before, after = text[: match.start()], text[match.end() :]
    first, second = int(match["month"]), int(match["day"])
    is_fraction = first < second and second in (2, 3, 4, 8, 16)
    is_gauge = first in (8, 10, 12, 14) and second in (2, 3, 4)
    in_words = not _LEADS_TO_A_DAY.search(before) and not _GOES_ON.match(after)
    return bool(_WARES.match(after)) or ((is_fraction or is_gauge) and in_words)


def _nth(match: re.Match[str], today: date) -> date | None:
    return _nth_of(int(match["day"]), today)


def _nth_of(day: int, today: date) -> date | None:
    """A day of the month alone: the last one."""
    first = today.replace(day=1)
    for _ in range(4):
        last_of_month = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        if day <= last_of_month.day and first.replace(day=day) <= today:
            return first.replace(day=day)
        first = (first - timedelta(days=1)).replace(day=1)
    return None


def _nth_zh(match: re.Match[str], today: date) -> date | None:
    day = _digits_or_words(match["day"])
    return _nth_of(day, today) if day else None


def _last_month(match: re.Match[str], today: date) -> date | None:
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    return first.replace(day=int(match["day"]))


def _this_month(match: re.Match[str], today: date) -> date | None:
    return today.replace(day=int(match["day"]))


def _days(count: int) -> Read:
    return lambda _match, today: today - timedelta(days=count)


def _count(words: str) -> int:
    if words.isdigit():
        return int(words)
    if words in ("a", "an"):
        return 1
    number = ENGLISH_SMALL.get(words)
    return chinese_number(words) or 0 if number is None else number


def _ago(match: re.Match[str], today: date) -> date | None:
    count, unit = _count(match["count"]), match["unit"]
    if unit.startswith(("month", "个月", "月")):
        months = today.year * 12 + today.month - 1 - count
        return date(months // 12, months % 12 + 1, min(today.day, 28))
    days = 7 if unit.startswith(("week", "周", "星期", "礼拜", "个星期", "个礼拜")) else 1
    return today - timedelta(days=days * count)


def _weekday_number(match: re.Match[str]) -> int:
    return ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(match["weekday"][:3])


def _last_weekday(match: re.Match[str], today: date) -> date | None:
    back = (today.weekday() - _weekday_number(match)) % 7
    return today - timedelta(days=back or 7)


def _this_weekday(match: re.Match[str], today: date) -> date | None:
    return today + timedelta(days=_weekday_number(match) - today.weekday())


def _in_last_week(match: re.Match[str], today: date) -> date | None:
    return today - timedelta(days=today.weekday() + 7 - _weekday_number(match))


_SLIPPED = {
    "wen": 2,
    "wed": 2,
    "thr": 3,
    "thu": 3,
    "tus": 1,
    "teu": 1,
    "tue": 1,
    "sat": 5,
    "fir": 4,
    "fri": 4,
    "mon": 0,
}


def _slipped_weekday(match: re.Match[str], today: date) -> date | None:
    """The last day of a mistyped name: wensday, thrusday."""
    back = (today.weekday() - _SLIPPED[match["slip"][:3]]) % 7
    return today - timedelta(days=back or 7)


def _weekday_zh(match: re.Match[str], today: date) -> date | None:
    number = min(_WEEKDAYS_ZH.index(match["weekday"]), 6)
    monday = today - timedelta(days=today.weekday())
    weeks = match["which"].count("上")
    value = monday + timedelta(days=number - 7 * weeks)
    return value - timedelta(days=7) if value > today and not match["which"] else value


def _chinese_md(match: re.Match[str], today: date) -> date | None:
    month, day = _digits_or_words(match["month"]), _digits_or_words(match["day"])
    if month is None or day is None:
        return None
    year = match["year"]
    if year is None:
        return _near(month, day, today)
    numbers = {"今": today.year, "去": today.year - 1, "前": today.year - 2}
    value = numbers.get(year) or _digits_or_words(year)
    return date(_full_year(str(value)), month, day) if value else None


def _digits_or_words(text: str) -> int | None:
    return int(text) if text.isdigit() else chinese_number(text)


_ISO = r"(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d|[-/.]\d)"
_YEAR_ZH = r"(?P<year>\d{4}|\d\d(?=年)|[今去前](?=年)|[零〇一二三四五六七八九]{4}(?=年))"
_NUMBER_ZH = rf"(?:\d{{1,2}}|{CHINESE_NUMERAL}{{1,3}})"
_YESTERDAY = r"(?:y[estrdaui]{5,8}y|yest(?:'?day)?|y'?day)"
"""Also as it is mistyped: yestrday, yesturday; and shortened."""
_WORDS: tuple[tuple[str, int], ...] = (
    (rf"\b(?:the )?day before {_YESTERDAY}\b", 2),
    (rf"\b{_YESTERDAY}(?:'?s| morning| afternoon| evening| night)?\b", 1),
    (r"\b(?:today(?:'s)?|this (?:morning|afternoon|evening)|tonight)\b", 0),
    (r"\blast night\b", 1),
    (r"\btomorrow\b", -1),
    (r"\blast week\b", 7),
    (r"\b(?:the )?week before last\b", 14),
    (r"\b(?:a )?fortnight ago\b", 14),
    (r"\ba couple of days (?:ago|back)\b", 2),
    ("大前(?:天|日|儿个?)", 3),
    ("(?<!大)前(?:[天日晚夜](?!起)|儿个?(?!子))", 2),
    ("昨(?:[天日晚夜]|儿个?)(?:晚上?|夜里|早上|上午|中午|下午)?", 1),
    ("今(?:[天日早晚]|儿个?)", 0),
    ("明(?:[天日]|儿个?)", -1),
)
_SLIPS = r"\b(?:last )?(?P<slip>we(?:n|nd|dn|den)sday|thr?u?rs?day|thrusday|tuse?day|teusday|tueday|satr?e?rday|firday|modnay|mondya)\b"
_NO_DAY_ZH = "楼线店机房门电桌厅包位码院台车铺摊柜仓员馆球尾人称牌"
"""What a number with 号 names where it is no day: 三号楼."""
_ENGLISH: tuple[tuple[str, Read], ...] = (
    (rf"{_BEFORE}{_ISO}", _ymd),
    (rf"{_BEFORE}(?P<month>\d{{1,2}})(?P<sep>[/-])(?P<day>\d{{1,2}})(?P=sep)(?P<year>(?:20|19)\d\d|\d\d)(?![\w/-])", _slashed),
    (rf"{_BEFORE}(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?(?P<year>(?:20|19)\d\d|\d\d)(?!\d|[.,]\d)", _mdy),
    (rf"{_BEFORE}(?!24/7)(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})(?![\w/]|[.,]\d)", _slashed),
    (rf"\b{_MONTH}\s?(?:the\s)?(?:{_DAY}(?:st|nd|rd|th)?\b)(?:{_YEAR})?", _named),
    (rf"(?:\bthe\s)?{_NO_LABEL}{_BEFORE}{_NTH_OR_NOT}\.?\s?(?:of\s)?-?{_MONTH}(?:-(?P<year>(?:19|20)\d\d)\b)?", _named),
    (rf"(?:\bthe\s)?{_NO_LABEL}{_BEFORE}{_NTH_OR_NOT}\.?\s?(?:of\s)?{_MONTH}{_YEAR}", _named),
    (rf"\bthe\s{_NTH}", _nth),
    (rf"(?<=\bon\s){_NTH}", _nth),
    (rf"(?<=\s){_NO_BIRTHDAY}{_NTH}(?=\s?(?:$|[,;.]))", _nth),
    (rf"\b{_COUNT}\s(?P<unit>day|week|month)s?\s(?:ago|back)\b", _ago),
    (rf"\blast week(?:'s)?,?\s(?:on\s)?{_WEEKDAY}", _in_last_week),
    (rf"\b{_WEEKDAY},?\s(?:of\s)?last week\b", _in_last_week),
    (_SLIPS, _slipped_weekday),
    (rf"\b(?:last|past)\s{_WEEKDAY}", _last_weekday),
    (rf"\bthis\s{_WEEKDAY}", _this_weekday),
    (rf"(?<=\bon\s){_WEEKDAY}", _last_weekday),
    (rf"^{_NTH}(?=\s?(?:[,;:]|-\s|$))", _nth),
    (rf"(?<!\bon )(?<!\bevery )(?<!\bdo )(?<!\bfor )(?<!\btgi )\b{_WEEKDAYS}", _last_weekday),
    (rf"\b{_FULL_WEEKDAY}", _last_weekday),
    (r"(?<![\w'-])(?P<weekday>mon|tues?|wed|thurs?|fri)(?![\w'-])", _last_weekday),
    (rf"(?<!\bthe )(?<!\bwe )(?<!\bi )(?<!\bthey )(?<![\w'.-])(?P<weekday>sat|sun)(?![\w'-]){_NO_SUN}", _last_weekday),
)  # fmt: skip
_CHINESE: tuple[tuple[str, Read], ...] = (
    (rf"(?:{_YEAR_ZH}[年.])?(?P<month>{_NUMBER_ZH})月(?P<day>{_NUMBER_ZH})(?:[日号]|(?![\d.个元块,]))", _chinese_md),
    (r"上个?月(?P<day>\d{1,2})[日号]", _last_month),
    (r"[本这]个?月(?P<day>\d{1,2})[日号]", _this_month),
    (rf"(?<![\d月.第零〇一二两三四五六七八九十百])(?P<day>{_NUMBER_ZH})[日号](?![{_NO_DAY_ZH}])", _nth_zh),
    ("元旦(?:那天|当天)", lambda _match, today: _near(1, 1, today)),
    (rf"(?P<count>\d{{1,3}}|{CHINESE_NUMERAL}{{1,2}})(?P<unit>天|日|周|个?星期|个?礼拜|个月)(?:之?前|以前)", _ago),
    (rf"(?P<which>上*|[这本]?)个?(?:周|星期|礼拜)(?P<weekday>[{_WEEKDAYS_ZH}])", _weekday_zh),
)  # fmt: skip
_UNSURE: tuple[tuple[str, Read], ...] = (
    (rf"{_BEFORE}(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?!\d)", _mdy),
    (rf"{_BEFORE}(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})(?![\w-]|[.,]\d)", _mdy),
)
_UNSURE_CHINESE: tuple[tuple[str, Read], ...] = (
    (
        r"(?<![\w.,/:$€£¥#-])(?P<month>\d{1,2})\.(?P<day>\d{1,2})(?![\d.]"
        r"|\s?(?:[吨斤米升千公克毫箱件个张折寸块元万百亿度平立厘]|kg|k|g|l|ml|m)|%)",
        _month_first,
    ),
)


def _compiled(rows: tuple[tuple[str, Read], ...], *, is_sure: bool) -> tuple[tuple[re.Pattern[str], Read, bool], ...]:
    return tuple((re.compile(pattern, re.ASCII), read, is_sure) for pattern, read in rows)


_SURE_PATTERNS = _compiled(
    (*_ENGLISH, *_CHINESE, *((pattern, _days(count)) for pattern, count in _WORDS)), is_sure=True
)
_UNSURE_PATTERNS = _compiled(_UNSURE, is_sure=False)
_UNSURE_CHINESE_PATTERNS = _compiled(_UNSURE_CHINESE, is_sure=False)


def _patterns(*, is_chinese: bool) -> Iterator[tuple[re.Pattern[str], Read, bool]]:
    yield from _SURE_PATTERNS
    yield from _UNSURE_PATTERNS
    if is_chinese:
        yield from _UNSURE_CHINESE_PATTERNS
