"""What a brief calls the business, and a plan that is called so.

A small model misspells a name or takes the trade for one. What a brief marks as a name, by quotes, by a word such as “called”, by
capitals and by where it stands, needs no model to be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

from plugins.web_designer.alone import name_alone, with_full_stop
from plugins.web_designer.chinese_people import named_behind_role
from plugins.web_designer.facts import told_facts
from plugins.web_designer.plan import Item, PagePlan
from plugins.web_designer.trades import trade_of

_MAX_NAME, _MAX_PIECE = 40, 10
_MOST_WORDS, _SHORT = 6, 3
_ALIKE = 0.6
MOST_READ = 4_000
"""Characters of a brief in which names and facts are looked for."""

_SURE, _GOOD = 4.0, 2.0
_QUOTED = re.compile(
    r"[“\"«《「『]([^“”\"«»《》「」『』\n]{1,40})[”\"»》」』]|(?<![\w])['‘]([^'‘’\n]{2,40}(?:['’]s[^'‘’\n]{0,30})?)['’](?!\w)"
)
_TITLES = r"(?:(?:Dr|Mrs?|Ms|Prof|St)\.? )?"
_INITIALS = r"(?:(?:[A-Z]\. ?){1,4}(?=[A-ZÀ-ÞĀ-Ž][\w'’-]))?"
_JOINED = r"(?: (?:(?:&|and|of|on|the|for|de|la|le|du|des|del|do|da|di|zum|zur|am|und|et|y|e) (?:the |la |les? )?)?|-)"
_CAPITAL = r"[A-ZÀ-ÞĀ-ŽȘȚ]"
_WORD = r"(?:[\w'’&]|\.(?=\w)|-(?=ops?\b))"
_FIRST = rf"(?:{_CAPITAL}|\d+[A-Za-z]|\d+ (?={_CAPITAL})){_WORD}*"
_RUN = rf"(?:{_TITLES}{_INITIALS}{_FIRST}(?:{_JOINED}(?:[A-Z]\. )?(?=[\d&]|{_CAPITAL}){_WORD}+)*)"
_CAPITALS = re.compile(rf"(?<![\w’])(?<!\w')({_RUN})")
_CALLED = re.compile(
    r"(?:\b(?:[Cc]alled|[Nn]amed|known as|under the (?:name|label)(?: of)?|by the name of"
    r"|(?i:(?:the |our |my |its |company's )?name)(?: is|'s|:| [-–—]|(?= )))"
    r"|brand(?: is|:)|(?:^|[.!?]\s)(?:The|Our|My|This) [a-z-]+:|(?:it|that)(?:'s| is)(?: called)?"
    r"|(?i:\b(?:shop|company|workshop|business|studio|band|club|practice|label) is(?: called)?"
    r"|\bwe(?:'re| are| call ourselves)|\bi(?:'m| am)|\bmy name is))\s+(?:the )?$"
)
_PERSON_CALLED = re.compile(r"\b[Mm]y name is\s+$")
_CALLED_LOWER = re.compile(
    r"\b(?:called|named|(?<![Mm]y )name(?: is|:)|[Mm]y name is(?= [a-z]))\s+"
    r"([\w'’&-]+(?:\.\w+)*\.?(?:(?<!\w\w\w\.) (?!(?:in|for|at|and we|and [iI]|which|who|where|on|with|that|near|from|we|is|needs?|i)\b)"
    r"[\w'’&-]+(?:\.\w+)*){0,3})"
)
_CHINESE_NAME = r"[^，。；、！？\s“”《》「」『』,.;:：的]"
_CALLED_CHINESE = re.compile(
    rf"(?:名字(?:叫做?|是|为)?|[店院厂队校馆社班团园艺铺]名(?:叫做?|是|为)?|[斋室堂雅]号(?:叫|是|为|[:：])?(?=\w)|品牌(?:名|叫|是)*|名称(?:是|为)?|名叫|名为|叫做|叫作|取名|就叫|(?<![随鸟虫])叫(?![醒好外]))[:：\s]*({_CHINESE_NAME}{{2,14}})"
)
_IS_ONE_CHINESE = re.compile(rf"(?:^|[，。！\n])({_CHINESE_NAME}{{2,10}}?)是(?:一[家个间所款支]|家|[^，。]{{0,6}}的)")
_PLACE_BEFORE = re.compile(
    r"\b(?:in|from|near|at|around|to|on|outside|across|by|every|until|since)\s+(?:the\s+)?$", re.IGNORECASE
)
_PAGE_BEFORE = re.compile(
    r"\b(?:page|site|website|homepage|portfolio|present|introduce|about)\s+(?:for|of|about|to)?\s*(?:(?:the|our|my)\s+)?"
    r"(?:[a-z-]+\s+){0,3}$",
    re.IGNORECASE,
)
_TAUGHT_AT = re.compile(
    r"\b(?:courses?|class(?:es)?|lessons?|workshops?|evenings?|training|tours?|stays?|concerts?|yoga|dinners?)\s+(?:here )?at\s+$",
    re.IGNORECASE,
)
_WORK = re.compile(r"\b(?:novel|book|album|memoir|film|song|single|EP|play|collection|comic),?\s+$")
_WORK_CHINESE = re.compile(r"(?:新书|小说|诗集|专辑|新歌|散文集|著有|代表作|作品|电影|出版了?|绘本)(?:是|有|叫)?$")
"""A person's work stands behind these, not the name of the page."""
_PLACE_IN_PLACE = re.compile(rf"\b(?:in|near|from)\s+{_CAPITAL}[\w'’-]*,\s+$")
_IS_WHAT = re.compile(
    r"^\s?(?:,\s(?:an?|the|our)\b|[–—(:-]|\s[–—-]\s|(?:is|are|was|teaches|makes|sells|shows|offers|wants|needs)\b)"
)
_ADDRESS = re.compile(r"\b(?:Street|St|Lane|Road|Rd|Avenue|Ave|Square|Hall|Market|Way|Row|Hill|River|\d{5,})$")
_NO_NAME = frozenset(
    "a an the at with we i my our it please make build create design need website page site landing homepage home "
    "web hi hello hey dear can could would one open am is are for and in since two monday tuesday wednesday "
    "thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays mon tue wed "
    "thu fri sat sun january february march april may june july august september october november december english "
    "chinese faq seo call phone prices ring tell put show visitors runners pls plz please thanks sign name studio's shop's club's band's "
    "company's name's it's we're i'm called".split()
)
_NOT_OPENING = frozenset("two one the open may march".split())
"""Words that begin sentences and may begin a name too: “Two Oars”."""
_NO_NAME_CHINESE = re.compile(
    r"^[一二两三四五六七八九十\d]+[只个家间位元小人天年月层]|\d+\s?(?:小时|元|点|年|人|岁|块|[-\d]{5,})|^(?:电话|地址|人均)"
)
_PIECES_CHINESE = re.compile(r"[，。；、！？\s]+")
_ENDS_CHINESE = re.compile(r"[馆店坊社屋园场院室吧行铺堂斋居阁轩庄舍厅家记所队团]$")
_PLAIN_WORD = re.compile(
    r"\w+(?:ly|ing|ed|able|ible|al|ive|ful|est|[^s]s)|cheap|quick|honest|local|modern|simple|online|mobile|small|large|clean|fresh|organic"
    r"|family|private|happy|vegan|expert|young"
)
"""Words that tell how a business is rather than what it is called."""
_IN_CITY = re.compile(
    "(?:北京|上海|天津|重庆|广州|深圳|成都|杭州|武汉|南京|西安|苏州|郑州|长沙|青岛|沈阳|宁波|昆明|合肥|福州|厦门|济南|大连|哈尔滨|长春|石家庄|南宁|贵阳|南昌|太原|兰州|海口|银川|西宁"
    "|乌鲁木齐|拉萨|呼和浩特|无锡|佛山|东莞|泉州|台北|高雄|香港|澳门|云南|四川|浙江|江苏|广东|福建|山东|湖南|湖北|河南|河北|陕西|安徽|江西|广西|贵州|海南|辽宁|吉林|黑龙江|山西|甘肃|青海|台湾)"
)
_NO_PIECE = re.compile(r"^[在我一有每给做想要请卖修只老不可个共包专从就也还]|\d|[的了]|网站|网页")
_PERSON_CHINESE = re.compile(
    r"[，,。\s]([^一二两三四五六每有做请我\d\s，,。的]{2,3}(?:律师|医生|老师|师傅|教练))(?=[，,。\s]|$)"
)
_LATIN_AND_CHINESE = re.compile(
    rf"((?:(?<![^，,。\s])[阿小老大])?{_RUN}\s?(?![在是的有做卖叫开从和与]|网页|网站|主页)[\u3400-\u9fff]{{2,3}})(?=[，,。])"
)
_HAN = re.compile("[\u3400-\u9fff]")
_WEEKDAYS = re.compile(r"\w \w*(?:mon|tues|wednes|thurs|fri|satur|sun)days? (?:\d|&|and\b)|\bon \w+day$", re.IGNORECASE)
_WITH_YEAR = re.compile(
    r"(?:^|\d |\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|since|founded|est)\w*\.? )\d{4}$|\d{5,}$|\d[ap]m$"
    r"|^(?!\w+ 20[2-9]\d$).*\d{4}$",
    re.IGNORECASE,
)
_VENUE = (
    r"(?:club|school|studio|academy|choir|farm|bakery|cafe|café|shop|co-op|garage|gallery|orchestra|centre|center|clinic|press|inn|hotel"
    r"|theatre|society|nursery)"
)
_PLAIN_VENUE = re.compile(rf"\b(?:at|by|from|join) ((?!(?:the|an?|our|my|your|this) )(?:[a-z'’-]+ ){{1,4}}?{_VENUE})\b")
_ABBREVIATED = re.compile(r"[A-Z]{2,5}")
_COUNTED = re.compile(r"\s?(?:(?:euros?|pounds?|dollars?|bucks|each|members|seats|people|guests)\b|[€£$]|to \d)")
_NO_CHINESE_NAME = frozenset("我们 我 这 这里 本店 我家 他们 主营 招牌 网站 页面".split())


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words of a brief that may be the name; ``score`` is how much speaks for them."""

    name: str
    score: float


def named_as_told(plan: PagePlan, brief: str, *, is_rough: bool = False) -> PagePlan:
    """The plan under the brief's name, where its title is none of those that the brief gives.

    Args:
        is_rough: a small model wrote it: more than the name may stand in the title, or its opening words in the name's place.
    """
    title = _without_lead(_first_clause(plan.title), brief) if is_rough else plan.title
    title = with_full_stop(title, brief) if is_rough else title
    plan = replace(plan, title=title) if title != plan.title else plan
    name = right_name(plan.title, brief, is_rough=is_rough)
    return _renamed(plan, name, brief) if name else plan


def right_name(title: str, brief: str, *, is_rough: bool = False) -> str:
    """The brief's name where the title is another; empty where the title may stand; ``is_rough`` as above."""
    found = candidates(brief)
    if is_rough and (marked := _by_its_place(title, brief, found)):
        return marked
    if is_rough and (not found or found[0].score < _SURE) and (later := _later_piece(title, brief)):
        return later
    is_description = _HAN.search(title) and re.search("[的了]", title) and brief.startswith(title.strip())
    if is_rough and (_IN_CITY.match(title.strip()) or is_description) and (not found or found[0].score < _GOOD):
        return _piece_beside(title.strip(), brief)
    if is_rough and _NO_NAME_CHINESE.search(title.strip()) and (not found or found[0].score < _GOOD):
        return _piece_chinese(brief)
    if not found or (len(found) == 1 and found[0].score < _GOOD and _stands(title, brief)):
        return ""
    best = found[0]
    if is_rough and best.score >= (_SURE - 0.5 if _HAN.search(brief) else _GOOD) and _is_overlong(title, best.name):
        return best.name
    if is_rough and best.score >= _GOOD and _holds_more(title, best.name, brief):
        return best.name
    own = max((one.score for one in found if _folded(one.name) in _folded(title)), default=0.0)
    if _HAN.search(best.name) and best.score >= own and _is_part(title, best.name):
        return best.name
    is_lost = is_rough and own == 0 and best.score > 0 and " " in best.name and not _stands(title, brief)
    if own >= min(best.score, _SURE) - 1 and not is_lost:
        return ""
    longer = next((one for one in found if _is_part(title, one.name)), None)
    if longer and longer.score >= best.score - 1:
        return longer.name
    alike = next((one for one in found if _alike(one.name, title) >= _ALIKE), None)
    if alike and alike.score >= best.score - 2 and not _stands(title, brief):
        return alike.name
    is_none = is_rough and any(one.score <= 0 and _folded(one.name) == _folded(title) for one in found)
    enough = _SURE - 1 if own == 0 and title in brief and _is_cased(title) and not is_none else _GOOD
    return best.name if best.score >= enough or not _stands(title, brief) else ""


