"""The person's own words on the page: what a brief says of the business, apart from what it asks of the page.

For a model that knows few words: it plans a page well and says little that is true of this business alone. What the brief states is put
where a visitor looks for it: what the business is, into the first screen; the rest under “About us”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from plugins.web_designer.documents import is_chinese_or_japanese
from plugins.web_designer.inventions import without_inventions
from plugins.web_designer.plan import PagePlan, Section
from plugins.web_designer.requests import belongs_to_request, without_request
from plugins.web_designer.wishes import asked_kinds
from plugins.web_designer.words import words_of

_MAX_HERO, _MAX_ABOUT = 160, 300
_SENTENCES = re.compile(r"(?<!\b[A-Z])(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bSt)(?<!\bMrs)(?<!\bno)[.!?]+(?:\s+|$)|[;\n]+")
_A_PAGE = r"(?:(?:web ?|home|landing |personal |one-)?(?:pages?|sites?|pager)|website|portfolio)"
_GREETING = re.compile(r"^(?:hi|hello|hey|dear all)\b[ ,!]*(?:there\b[ ,!]*)?", re.IGNORECASE)
_OPENING = re.compile(
    r"^(?:(?:please|can you|could you|i|we|make|build|create|design|do|write|need|want)\b[^:]{0,60}?"
    r"|(?:an?|the|one|small|simple|nice)\s[\w ,-]{0,40}?|(?:[\w-]{1,16} ){0,2})"
    rf"{_A_PAGE}\b(?:\s*(?:please,?\s*)?(?:for|about|of|to (?:introduce|present|show))\b|\s*[:–—-])\s*(?:(?:our|my|the)\s+)?",
    re.IGNORECASE,
)
_WHAT_PAGE = re.compile(
    rf"^(?:(?:i|we) (?:need|want) |make )?(?:(?:an?|the|our|my|new|nice|simple|small|quick|landing|personal) )*"
    rf"(?P<what>[\w'’ -]{{3,40}}?) {_A_PAGE}(?: please)?$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"\b(?:{_A_PAGE}|please|include|shows? (?:the|our|both|what|them)|list the|compare|introduce|explain|visitors|i'?d like|would like|faq"
    r"|make (?:a|us|something)|build (?:a|me|us)|design|tell our|something (?:nice|fun)|looks? (?:like|modern|nice|old-fashioned)"
    r"|(?:we|i|it|they|who) (?:also )?(?:needs?|wants?)"
    r"|should (?:look|list|have|show|ask|find|know|see|subscribe|book|be (?:able|on|there|shown|easy))|must find"
    r"|(?:customers|guests|people|clients|visitors|parents|families|readers|patients) (?:\w+ )?(?:want|wants|should|ask|need)"
    r"|is the name|make it easy|be (?:on|in) (?:there|it))\b"
    r"|^(?:put|needs?|wants?|add|compare|show|tell|explain|say|present|mention|list|write|let|ask (?:for|people)|describe|use|start a"
    r"|answers? to"
    r"|book online|(?:quiet|calm|warm|friendly|serious|modern|dignified)(?:,? (?:and )?(?:quiet|calm|warm|friendly|dignified|modern))*$)\b",
    re.IGNORECASE,
)
_NAMES_IT = (
    r"^(?:and\s+)?(?:(?:it|that|we|i|my name|name|(?:my|our|the) [\w'’ -]{{2,24}})\s?(?:['’](?:s|re|m)|is|are|am)?\s*)?"
    r"(?:called\s*)?{name}$"
)
_BREAK_CHINESE = re.compile(r"[。！？；!?;\n]+")
_BLANKS_CHINESE = re.compile(r"(?<=[\u3400-\u9fff\d])\s+(?=[\u3400-\u9fff])")
_ASKS_CHINESE = re.compile(
    r"网页|网站|主页|页面|官网|请|^帮(?!助|人)|帮[我忙]|希望|想要|要有|要讲|要列|列出|写出来|放上|对比|介绍一下|想让|让(?:人|客人|大家|家长)|收集|设计|说明|展示|列一?下|列出来|讲清|写[清明]|做个|做一个|安静一点|写成|语气|促销|常见问题|^像|^电话|^联系"
)
_OPENING_CHINESE = re.compile(
    r"^(?:请)?(?:帮)?(?:我|我们)?(?:给|为|替)(?:我家的|我们的|我的|我们|我|一家|一个|这家)?(?P<a>[^，]{2,24}?)(?:做(?!的)|设计|建|写|弄)"
    r"|^(?:请)?(?:帮)?(?:我|我们)?(?:设计|做|建|写|要|想要|需要)(?:一?个|一份)?(?P<b>[^，]{2,24}?)的(?:网页|网站|主页|页面|官网)"
    r"|^(?P<c>[^，做给为帮请想要建写]{2,12}?)(?:的)?(?:招生|宣传|介绍)?(?:网页|网站|主页|页面|官网)$"
)
_CALLED_CHINESE = r"(?:(?:的)?(?:店名|名字|名称|品牌)?(?:叫做?|是|为|名叫|名为)?)?[“「『《\"]?{name}[”」』》\"]?"
_LABEL_CHINESE = re.compile(
    r"^(?:[店院厂队校馆社班团园铺][名叫]|[斋室堂雅][号名]|名[字号]|取名|牌子|品牌[名叫]?|字号|叫)[:：]?$"
)
_LABELS_IT = (
    r"^(?:(?:the|our|my|its|this) (?:[\w'’]+ ){{0,3}}?|(?:product|business|trading|brand) )?"
    r"(?:name|company|shop|studio|business|brand|loft|outfit|school|club|practice|firm|farm|bakery|museum|gallery)\b[^,]{{0,16}}?{name}$"
)
_EMPTY_CHINESE = frozenset("我们 我 我叫 我是 我们是 这里 店名 名字 公司 店 馆 品牌 馆名 店里".split())
_FOR_ALL = re.compile(r"^[^.]*\bfor people who care\.$|^[^。]*用心的[^。]*。$")
_DEED_CHINESE = re.compile(r"在[^，。]+，我们[^，。]+。|我们[^，。]{2,16}，用心做好。|我是[^，。]{1,12}，在\d[^。]*。")
_PHRASE = re.compile(
    r"^(?:(?:Our|At|Fresh from our|We listens?|I like everything)\b[^.!?]*[.!?]\s*|(?:我们的|我们只|我们一|在这里，)[^。]*。)"
)
"""A sentence of a small model around a word that it picked from the brief; the brief's own words say it better."""
_ONLY_A_WAY = re.compile(r"^(?:call|ring|phone|text|tel|whatsapp|e-?mail|write)\b[^,;]*[\d@][^,;]*$", re.IGNORECASE)
"""A sentence that the contact says already."""
_STOP = frozenset(
    "that this with from have been were they them their there what when where which will would about your ours page "
    "site website also only just every each more most very into than then some make need want open year years".split()
)


