"""Facts of a brief, by the kind of section that they belong into: people, dates, years, figures, measures, clients, words of customers.

All in the brief's own words; a kind is there only where the brief tells at least two things of it, or one date or word of a customer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from plugins.web_designer.plan import Item

_ENOUGH = 2
_ONE_IS_ENOUGH = ("schedule", "testimonials")
_SENTENCES = re.compile(r"(?<!\b[A-Z])(?<!\bDr)(?<!\bSt)(?<!\bMr)(?<!\bMrs)\.(?!\d)(?:\s|$)|[!?。！？；;\n]")
_NAME = r"(?:(?:Dr|Mrs?|Ms|St)\.? )?[A-ZÀ-ÞĀ-Ž阿小大老][\w'’-]+(?: (?:van |de |da |von |der |El-|O['’])*[A-ZÀ-ÞĀ-Ž][\w'’-]+){0,2}"
_ROLES = (
    r"(?:team|staff|crew|partners|owners|vets|guides|chefs|cooks|coaches|nurses|pilots|midwives|family"
    r"|teachers?|trainers?|doctors?|instructors?|artists?"
    r"|(?!flow|burg|off|pap|numb|cov|ord|lett|dinn|cent|print|col|do|mot|tract|trail|roll|memb|custom|buy|foll|visit|read|design)"
    r"[a-z]+(?:ists|ers|ors|ians|smiths|men|women))"
)
_TOLD_ROLE = re.compile(rf"\b({_ROLES})(?: are|:| –| —| -|)\s+(?=(?-i:{_NAME}))", re.IGNORECASE)
_COUNTED = re.compile(rf"\b(?:two|three|four|five|six|[2-9]) (?:\w+ )?{_ROLES},\s+(?=(?-i:{_NAME}))", re.IGNORECASE)
_PERSON = re.compile(rf"^(?:and |with )?({_NAME})(?:\s*\(([^()]{{2,40}})\)|,? (?:the |our )?([a-z][^,.;()]{{2,40}}))?$")
_TITLED = re.compile(r"\b((?:dr|prof)\.? [a-z]+(?: [a-z]+)?)(?= and |,|\.|;|$)", re.IGNORECASE)
_DOES = re.compile(
    r"\b(?!She\b|He\b|It\b|We\b|The\b|Everyone\b|They\b|This\b)([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?) "
    r"((?:does|teaches|runs|cuts|cooks|bakes|plays|handles|looks after|sings|leads|drives|builds|repairs|paints|keeps|takes care of"
    r"|answers|brews|designs|sews|carves|roasts|grows|colours|colors)\b[^,.;()]{0,40}?)(?=,| and [A-Z]|[.;]|$)"
)
_ROLES_CHINESE = (
    r"(?:老师|教练|医生|师傅|摄影师|律师|设计师|成员|讲师|导师|主厨|厨师|店长|理发师|咖啡师"
    r"|同事|手艺人|合伙人|演员|教师|园长|团队|领队|向导)"
)
_TOLD_CHINESE = re.compile(
    rf"{_ROLES_CHINESE}[^，。；:：、]{{0,6}}[:：是有]\s*((?:[^，。；、\s]{{1,12}}、)+[^，。；、\s]{{1,12}})"
)
_COUNTED_CHINESE = re.compile(
    rf"[两二三四五六七八\d][位名个]{_ROLES_CHINESE}[，,:：]((?:[^，,。；]{{3,14}}[，,、])+[^，,。；]{{3,14}})"
)
_DOES_CHINESE = re.compile(
    r"^([\u4e00-\u9fff]{2,3}|阿?[A-Z]\w+)((?:看|教|管|做|负责|带|讲|主|擅长|专|拍|修|剪|画|唱|拉|弹)\S{1,12})$"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
_DAY = (
    r"(?:(?:every|each|on|first|last|second|third) )*(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?\b"
    r"(?:\s?(?:[-–&]|to|and)\s?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?\b)?"
)
_TIME = r"(?:at |from )?\d{1,2}(?![\d,])(?:[:.]\d\d)?(?:\s?[ap]\.?m\b)?(?:\s?(?:[-–]|to)\s?\d{1,2}(?:[:.]\d\d)?(?:\s?[ap]\.?m\b)?)?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)"
)
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}(?!\w)|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b)"
_WHEN = re.compile(
    rf"\b(?:(?:\d|two|three|four|five|six|ten) (?:mon|tues|wednes|thurs|fri|satur|sun)days\b|{_DAY},?\s+{_TIME}|{_DATE}(?:,?\s+{_TIME})?"
    rf"|(?:(?:on|every|each) )?(?:the |each |every )?(?:first|second|third|fourth|last) {_WEEKDAY}"
    r"(?: (?:of|in) (?:the|each|every) month)?)",
    re.IGNORECASE,
)
_WHEN_CHINESE = re.compile(
    r"(?:每月第?[一二三四]个?|每)?(?:周|星期)[一二三四五六日末天](?:[、和到至]?(?:周|星期)?[一二三四五六日天])*(?:[早晚]上?|上午|下午|中午)?"
    r"\s?(?:\d{1,2}[:：]\d\d|\d{1,2}点半?|[一二三四五六七八九十]+点半?)(?:[到至-](?:\d{1,2}[:：]\d\d|\d{1,2}点半?))?"
    r"|每?(?:周|星期)[一二三四五六日末天](?:上午|下午|晚上|早上)(?![到至\d一二三四五六七八九十])"
    r"|每月第?[一二三四]个?(?:周|星期)[一二三四五六日末天](?:上午|下午|晚上)?|\d{1,2}月\d{1,2}[日号](?:\s?\d{1,2}[:：]\d\d)?"
)
_HOURS = re.compile(
    r"[a-z]\s?(?:to|[-–])\s?[a-z]+\s[^a-z]*\d"
    r"|[周期][一二三四五六日天]?[到至-](?:周|星期)?[一二三四五六日天]",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|founded|opened|born)\s(?:on\s)?$|自从?$|[一二三四五六日天][到至]$", re.IGNORECASE)
OPENS = re.compile(
    r"\bopen(?:s|ing)?\b(?!(?: |-)(?:day|evening|studio|class|water|air|mic|stage|source|rehearsal))|\bclosed|\bhours\b"
    r"|营业|开门|闭馆|休息|打烊",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.,])((?:1[5-9]|20)\d\d)(?!\d|[.,]\d|\s?(?:元|€|m\b|g\b))年?")
_COUNT = re.compile(
    r"(?<![\d.,$€£¥:])(\d[\d,]*(?:\.\d+)?\s?%|\d[\d,]*)\s?\+?((?:[a-z-]+ ){0,1}(?!euros|pounds|dollars|minutes|hours|days|weeks|months"
    r"|years|metres|meters|miles|bucks|grams|times|rooms|seats|places|oz|pence)[a-z]+s\b|children\b|people\b|men\b|women\b)?(?!\w)"
)
_COUNT_CHINESE = re.compile(r"([\u4e00-\u9fff]{1,8}?)(\d[\d,.]*(?:多|万|余)*[只人名位家户棵场届件本所对%])(?![元块])")
_MEASURE = re.compile(
    r"(?<!\d)\d[\d.,]*(?:\s?(?:x|×|by|to|-|–)\s?\d[\d.,]*)*\s?"
    r"(?:mm|cm|m|km|kg|g|oz|lbs?|litres?|liters?|l|kW|W|kWh|V|Hz|MHz|GB|TB|°C|knots|mph"
    r"|inch(?:es)?|ft|feet|%(?=\s(?:effic|alc|vol|abv))|years?(?=\s(?:of\s)?(?:warranty|guarantee))|tonnes?|tons?|hp|dB|bar|rpm|nm|metres?|meters?|毫米|厘米|米|公斤|千克|吨|升|千瓦|伏|马力|克|寸|匹|瓦|毫安|目|度)(?![\w]|每)"
)
_MONEY = re.compile(r"[$€£¥]|\d\s?(?:euros?|pounds?|dollars?|元|块)|per |每", re.IGNORECASE)
_QUOTES = re.compile(
    r"[\"“]([^\"“”]{6,140})[\"”]\s*(?:\(([^()]{2,40})\)|[,–—-]+\s*([A-Z\u4e00-\u9fff][^,，。.;)）\n]{0,24})|（([^（）]{2,24})）)"
)
_CLIENTS = re.compile(
    r"\b(?:past|former|previous|recent|earlier|lately|so far|already|among (?:our|my)|clients?|customers|buyers|commissions?|productions"
    r"|(?:have|['’]ve|has) (?:\w+ )?(?:built|restored|made|worked|repaired|designed|done|shot|painted|mended|supplied|served|moved|cast"
    r"|rehung|tuned|printed|catered|translated|filmed|recorded|fitted|planted)"
    r"|(?:built|made|restored|printed|designed|supplied|painted|cast|catered|fitted) (?:\w+ ){0,3}for"
    r"|worked (?:for|with)|used by|trusted by|who uses (?:it|us|them))\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"\b(?:said|say|says|ask|asks|asked|called|named)\b|[\"“]")
_PROPER = re.compile(r"(?:[A-ZÀ-Þ][\w'’-]+(?: (?:of |the |de |la |in |at |& )*[A-ZÀ-Þ][\w'’-]+)*)")
_CLIENTS_CHINESE = re.compile(
    r"(?:已?曾?(?:为|给|替|帮)([^，。；]{2,30}?)(?:做|修|设计|拍|写|画|搭|建|供|服务|办|翻译)过"
    r"|(?:修|拍|办|建|画|造|演|装|设计|服务|合作|供应|翻译|印|搭|教)过([^，。；]{4,30})|(?:客户|合作方)(?:有|包括|是|[:：])([^。；]{4,40}))"
)
_CHINESE_COMMA = re.compile(r"(?<=[\u3400-\u9fff”」》）]),|(?<=\d),(?=[\u3400-\u9fff])")
_STEPS_CHINESE = re.compile(r"((?:[\u4e00-\u9fff]{1,8}、){2,}[\u4e00-\u9fff]{1,6}?)这?[三四五六几]个?步")
_STEPS = re.compile(r"\b(?:steps|how it works)\s?[:–—-]\s?([a-z][^.;:\n]{8,160})", re.IGNORECASE)
_HAN = re.compile("[\u3400-\u9fff]")
_FOR_YEARS = re.compile(r"^[一二两三四五六七八九十几\d]+年")


@lru_cache(maxsize=8)
def told_facts(brief: str) -> Mapping[str, tuple[Item, ...]]:
    """Items by kind of section; only kinds of which the brief tells enough."""
    brief = _CHINESE_COMMA.sub("，", brief)
    found = {kind: tuple(find(brief)) for kind, find in _FINDERS.items()}
    return {kind: items for kind, items in found.items() if len(items) >= (1 if kind in _ONE_IS_ENOUGH else _ENOUGH)}


def _people(brief: str) -> Iterator[Item]:
    seen: dict[str, str] = {}
    for name, part in (*_listed(brief), *_titled(brief), *_listed_chinese(brief)):
        seen.setdefault(name, part)
    if len(seen) < _ENOUGH:
        seen = {match[1]: match[2] for match in _DOES.finditer(brief)}
    yield from (Item(name, "", part) for name, part in seen.items())


def _listed(brief: str) -> Iterator[tuple[str, str]]:
    """People after the word for what they are: “Artists: Rita (fine line), Duarte (blackwork)”."""
    for role in (*_TOLD_ROLE.finditer(brief), *_COUNTED.finditer(brief)):
        sentence = _SENTENCES.split(brief[role.end() : role.end() + _FAR])[0]
        for piece in re.split(r",\s+(?![^(]*\))|\s+(?:and|&)\s+", sentence):
            person = _PERSON.match(piece.strip())
            if not person:
                break
            yield person[1], (person[2] or person[3] or "").strip()


_FAR = 400


def _titled(brief: str) -> Iterator[tuple[str, str]]:
    yield from ((re.sub(r"\b\w", lambda one: one[0].upper(), match[1]), "") for match in _TITLED.finditer(brief))


def _listed_chinese(brief: str) -> Iterator[tuple[str, str]]:
    for match in _TOLD_CHINESE.finditer(brief):
        for piece in match[1].split("、"):
            name, _, part = piece.rstrip("）)").partition("（" if "（" in piece else "(")
            yield name, part
    for match in _COUNTED_CHINESE.finditer(brief):
        does = [_DOES_CHINESE.match(piece) for piece in re.split(r"[，,、]", match[1])]
        yield from ((one[1], one[2]) for one in does if one)


def _dates(brief: str) -> Iterator[Item]:
    """What is on which day at what time, apart from opening hours."""
    for sentence in _SENTENCES.split(brief):
        if OPENS.search(sentence):
            continue
        start = 0
        for match in sorted(
            (*_WHEN.finditer(sentence), *_WHEN_CHINESE.finditer(sentence)), key=lambda one: one.start()
        ):
            if _HOURS.search(match[0]) or _SINCE.search(sentence[: match.start()]):
                continue
            before, after = sentence[start : match.start()], sentence[match.end() :]
            start = match.end()
            thing = _thing(before) or _thing_after(after)
            yield Item(thing or match[0], "", match[0] if thing else "")


def _thing(before: str) -> str:
    """What stands before a time: the words of its clause."""
    clause = re.split(r"[,，、:：(（]|\s[-–—]\s|\band\b", before)[-1]
    clause = re.sub(r"\s(?:on|at|from|is|are|meets?|every|each|starts?|runs?)\s*$", "", f"{clause.rstrip()} ").strip(
        " ,"
    )
    clause = re.sub(r"\s(?:on|is|are|meets?|plays?|runs?|every|each)$", "", clause)
    return _title(clause) if 1 < len(clause) <= _LONGEST and not _NO_THING.search(clause) else ""


_LONGEST = 40
_NO_THING = re.compile(r"^(?:we|it|they|this|that|i|you)$|叫|[「“\"]| is (?:an?|the) ", re.IGNORECASE)


def _thing_after(after: str) -> str:
    found = re.match(
        r"\s?([\u4e00-\u9fff]{2,8}|[a-z]{3,}(?: [a-z]+)?|[A-Z]\w+(?=[，、。；]|$))(?=[,，、。；.;]|和|\s|$)", after
    )
    return _title(found[1]) if found and found[1] not in ("and", "for", "with") else ""


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]


def _steps(brief: str) -> Iterator[Item]:
    """Steps that are named one after the other."""
    chinese, english = _STEPS_CHINESE.search(brief), _STEPS.search(brief)
    if chinese:
        yield from (Item(step) for step in re.sub("^(?:要有|请?写清楚?|请?讲清楚?|列出)", "", chinese[1]).split("、"))
    elif english:
        parts = re.split(r",\s+(?:and |then )*|\s+and\s+", english[1])
        yield from (Item(_title(step.strip())) for step in parts if 1 < len(step.strip()) <= _LONGEST)


def _years(brief: str) -> Iterator[Item]:
    """Years with what happened in them."""
    seen: set[str] = set()
    for clause in re.split(r"[;；。，\n]|,(?!\d{3})|\.(?!\d)|\band\b(?=[^,.;]*\d{4})|、(?=\d{4})", brief):
        years = list(_YEAR.finditer(clause))
        if len(years) != 1 or years[0][1] in seen:
            continue
        before = re.sub(
            r"(?:\b(?:in|since|from|until|around|by|and|then)|自|于|从)\s*$",
            "",
            clause[: years[0].start()].strip(),
            flags=re.IGNORECASE,
        )
        before = _OF_HISTORY.sub("", before)
        rest = re.sub(r"\s+(?=[\u4e00-\u9fff])", "", f"{before.strip()} {clause[years[0].end() :].strip()}".strip())
        if rest.strip(" ,:("):
            seen.add(years[0][1])
            yield Item(_title(rest.strip(" ,:()–—-"))[:80], "", years[0][1])


_OF_HISTORY = re.compile(r"^[^:]*\b(?:history|timeline|milestones)\b[^:]*:\s*", re.IGNORECASE)


def _figures(brief: str) -> Iterator[Item]:
    """How many of what: large counts and shares, in at least two places, and small ones that a row with them tells."""
    counts: list[tuple[Item, bool]] = []
    for clause in re.split(r"[;\n]|,(?!\d{3})|\.(?!\d)", brief):
        for match in () if _HAN.search(clause) else _COUNT.finditer(clause):
            what = (match[2] or clause[: match.start()]).strip(" -–—")
            is_large = "%" in match[1] or bool(match[2] and float(match[1].replace(",", "")) >= _LARGE)
            is_alone = bool(match[2]) and match[0].strip() == clause.strip()
            if (is_large or is_alone) and what and len(what) <= 40 and not _YEAR.fullmatch(match[1]):
                counts.append((Item(_title(what), "", match[1]), is_large))
    is_row = sum(is_large for _, is_large in counts) >= _ENOUGH
    yield from (item for item, is_large in counts if is_large or is_row)
    for match in _COUNT_CHINESE.finditer(brief):
        if int(re.sub(r"\D.*", "", match[2].replace(",", "")) or 0) >= _LARGE_CHINESE or "万" in match[2]:
            yield Item(re.sub(r"^.*(?:到|了|有|年)(?=.)|(?<=.)过$", "", match[1]), "", match[2])


_LARGE, _LARGE_CHINESE = 50, 30


def _measures(brief: str) -> Iterator[Item]:
    """Sizes and capacities, apart from what is sold by them."""
    found = []
    for clause in re.split(r"[;；。，、\n]|,(?!\d{3})|\.(?!\d)", brief):
        measures = list(_MEASURE.finditer(clause))
        if not measures or _MONEY.search(clause):
            continue
        what = clause[: measures[0].start()].strip(" :：-–—") or clause[measures[-1].end() :].strip(" -")
        found.append(
            Item(_title(re.sub(r"^(?:and|the|is|we)\s+", "", what))[-40:] or measures[0][0], "", measures[0][0])
        )
    yield from found


def _said(brief: str) -> Iterator[Item]:
    for match in _QUOTES.finditer(brief):
        yield Item(match[2] or (match[3] or match[4] or "").strip(" —–-"), match[1])


def _clients(brief: str) -> Iterator[Item]:
    """For whom something was done."""
    for sentence in _SENTENCES.split(brief):
        found = _CLIENTS.search(sentence)
        if not found or _SPEAKS.search(sentence):
            continue
        is_behind = re.search(r"\b(?:are|were) (?:past|former|among|our)\b", sentence)
        for match in _PROPER.finditer(sentence):
            name = match[0] if match.start() > 0 else re.sub(r"^\w+(?: (?:at|in|of|for) |$)", "", match[0])
            if name and (match.start() > found.start() or is_behind):
                yield Item(name)
    for match in _CLIENTS_CHINESE.finditer(brief):
        told = next(group for group in match.groups() if group)
        if not _FOR_YEARS.match(told):
            yield from (Item(piece) for piece in re.split(r"[、和与及，]", told) if len(piece) > 1)


_FINDERS: Mapping[str, Callable[[str], Iterator[Item]]] = MappingProxyType(
    {
        "steps": _steps,
        "timeline": _years,
        "stats": _figures,
        "cases": _clients,
        "specs": _measures,
        "schedule": _dates,
        "testimonials": _said,
        "team": _people,
    }
)