def _by_its_place(title: str, brief: str, found: list[Candidate]) -> str:
    """A name that only its place marks, or one that goes on where the title ends; empty where more speaks for another."""
    if _HAN.search(title) and (
        longer := [one.name for one in found if one.score >= _SURE and one.name[:-1].startswith(title)]
    ):
        return longer[0]
    alone = name_alone(brief[:MOST_READ])
    own = _SURE if re.fullmatch(f"{re.escape(title)}(?:工作室|事务所)?", alone) else _own_score(title, found)
    is_marked = bool(found) and found[0].score >= _SURE and found[0].name != alone
    return "" if is_marked or own > _GOOD + 1 or _folded(alone) in _folded(title) else alone


def _own_score(title: str, found: list[Candidate]) -> float:
    return next((one.score for one in found if one.name == title), 0.0)


def _first_clause(title: str) -> str:
    """A title without what follows its first clause: “Sturdy. Coach” → “Sturdy”."""
    return re.split(r"(?<=\w{4})(?<!Prof)[.!?] |\s[–—-]+$|[。，；]|\s是", title.strip())[0].strip() or title.strip()


def _without_lead(title: str, brief: str) -> str:
    """A title without the words that lead to the name: “dog groomer Mucky Paws” → “Mucky Paws”."""
    lead = re.match(r"(?:(?:Called|Site|Page|Website|Name|[a-z]+)\s)+(?=\S)", title)
    rest = title[lead.end() :] if lead else ""
    return rest if len(rest.split()) > 1 and any(one.name == rest for one in candidates(brief)) else title