def in_own_words(plan: PagePlan, brief: str) -> PagePlan:
    """The plan with what the brief states and its copy does not say; its language is the brief's, Chinese or English."""
    is_chinese = is_chinese_or_japanese(brief)
    plan = without_inventions(replace(plan, language="zh" if is_chinese else "en"), brief)
    plan = _said_once(_with_plain_about(_without_deed(plan) if is_chinese else plan))
    stated = list(_stated_chinese(brief, plan.title) if is_chinese else _stated(brief, plan.title))
    unsaid = [text for text in stated if _is_unsaid(text, plan)]
    what = _sentence(re.split(r"[,，:：]\s?", stated[0].rstrip(".。"))[0], stated[0][-1]) if stated else ""
    if unsaid and unsaid[0] == stated[0] and len(stated[0]) <= _MAX_HERO:
        plan = _with_hero(plan, unsaid.pop(0))
    elif stated and stated[0] not in unsaid and (_is_unsaid(what, plan) or _is_silent(plan)):
        plan = _with_hero(plan, what if _is_unsaid(what, plan) or len(stated[0]) > _MAX_HERO else stated[0])
    if not unsaid and "about" in asked_kinds(brief) and not any(section.kind == "about" for section in plan.sections):
        unsaid = stated[-1:]
    return _with_about(plan, unsaid, "" if is_chinese else " ") if unsaid else plan


def _with_plain_about(plan: PagePlan) -> PagePlan:
    """“About us” in place of a heading around a picked word, and no phrase beneath it."""
    sections = []
    for section in plan.sections:
        if section.kind == "about":
            is_picked = re.match(r"About (?:our|my)\b|关于我们的", section.heading)
            heading = words_of(plan.language)["about"] if is_picked else section.heading
            text = _FOR_ALL.sub("", section.text)
            section = replace(section, heading=heading, text=text)
            if not text and not section.items:
                continue
        sections.append(section)
    return replace(plan, sections=tuple(sections))


def _without_deed(plan: PagePlan) -> PagePlan:
    """The plan without a Chinese phrase around words of the brief that may be no deed: “在折光，我们游戏。”."""
    sections = (
        replace(section, text=_DEED_CHINESE.sub("", section.text)) if section.kind in ("hero", "about") else section
        for section in plan.sections
    )
    return replace(plan, sections=tuple(sections))


