"""The trade in the copy of every page: what the brief calls the business is said outside its name, by code where no model says it.

A visitor must read what this is. The words are the brief's own, so that any trade is said, known to the program or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from plugins.web_designer.documents import is_chinese_or_japanese
from plugins.web_designer.plan import PagePlan, Section
from plugins.web_designer.requests import asks_only
from plugins.web_designer.trades import trade_of

_WORD = r"[a-zà-ÿ][a-zà-ÿ'’-]*"
_TRADE = rf"(?P<trade>{_WORD}(?: {_WORD}){{0,4}})"
_ARTICLE = r"(?P<article>an?|the|our|my) "
_PAGE = r"(?:(?:home|land(?:ing)?|web|product|promo|sales|info) ?)?(?:page|site|website|homepage|portfolio)"
_BEFORE_NAME = (
    rf"(?:^|[\s(,.:])(?P<trade>(?:{_WORD} ){{0,4}}{_WORD}),? (?:(?:is |it['’]?s )?(?:called|named) )?[\"“'‘]?(?=%s)"
)
_BEHIND_NAME = rf"%s[\"”'’]?(?:,| is| are|:|\s[–—-])\s+(?:{_ARTICLE})?{_TRADE}"
_PRONOUN = r"(?:we|i|they|you|it|she|he)"
_ANYWHERE = (
    rf"(?i:{_PAGE}) (?:for|of|about) (?:{_ARTICLE})?{_TRADE}",
    rf"^(?i:(?:(?:i|we) (?:need|want) |(?:please )?(?:make|build|create|design)(?: me| us)? )?(?:{_ARTICLE})?{_TRADE} {_PAGE})\b",
    rf"(?i:\b(?:i['’]?m|i am|we['’]?re|we are|i run|we run|i have|we have|i own|we own)) (?:{_ARTICLE})?{_TRADE}",
    rf"^(?i:{_TRADE})(?=[,.:;(]|\s[–—-]|$)",
    rf"\b(?:my|our) {_TRADE}",
)
_STOPS = frozenset(
    "in at for from with near on by who which that where and or but since is are was called named my our your his her their the a an this i"
    " we you it to as of need needs want wants please make build create design website page site homepage portfolio landing launch promo"
    " product about also under based has have made offering selling run runs teaches makes sells looking pls plz here".split()
)
_EMPTY = frozenset(
    "small new local little family family-run friendly cosy cozy modern simple nice good great young old tiny best first own business"
    " company firm brand place project thing team name one person two three four man woman couple group people author quick only"
    " just".split()
)
_ALONE_EMPTY = frozenset(
    "shop studio workshop school club practice centre center label outfit store office house app website personal kids page service".split()
)
"""Words that tell a trade with another beside them only."""
_NO_TRADE = re.compile(
    r"\b(?:(?:it|that|what|here|there|who|name|we|i|they|you|let|she|he)['’]\w+|says?|means?|keeps?|could|would|can|will|hi|hello|hey|dear|there|every|again|too"
    r"|like|started|does|not|no|been|fix|sell|do"
    r"|brother|sister|mother|father|grand\w+|daughter|son|wife|husband|friends?|number|summer|winter|saturdays?|sundays?|mondays?|open)\b"
)
_KINDS = re.compile(
    r"(?:[^aeo]er|[cst]or|ist|ian|smith|wright|[a-z]{3}ery|shop|store|house|studio|club|school|bar|caf[eé]|gym|salon|clinic|practice|agency"
    r"|garage|farm|hotel|inn|museum|theatre|theater|camp|charity|band|choir|market|centre|center|restaurant|nursery|orchard|magician|coach|chef"
    r"|midwife|guide|parlour|pub|bistro|dentist|app|game|tool|service|podcast|blog|festival|hostel|lab|troupe|truck)$"
)
_IN_NAME = re.compile(
    r"(?:ing|[a-z]{3}ery|(?!country|cherry|history|victory)[a-z]{4,}ry|campsite|[^aeiou]ers?|ists?|smiths?|works|shops?|studios?|services|school|clinic|tours|rentals?|hire|repairs?)$"
)
_MANY = re.compile(r"(?:choir|band|club|group|team|troupe|society|orchestra|charity)$")
_KIN = re.compile(
    r"^(?:brothers|sisters|daughters|partners|others|founders|friends|neighbours|rivers|towers|waters|corners|feathers|fingers|whiskers)$"
)
_BUILDINGS = re.compile(
    r"bakery|mill|forge|dairy|bank|school|brewery|smithy|tannery|foundry|factory|library|cinema|laundry|nursery|rectory|fire"
)
"""What a house was once may be in the name of another business."""
_ASIDE_WORDS = re.compile(
    r"\b(?:an?|the|my|our|for|of|called|named|name|is|need|want|make|me|us|please|pls|page|site|website|web|landing|homepage|portfolio|i|we|build|create"
    r"|design)\b|网站|网页|主页|页面|官网|店名|名字|帮我|请|想要?|做|个|一|我们?|给|叫|是|的|弄|建",
    re.IGNORECASE,
)
_CALLS_CHINESE = (
    r"(?:做|建|弄|设计|要|写|搭)(?:一?个|一份|份|一下)?(?P<trade>[\u4e00-\u9fffA-Za-z]{2,12}?)的?(?:网站|网页|主页|页面|官网|下载页|产品页|落地页|介绍页|宣传页)",
    r"(?:^|[，。,\s请想帮我])(?:给|为|替)(?!你|您)(?P<trade>[\u4e00-\u9fffA-Za-z]{2,12}?)(?:做|建|写|设计|弄|搭)(?!过|的|点)",
    r"%s[”」』》\"]?是(?:一?[家间个所款支名位座])?(?P<trade>[^，。；,\s]{2,24})(?=[，。；,\s]|$)",
    r"(?:是|开了?)(?:一?[家间所座])(?P<trade>[^，。；,\s]{2,24})(?=[，。；,\s]|$)",
    r"(?:^|[，。,\s])(?P<trade>[\u4e00-\u9fff]{2,10})[，,\s]*(?:店名|馆名|院名|厂名|名字|取名|品牌|产品)?(?:叫做?|是|为|名叫)?[：:]?\s?[“「『《\"]?%s",
    r"^(?P<trade>[\u4e00-\u9fff]{2,8})[，。,\s]",
    r"^(?P<trade>[\u4e00-\u9fff]{2,10}?)的?(?:网站|网页|主页|页面|官网|产品页|下载页)",
)
_LEAD_CHINESE = re.compile(r"^(?:.*的|我们?家?|一?[家间个所款支名位座]|新开|开|帮我|请|想|为|给)+(?=..)")
_TAIL_CHINESE = re.compile(r"(?:要个?.*|做一?个?$|的?(?:网站|网页|主页|页面|官网|产品页|下载页|个人))+$")
_NO_TRADE_CHINESE = re.compile(
    r"网站|网页|主页|页面|名字|店名|我们|^(?:帮我|请|想|希望|需要|这里|地址|电话|一|做|简单|好看|漂亮|[\u4e00-\u9fff]?个)|[的了是叫]|个人$|公司$|[店院厂队校馆社名]名$|名$|^寄|[给号]$|\d"
)
_PLACE_CHINESE = re.compile(r"[馆店坊铺厅社院吧园屋所行厂舍庄斋栈场校]$|(?:工作|教|茶|画)室$")
_SHORT_NAME, _FEW = 4, 2


def with_trade_said(plan: PagePlan, brief: str) -> PagePlan:
    """The plan with a sentence that says the trade, where its copy outside the name does not."""
    is_chinese = is_chinese_or_japanese(brief)
    name = plan.title.strip()
    if is_chinese:
        told = next(_told_chinese(brief, name), "")
        trade = told or _in_name_chinese(name, brief)
    else:
        told = next((trade for trade, is_sure in _told(brief, name) if is_sure), "")
        weak = "" if told else next((trade for trade, _ in _told(brief, name)), "")
        in_name = _in_name(name, brief, weak)
        trade = told or (weak if in_name in weak else in_name)
        told = told or (weak if trade == weak else "")
    if not trade or _is_said(trade, _without(name, plan.copy)):
        return plan
    make = _sentence_chinese if is_chinese else _sentence
    return _with_lead(plan, make(name, trade, is_own=not told), "" if is_chinese else " ")


def trades_told(brief: str, name: str) -> tuple[str, ...]:
    """All that an English brief, or the name, calls the business."""
    told = tuple(trade for trade, _ in _told(brief, name))
    return tuple(dict.fromkeys(filter(None, (*told, _in_name(name, brief, "")))))


def _without(name: str, text: str) -> str:
    return re.sub(re.escape(name), " ", text, flags=re.IGNORECASE) if name else text


def _told(brief: str, name: str) -> Iterator[tuple[str, bool]]:
    """What an English brief calls the business beside its name or the page, and whether it stands where only that does."""
    brief = brief if name and brief.startswith(name) else brief[:1].lower() + brief[1:]
    around = [pattern % re.escape(name) for pattern in (_BEFORE_NAME, _BEHIND_NAME)] if name else []
    page, *others = _ANYWHERE
    for pattern in (page, *around, *others):
        for found in re.finditer(pattern, brief):
            is_before = bool(around) and pattern == around[0]
            words = found["trade"].lower()
            trade = _last_run(words) if is_before else _first_run(words)
            is_sure = bool(found.groupdict().get("article")) or (is_before and _leads(brief, found, trade))
            is_told = (trade not in name.lower() or (trade == name.lower() and name[1:].islower())) and not re.search(
                rf"\b{_PRONOUN}\b.*{re.escape(trade)}", words
            )
            if is_told and _may_be(trade, is_sure=is_sure):
                yield trade, is_sure


def _leads(brief: str, found: re.Match[str], trade: str) -> bool:
    """Whether the words before a name begin the brief, or stand behind an article."""
    at = brief.lower().rfind(trade, found.start("trade"), found.end("trade"))
    return at == 0 or re.search(r"\b(?:for|my|our|an?|the)\s(?:[a-z-]+\s)?$", brief[:at], re.IGNORECASE) is not None


def _may_be(trade: str, *, is_sure: bool) -> bool:
    """Whether words may be a trade; ``is_sure``: they stand where only one stands."""
    if not trade or trade in _ALONE_EMPTY or _NO_TRADE.search(trade) or asks_only(trade):
        return False
    return is_sure or bool(trade_of(trade)) or _KINDS.search(trade) is not None


def _first_run(words: str) -> str:
    """The words up to the first that begins something else: “dentist in Ghent” → “dentist”."""
    kept: list[str] = []
    for word in words.split():
        if word in _STOPS and kept:
            break
        if word not in _STOPS:
            kept.append(word)
    return _without_empty(kept)


def _last_run(words: str) -> str:
    """The words behind the last that leads to them: “need a site for my bakery” → “bakery”."""
    before, _, after = words.partition(" for ")
    if after and before.split()[-1] not in _STOPS:  # “speech therapist for children”
        words = before
    kept: list[str] = []
    for word in reversed(words.split()):
        if word in _STOPS:
            if kept:
                break
            continue
        kept.insert(0, word)
    return _without_empty(kept)


def _without_empty(words: list[str]) -> str:
    while words and words[0] in _EMPTY:
        words = words[1:]
    return " ".join(words) if any(len(word) > _FEW for word in words) and words[-1] not in _EMPTY else ""


def _in_name(name: str, brief: str, weak: str) -> str:
    """The trade that ends a name: “Sparrow House Cleaning” → “house cleaning”; its proper words stay away.

    Args:
        weak: another trade that the brief may tell.
    """
    words = re.sub(r"[^\w'’ -]", " ", name).split()
    tail = [word.lower() for word in words[1:]]
    if not tail or words[0] == "The" or not re.fullmatch(r"[a-z'’-]+", tail[-1]):
        return ""
    told = trade_of(_without(name, brief))
    is_goods = bool(weak) and not _KINDS.search(weak) and not _BUILDINGS.fullmatch(tail[-1])
    if _KIN.search(tail[-1]) or (words[0] in ("Old", "Former") and _BUILDINGS.fullmatch(tail[-1])):
        return ""
    is_free = not _BUILDINGS.fullmatch(tail[-1]) and (not weak or is_goods)
    is_built = _IN_NAME.search(tail[-1]) is not None and (not told or is_free or _says_nothing(name, brief))
    at = len(tail) - 1
    if not (is_built or (trade_of(tail[at]) and (is_free or told in ("", trade_of(tail[at]))))):
        return ""
    while at > 0 and trade_of(tail[at - 1]):
        at -= 1
    return " ".join(tail[at:])


def _says_nothing(name: str, brief: str) -> bool:
    """Whether a brief says nothing beside the name and that a page is wanted."""
    rest = _ASIDE_WORDS.sub(" ", _without(name, brief))
    return len(re.findall(r"[\u4e00-\u9fff]|[^\W\d_]{3,}", rest)) < _FEW


def _told_chinese(brief: str, name: str) -> Iterator[str]:
    for pattern in _CALLS_CHINESE:
        for found in re.finditer(pattern.replace("%s", re.escape(name) if name else "$^"), brief):
            trade = _TAIL_CHINESE.sub("", _LEAD_CHINESE.sub("", found["trade"])).removesuffix(name)
            if len(trade) > 1 and trade not in name and name not in trade and not _NO_TRADE_CHINESE.search(trade):
                yield trade


def _in_name_chinese(name: str, brief: str) -> str:
    end = name[-2:]
    is_trade = bool(trade_of(end)) or _says_nothing(name, brief)
    return end if is_trade and len(name) >= _SHORT_NAME and re.fullmatch("[\u4e00-\u9fff]+", name) else ""


def _is_said(trade: str, copy: str) -> bool:
    """Whether each telling word of the trade stands in the copy, in any of its forms."""
    copy = copy.casefold()
    if re.search("[\u3400-\u9fff]", trade):
        return all(trade[at : at + 2] in copy for at in range(0, len(trade) - 1, 2)) and trade[-2:] in copy
    words = [word for word in re.findall(r"[^\W\d_-]{3,}", trade.casefold()) if word not in _STOPS | _EMPTY]
    return all(re.search(rf"\b{re.escape(word[: max(3, len(word) - 2)])}", copy) for word in words)


def _sentence(name: str, trade: str, *, is_own: bool) -> str:
    if is_own or not _KINDS.search(trade):
        return f"{trade[:1].upper()}{trade[1:]}."
    if trade == name.lower():
        name = ""
    called = f"{'an' if trade[0] in 'aeiou' else 'a'} {trade}."
    is_plural = not name or (name.endswith("s") and _MANY.search(trade))
    return f"{called[:1].upper()}{called[1:]}" if is_plural else " ".join((name.rstrip("."), "is", called))


def _sentence_chinese(name: str, trade: str, *, is_own: bool) -> str:
    if _PLACE_CHINESE.search(trade):
        return f"{name}，一家{trade}。" if name else f"一家{trade}。"
    return f"我们做{trade}。" if is_own else f"{trade}。"


def _with_lead(plan: PagePlan, sentence: str, gap: str) -> PagePlan:
    """The plan with a sentence before those of its first screen."""
    sections = list(plan.sections)
    at = next((n for n, section in enumerate(sections) if section.kind == "hero"), None)
    if at is None:
        return replace(plan, sections=(Section("hero", plan.title, sentence), *sections))
    sections[at] = replace(sections[at], text=f"{sentence}{gap}{sections[at].text}".strip())
    return replace(plan, sections=tuple(sections))