def _later_piece(title: str, brief: str) -> str:
    """Where the title is the opening words and tells the trade: a later piece that is built like a name; else empty."""
    first, *pieces = (
        piece.strip() for piece in re.split(r"[,.;，。；、！\s]+" if _HAN.search(brief) else r"[,.;\n]", brief)
    )
    if _folded(title) != _folded(first) or not (trade_of(title) or " for " in title):
        return ""
    if _HAN.search(brief):
        return next(
            (p for p in pieces if 2 < len(p) <= _MAX_PIECE and _ENDS_CHINESE.search(p) and not _NO_PIECE.search(p)), ""
        )
    alone = [p for p in pieces if re.fullmatch(r"[a-z]{5,}", p) and p not in _NO_NAME and not trade_of(p)]
    alone = [p for p in alone if not _PLAIN_WORD.fullmatch(p)]
    return alone[0] if len(alone) == 1 and not re.search(_CAPITAL, brief) and " for " in title else ""


def _piece_chinese(brief: str) -> str:
    """The piece of a Chinese brief that ends as names of businesses do, else its first one if that is short; empty if neither is there."""
    pieces = [piece for piece in _PIECES_CHINESE.split(brief) if 1 < len(piece) <= _MAX_PIECE]
    named = [piece for piece in pieces if not _NO_NAME_CHINESE.search(piece)]
    return next((piece for piece in named if len(piece) > 2 and _ENDS_CHINESE.search(piece)), named[0] if named else "")