def _said_once(plan: PagePlan) -> PagePlan:
    """The plan with each sentence of its items where it stands first; a model that loses its way repeats itself."""
    seen: set[str] = set()
    sections = []
    for section in plan.sections:
        items = []
        for item in section.items:
            words = item.text.strip().lower()
            items.append(replace(item, text="") if words in seen else item)
            seen.add(words)
        sections.append(replace(section, items=tuple(items)))
    return replace(plan, sections=tuple(sections))


def _stated(brief: str, name: str) -> Iterator[str]:
    """What an English brief says of the business, a sentence each, the name left out where it only labels the rest."""
    for sentence in _SENTENCES.split(_GREETING.sub("", brief.strip())):
        told = sentence.strip()
        opened = re.sub(r"\s+(?:pls|plz|please)(?=,|$)", "", _OPENING.sub("", told), flags=re.IGNORECASE)
        if what := _WHAT_PAGE.match(told):
            opened = what["what"]
        elif opened == told and ":" in told and _ASKS.search(told.partition(":")[0]):
            opened = told.partition(":")[2]
        if re.match(_LABELS_IT.format(name=re.escape(name.strip())), opened, re.IGNORECASE):
            continue
        text = _unlabelled(", ".join(_stating(opened, name)), name)
        if (
            len(text.split()) > 1
            and not _ONLY_A_WAY.match(text)
            and not re.search(r"\b(?:wants?|needs?)(?: an?)?$", text)
        ):
            yield _sentence(text, ".")


def _stating(text: str, name: str) -> list[str]:
    """The parts of a sentence that ask for nothing and do more than name the business."""
    names_it = re.compile(_NAMES_IT.format(name=re.escape(name.strip())), re.IGNORECASE)
    text = without_request(text.rstrip("."))
    parts = [part.strip() for part in re.split(r",\s+(?![^(]*\))|\s+[–—-]\s+", text)]
    stated: list[str] = []
    is_asking = False
    for part in filter(None, parts):
        goes_on = is_asking and bool(_GOES_ON.match(part))
        is_asking = bool(_ASKS.search(part)) or goes_on or belongs_to_request(part, text, is_asking=is_asking)
        if not is_asking and not (names_it.match(part) and len(parts) > 1):
            stated.append(part)
    return stated


_GOES_ON = re.compile(
    r"(?:like|such as|for example|e\.g|step by step|so that|from|with|which|and|or|including)\b", re.IGNORECASE
)
"""What goes on with the request that stands before it."""


def _unlabelled(text: str, name: str) -> str:
    """A clause without the name as its label: “Luna Nails, manicure studio” → “manicure studio”."""
    label = rf"[\"“'‘]?{re.escape(name.strip())}[\"”'’]?"
    text = re.sub(rf"(?:,?\s*\b(?:called|named)\s+|,\s*|\(\s*){label}(?=[,.)]|$)\)?", "", text, flags=re.IGNORECASE)
    text = re.sub(rf"^(?:(?:name|business)(?: is|:)\s*)?{label}\s*(?:[,:(–—-]\s*|$)", "", text, flags=re.IGNORECASE)
    return re.sub(r"^(?:and|but|so|also)\s+", "", _trimmed(text), flags=re.IGNORECASE)


def _trimmed(text: str) -> str:
    """Without signs at its ends that belong to what was left out."""
    text = text.strip(" ,:–—-")
    return (
        text + ")"
        if text.count("(") > text.count(")")
        else text.strip("()")
        if "(" not in text or ")" not in text
        else text
    )


def _stated_chinese(brief: str, name: str) -> Iterator[str]:
    """The same of a Chinese one."""
    for sentence in _BREAK_CHINESE.split(_BLANKS_CHINESE.sub("，", brief)):
        told = _told_clauses_chinese(re.split(r"，|,(?!\d)", sentence), sentence)
        clauses = (_clause_chinese(clause.strip(), name) for clause in told)
        kept = [clause for clause in clauses if len(clause) > 1 and clause not in _EMPTY_CHINESE]
        if kept:
            yield _sentence("，".join(kept), "。")


def _told_clauses_chinese(clauses: list[str], sentence: str) -> Iterator[str]:
    """The clauses that do more than ask for sections: not “要有参数” nor “还有客人的留言” behind it."""
    is_asking = False
    for clause in clauses:
        is_asking = belongs_to_request(clause, sentence, is_asking=is_asking or bool(_ASKS_CHINESE.search(clause)))
        if not is_asking:
            yield clause


