"""A business's name that nothing but its place in the brief marks: a sentence of its own, or a short piece behind the trade."""

from __future__ import annotations

import re

from plugins.web_designer.trades import trade_of

_HAN = re.compile("[\u3400-\u9fff]")
_CAPITAL = r"[A-ZÀ-ÞĀ-ŽȘȚ]"
_WORD = rf"(?:{_CAPITAL}|\d+ (?={_CAPITAL}))[\w'’&-]*(?<!-)"
_RUN = rf"(?:(?:Dr|Mrs?|Ms|Prof|St)\. )?{_WORD}(?:(?: (?:(?:&|and|of|the|for|on) (?:the )?)?){_WORD})+"
_PLACE = rf"(?:, (?:{_CAPITAL}[\w'’-]*|\d+[a-z]?)(?: {_CAPITAL}[\w'’-]*)*)"
_SENTENCE = re.compile(rf"(?:^|(?<=[.!?\n])|(?<=[.!?] ))\s*({_RUN}){_PLACE}{{0,3}}\s?(?=[.!?(:\n]|$)")
_LEAD = rf"(?:\b[a-z][a-z'’-]*\)?|\bin {_CAPITAL}[a-z]+)"
_BEHIND = re.compile(
    rf"^([^.!?\n:]*?{_LEAD}), (?:we(?:'re|’re| are) )?({_RUN})(?=[,.!?\n]|\s(?:for|in|near|cover|since)\b|$)"
)
_OF_PLACE = re.compile(r"\b(?:in|at|from|near|by|on|until|every|to) (?:[\w'’-]+ ){0,3}[\w'’-]+, $")
_NO_RUN = re.compile(
    r"^(?:For|At|In|From|By|To|With|A|An|This|That|All|Every|Each|Only|Best|New|We|I|Our|My|It|Please|No|Not|Free|Open|Closed|Call|Text|Visits?|Make|Include|Ask|Book|Page|Website|Site|Classes|Founded"
    r"|Since|Also|And|But|Thanks?|Thank|Called|Named?|Title|Serving|Licensed|Insured|Based|Located|Fully|Delivery|Shipping|Locked|Google|Apple)\b"
    r"|\b(?:Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun)(?:days?)?s?\b(?! Club)"
    r"|\b(?:Street|Lane|Road|Avenue|Square|Hall|Town|City|Village|Church|Chapel|Park|Station|Airport|Evenings?|Mornings?|Afternoons?)$|\d$"
)
_ONE = r"[a-z]+(?:ss|[^s\W])"
_LOWER = re.compile(
    rf"[.!?] ((?:\w+-){{2,}}\w+(?: [a-z]+){{0,2}}|\w+-\w+(?: [a-z]+){{2,3}}|{_ONE} (?:and|&) {_ONE}(?=, [a-z]+\.))(?=[.,])"
)
_PIECES = re.compile(r"[，。！？；,;!?\s]+")
_OF_TRADE = re.compile(
    r"网站|网页|主页|页面|首页|落地页|小程序|的|一共|一[家间个]"
    r"|^(?:我们?|做|教|带|卖|开|帮|给|只|在|有|老师)|(?:师傅|诊所|[店馆园课班])$"
)
_NO_NAME = re.compile(
    r"^(?:一[家个间位种款对节张共年天次场周]|[在我有每给做想要请卖只不可共包专从就也还是拍主收教带先全无免按离靠干开])"
    r"|^(?:生日|婚礼|儿童|成人|少儿|手机|家庭|各种|无痛|大型|小型|日常|私房|定制|传统|现代|上门|二手|新鲜|家常|首次|长期|当天|双语|社区|手冲|精品|独立|中式|日式|法式|浅|深|黑色|白色)"
    r"|[\d的了吗]|网站|网页|页面|价格|风格|简单|安静|实惠|便宜|预约|专业|手工|质量|地址|电话|营业|周[一二三四五六日末]|老板|客人|都|可以|起"
)
_ENDS = re.compile(
    r"(?:工作室|事务所|诊所|民宿|口腔|摄影|影像|木作|手作|农场|驾校|书房|[馆店坊社屋园院吧行铺堂斋居阁轩庄舍厅记队团])$"
)
_WE_ARE = re.compile(r"(?:^|[。！])我们是(?!一)([^，。的\d]{2,8}[馆店坊社屋园院吧行铺堂斋居阁轩庄舍])(?=[，。,])")
_OF_PAGE = re.compile(r"(?:网站|网页|主页|页面|首页|官网)$")
_OF_KIND = re.compile(
    r"(?:[色菜茶酒市区县镇路街城]|背景|纠纷|服务|维修|安装|培训|咨询|治疗|护理|设计|制作|出租|租赁|活动|教学|课程|介绍|展示|照片|图片|文字)$"
)
_SHORTENED = re.compile(r"\w (?:Co|Bros|Ltd|Inc|Corp)$")
_LEAST, _SHORT, _MOST, _LONG = 3, 6, 9, 2