def _piece_beside(title: str, brief: str) -> str:
    """Where the title is the place, or tells of the business: the one short piece that is neither; empty where none or two are."""
    pieces = [piece for piece in _PIECES_CHINESE.split(brief) if piece != title]
    named = [
        piece
        for piece in pieces
        if re.fullmatch("[\u4e00-\u9fff]{2,6}", piece)
        and not (
            (trade_of(piece) and _IN_CITY.match(title))
            or _IN_CITY.match(piece)
            or _NO_PIECE.search(piece)
            or _NO_NAME_CHINESE.search(piece)
        )
    ]
    return named[0] if len(named) == 1 or (named and pieces.index(named[0]) <= 1) else ""


def candidates(brief: str) -> list[Candidate]:
    """What may be the name, the likeliest first; of a very long brief only its beginning is read."""
    brief = brief[:MOST_READ]
    scores: dict[str, float] = {}
    people = {item.title for item in told_facts(brief).get("team", ())}
    for name, score in _scored(brief):
        score -= 2.0 if name in people and score < _SURE else 0.0
        if _can_be_name(name):
            scores[name] = max(scores.get(name, 0.0), score) + (0.5 if name in scores else 0.0)
    return sorted((Candidate(name, score) for name, score in scores.items()), key=lambda one: -one.score)