def _clause_chinese(clause: str, name: str) -> str:
    """What a clause states; empty where it only asks or names."""
    opening = _OPENING_CHINESE.match(clause)
    found: str = (
        (opening["a"] or opening["b"] or opening["c"]) if opening else "" if _ASKS_CHINESE.search(clause) else clause
    )
    if found == name:
        return found if len(found) > 4 else ""
    found = re.sub(r"^介绍一?下?|的?(?:个人|宣传页|产品页|落地页|下载页|介绍页)$", "", found)
    found = re.sub(_CALLED_CHINESE.format(name=re.escape(name)) + "$", "", found)
    found = _LABEL_CHINESE.sub("", found)
    found = re.sub(rf"^[“「『《\"]?{re.escape(name)}[”」』》\"]?(?:[，：:]|是)", "", found)
    return re.sub(r"^是(?=[^，]{2,})", "", found)


def _sentence(text: str, stop: str) -> str:
    text = text.strip(" ,，;；:：")
    return text[:1].upper() + text[1:] + stop


def _is_unsaid(text: str, plan: PagePlan) -> bool:
    """Whether half of its telling words, or any of its figures, stand nowhere in the copy."""
    copy = f"{plan.copy} {plan.phone} {plan.email} {plan.hours}".casefold()
    if _is_shown_list(text, copy):
        return False
    figures = re.findall(r"\d+(?:[.,]\d+)*", text)
    if not figures:  # items say things, not what is done with them
        copy = " ".join(_spoken(section) for section in plan.sections).casefold()
    if any(not re.search(rf"(?<![\d.,]){re.escape(figure)}(?!\d)", copy) for figure in figures):
        return True
    telling = [word for word in _telling(text) if word not in plan.title.casefold()] or _telling(text)
    missing = [word for word in telling if word not in copy]
    return bool(telling) and 2 * len(missing) >= len(telling)


def _spoken(section: Section) -> str:
    """What a section says in sentences of its own, without phrases around a picked word."""
    is_picked = section.kind == "hero" and not re.match(r"(?:We|I|At)\b|我", section.heading)
    return f"{'' if is_picked else section.heading} {_PHRASE.sub('', section.text)}"


def _is_shown_list(text: str, copy: str) -> bool:
    """Whether a text is a label with a list, and each thing of it stands in the copy: “Speakers: Ann Berg, Lu Hale”."""
    label, _, rest = text.replace("：", ":").partition(":")
    things = [
        re.sub("^(?:and|和) ?", "", thing.strip(" .。")).casefold() for thing in re.split(r"[,，、;；]|\sand\s", rest)
    ]
    is_list = len(things) > 1 and _LABEL.fullmatch(label.strip()) is not None
    return is_list and all(all(word in copy for word in re.findall(r"\w+", thing)) for thing in things)


_LABEL = re.compile(
    r"[a-z'’-]+(?: [a-z'’-]+)?|[\u4e00-\u9fff]{2,5}"
    r"|.*\b(?:data|figures|numbers|clients|customers|prices|dates|courses|worked for|uses it)\b.*",
    re.IGNORECASE,
)


def _telling(text: str) -> list[str]:
    """The words that say something: longer Latin words without their endings, pairs of Chinese characters."""
    latin = [word[:5] for word in re.findall(r"[^\W\d_]{4,}", text.casefold()) if word not in _STOP and word < "\u3400"]
    runs = re.findall("[\u3400-\u9fff]{2,}", text)
    return latin + [run[at : at + 2] for run in runs for at in range(0, len(run) - 1, 2)]


def _is_silent(plan: PagePlan) -> bool:
    """Whether the first screen has a heading alone."""
    return not any(section.text for section in plan.sections if section.kind == "hero")


def _with_hero(plan: PagePlan, text: str) -> PagePlan:
    sections = list(plan.sections)
    at = next((n for n, section in enumerate(sections) if section.kind == "hero"), None)
    if at is None:
        return replace(plan, sections=(Section("hero", plan.title, text), *sections))
    gap = "" if text.endswith("。") else " "
    sections[at] = replace(sections[at], text=f"{text}{gap}{_PHRASE.sub('', sections[at].text)}".strip())
    return replace(plan, sections=tuple(sections))


def _with_about(plan: PagePlan, texts: list[str], gap: str) -> PagePlan:
    """The plan with `texts` under “About us”, as many as a paragraph holds."""
    told = ""
    for text in texts:
        if len(told) + len(gap) + len(text) <= _MAX_ABOUT:
            told = f"{told}{gap}{text}".strip()
    if not told:
        return plan
    sections = list(plan.sections)
    at = next((n for n, section in enumerate(sections) if section.kind == "about"), None)
    if at is not None:
        sections[at] = replace(sections[at], text=told)
    else:
        after = next((n for n, section in enumerate(sections) if section.kind == "hero"), -1) + 1
        sections.insert(after, Section("about", words_of(plan.language)["about"], told))
    return replace(plan, sections=tuple(sections))