def name_alone(brief: str) -> str:
    """The name that stands alone in a brief or right behind the trade; empty where none does or two may."""
    if _HAN.search(brief):
        return _alone_in_chinese(brief)
    if not re.search(_CAPITAL, brief):
        found = _LOWER.search(brief)
        return found[1] if found else ""
    behind = _BEHIND.search(brief)
    names = [behind[2]] if behind and _may_be(behind[2]) and _may_lead(behind[1], behind[2]) else []
    names += [found[1] for found in _SENTENCE.finditer(brief) if _may_be(found[1])]
    return with_full_stop(_only(names), brief)


def with_full_stop(name: str, brief: str) -> str:
    """A name that ends with a shortened word, as the brief spells it: “Hasp Co” → “Hasp Co.”."""
    return f"{name}." if _SHORTENED.search(name) and f"{name}." in brief else name


def _may_lead(clause: str, run: str) -> bool:
    """Whether the words before a run tell what it is called: they name nothing else, and no place that it may lie in."""
    if " and " in run or re.search(rf"(?<!\bin )(?<!\bthe ){_RUN}", clause):
        return False
    is_long = len(run.split()) > _LONG and " of " not in run
    return not _OF_PLACE.search(f"{clause}, ") or is_long or bool(trade_of(run))


def _only(names: list[str]) -> str:
    return names[0] if len(set(names)) == 1 else ""


def _may_be(run: str) -> bool:
    """Whether a run of capitals can be a name: it is no day, no street, no demand, and not the trade alone."""
    words = [word for word in run.split() if word[0].isupper()]
    is_trade = all(trade_of(word) or word in ("Studio", "Shop", "School", "Services") for word in words)
    return len(run.split()) <= 6 and not _NO_RUN.search(run) and not is_trade


def _alone_in_chinese(brief: str) -> str:
    """The first piece behind one that tells the trade, if it is built like a name: it ends as such do or takes up the trade."""
    we_are = _WE_ARE.search(brief)
    if we_are:
        return we_are[1]
    first, *others = (piece for piece in _PIECES.split(brief) if piece)
    if not _OF_TRADE.search(first) or not others:
        return ""
    if _is_chinese_name(others[0], first):
        return others[0]
    if len(others) > 1 and others[1][-2:] in first and _is_chinese_name(others[1], first):
        return others[1]
    return _only(
        [piece for piece in others if re.search(r"(?:工作室|事务所)$", piece) and _is_chinese_name(piece, first)]
    )


def _is_chinese_name(piece: str, first: str) -> bool:
    if not _LEAST <= len(piece) <= _MOST or _NO_NAME.search(piece):
        return False
    takes_up = piece[-2:] in first or piece[-1] in first
    is_built = takes_up or _ENDS.search(piece) is not None
    return is_built or (not _OF_KIND.search(piece) and _OF_PAGE.search(first) is not None and len(piece) <= _SHORT)