def _scored(brief: str) -> Iterator[tuple[str, float]]:
    for match in _QUOTED.finditer(brief):
        name = (match[1] or match[2]).strip(" .,:;!?，。")
        is_work = _WORK_CHINESE.search(brief[: match.start()]) is not None
        yield name, _SURE - 2 if is_work or _is_said(name, brief[match.end() :]) else _SURE + 1
    for pattern, score in ((_CALLED_CHINESE, _SURE), (_IS_ONE_CHINESE, _SURE), (_CALLED_LOWER, _SURE - 0.5)):
        yield from (
            (match[1].strip(" .,"), score - (0.5 if brief[: match.start()].endswith("我") else 0.0))
            for match in pattern.finditer(brief)
        )
    yield from ((match[1], _GOOD + 0.5) for match in _LATIN_AND_CHINESE.finditer(brief))
    yield from ((match[1], _GOOD + 0.5) for match in _PERSON_CHINESE.finditer(brief))
    yield from ((name, _SURE if is_own else _GOOD + 0.5) for name, is_own in named_behind_role(brief))
    if not re.search(_CAPITAL, brief):
        yield from _plain_pieces(brief)
    for match in _CAPITALS.finditer(brief):
        run = re.sub(r" and I$", "", match[1].strip(" .,'’"))
        name = _without_openers(run)
        start = match.start() + match[1].find(name)
        yield name, _score_of(name, brief[:start], brief[match.end() :])


def _is_said(quoted: str, after: str) -> bool:
    """Whether quoted words are somebody's, not a name: a sentence, or words with the speaker behind them."""
    return len(quoted.split()) > _MOST_WORDS - 1 or bool(re.match(r"\s?(?:[(（]|[–—-]+\s?[A-Z\u3400-\u9fff])", after))


def _plain_pieces(brief: str) -> Iterator[tuple[str, float]]:
    """Pieces of a brief without a capital that may be its name: short ones between commas, with the place behind them."""
    yield from ((match[1], _GOOD + 0.5) for match in _PLAIN_VENUE.finditer(brief))
    pieces = [piece.strip() for piece in re.split(r"[,.;\n]", brief)]
    for piece, following in pairwise(pieces):
        if (
            0 < len(piece.split()) <= _SHORT
            and re.match(r"(?:in|near|at)\s", following)
            and not re.search(r"\d", piece)
        ):
            yield piece, _GOOD - 0.5


_NEAR = 120


def _score_of(name: str, before: str, after: str) -> float:
    """How much speaks for a run of capitals, by itself and by what stands around it."""
    words, near = len(name.split()), before[-_NEAR:]
    score = 1.0 if words > 1 or "&" in name or re.search(r"['’]s$", name) else 0.0
    begins = not before.strip() or before.rstrip()[-1] in ".!?\n"
    score += 0.0 if begins and words == 1 else 1.0
    score += (
        0.5
        if _PERSON_CALLED.search(near)
        else 2.5
        if _CALLED.search(near)
        else 1.5
        if _PAGE_BEFORE.search(near)
        else 0.0
    )
    score += 2.5 if re.match(r"\s(?:is|be|was) (?:the|our|its|my) name\b", after) else 0.0
    score -= 3.0 if _WEEKDAYS.search(name) or re.match(r"\d+ .*\b(?:Lane|Street|Road|Avenue)$", name) else 0.0
    score += 1.5 if re.fullmatch(r"[^.!?\n]*[:：]\s?", before) else 0.0
    score += 1.5 if _IS_WHAT.match(after) else 0.5 if begins and after[:1] == "," else 0.0
    score -= 1.5 if _PLACE_IN_PLACE.search(near) and "&" not in name and "'s" not in name else 0.0
    score -= 1.5 if _WORK.search(near) else 0.0
    score -= 2.0 if before.strip() and words == 1 and re.match(r"\s?:", after) else 0.0
    score -= 3.0 if re.search(r"\d$", name) and _COUNTED.match(after) else 0.0
    score -= 2.5 if _ABBREVIATED.fullmatch(name) and before.strip() and not _CALLED.search(near) else 0.0
    ends = re.fullmatch(r"[\s.!]*", after)
    score += 2.0 if ends and re.search(r"\S\s[-–—]\s$", near) else 0.0
    score += 1.5 if _HAN.search(near) and re.search(r"[,，]\s?$", near) and re.match(r"[,，]", after) else 0.0
    if _TAUGHT_AT.search(near) or (ends and words > 1 and near.endswith(" by ")):
        score += 1.5
    elif _PLACE_BEFORE.search(near) and not re.search(r"['’]s\b", name):
        score -= 3.0
    return score - (1.0 if _ADDRESS.search(name) else 0.0) - (2.0 if _WITH_YEAR.search(name) else 0.0)


def _without_openers(run: str) -> str:
    """A run without the words that begin sentences: “I am Jonas Weber” → “Jonas Weber”."""
    words = run.split()
    while len(words) > 1 and (words[0].lower() in _NO_NAME - _NOT_OPENING or words[0] == "the"):
        words = words[1:]
    return " ".join(words)


def _can_be_name(text: str) -> bool:
    words = text.lower().split()
    is_short = 1 < len(text) <= _MAX_NAME and len(words) <= _MOST_WORDS
    is_said = not all(word in _NO_NAME or word.isdigit() for word in words) and text not in _NO_CHINESE_NAME
    return is_short and is_said and bool(re.search(r"[^\W\d_]", text))


def _folded(text: str) -> str:
    return re.sub(r"[\s“”\"'’‘《》「」.,]+", "", text).casefold()


def _is_overlong(title: str, name: str) -> bool:
    """Whether a title is the name and more that belongs to no name: other clauses, signs, “is one”."""
    rest = title.replace(name, "", 1) if name in title else ""
    more = re.search(
        r"叫$|[「『“《」』”》，。,:：]|是一?[家个间]|\s[\u3400-\u9fff]{3,}|^[做叫]|^ [a-z]+(?: [a-z]+)* ?$", rest
    )
    return more is not None and len(title) > len(name) + 1


def _holds_more(title: str, name: str, brief: str) -> bool:
    """Whether a title is the name and a word that the brief does not have, or the beginning of a sentence about it."""
    if name not in title or title == name:
        return False
    if _HAN.search(name):
        is_role = any(one == name for one, _ in named_behind_role(f"{title}，"))
        return is_role or title not in brief
    if re.fullmatch(rf"(?:\S+ )*(?!and |of |the |for )[a-z]+ {re.escape(name)}", title):
        return True
    more = re.findall(r"[^\W\d_\u3400-\u9fff]+", title.replace(name, " ", 1).casefold())
    goes_on = re.fullmatch(rf"{re.escape(name)} [a-z]+(?: \S+){{3,}}", title) is not None
    return goes_on or any(not re.search(rf"\b{word}\b", brief.casefold()) for word in more)


def _stands(title: str, brief: str) -> bool:
    is_none = all(word in _NO_NAME for word in title.lower().split())
    return not is_none and bool(_folded(title)) and _folded(title) in _folded(brief)


def _is_cased(title: str) -> bool:
    """Whether every longer word of a title of several words begins with a capital: “Chess club” is no name, “Chess Club” may be."""
    words = [word for word in title.split() if len(word) > 3]
    return (
        len(title.split()) > 1 and title.split()[0].lower() not in _NO_NAME and all(w[0] != w[0].lower() for w in words)
    )


def _is_part(title: str, name: str) -> bool:
    """Whether the title is some words of a longer name."""
    return (
        bool(title.strip()) and re.search(rf"(?<!\w){re.escape(title.strip())}(?!\w)", name, re.IGNORECASE) is not None
    )


def _alike(name: str, title: str) -> float:
    return SequenceMatcher(None, _folded(name), _folded(title)).ratio()


def _renamed(plan: PagePlan, name: str, brief: str) -> PagePlan:
    """The plan under another name; the old one is no longer said in its copy, unless the brief says it of a thing."""
    old = plan.title.strip()
    is_thing = old in brief and name not in old

    def said(text: str) -> str:
        text = re.sub(rf"(?:(?<=^Welcome to )|(?<=^欢迎来到)){re.escape(old)}$", lambda _: name, text) if old else text
        return text.replace(old, name) if len(old) > 1 and old not in name and not is_thing else text

    sections = tuple(
        replace(
            section,
            heading=said(section.heading),
            text=said(section.text),
            items=tuple(Item(said(i.title), said(i.text), said(i.note)) for i in section.items),
        )
        for section in plan.sections
    )
    return replace(plan, title=name, sections=sections)
