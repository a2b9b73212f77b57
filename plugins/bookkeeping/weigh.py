"""How much a number of a line looks like its amount, and how little: quantities, times, rooms and invoice numbers are something else."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

_HARD_REFERENCE = re.compile(
    r"(?:#|[a-z]-|\b(?:no|nr|number|inv|order no|po|rm"
    r"|(?<!escape )(?<!living )(?<!dining )(?<!meeting )(?<!function )(?<!hotel )(?<!tea )(?<!store )room"
    r"|suite|apt|flight|acct|ending|ending in"
    r"|model|version|page|chapter|iphone|ipad"
    r"|galaxy|pixel|windows|ps|platform|highway|terminal|ticket no|before|until|till"
    r"|(?:crew|group|party|team|pack|box|set|class|family|bag|case|pair|tray|bunch) of)\.?"
    r"|第|型号|编号|单号|发票号|房间|尾号|订单|号码|票号|双)\s*(?:#|no\.?)?\s*:?\s*$",
    re.ASCII,
)
_A_ROOM = re.compile(r"\b(?:the|a|an|my|our|his|her|their) [a-z]+ (?:room|suite|apt)\s*$", re.ASCII)
"""A room that bears no number: the back room."""
_SIZED = re.compile(
    r"[2458]k\s?(?:monitor|screen|display|tv|telly|television|projector|camera|webcam|cam|video"
    r"|uhd|hdr|hdmi|dash|drone|blu|action|streaming)"
    r"|\d{1,2}k\s?(?:race|fun|charity|park|run\b|gold|white gold|rose gold|plated|entry|trail)"
    r"|[2458]k\s?(?=[\u3400-\u9fff])(?![元块钱工人房])|1688(?=\s?[进拿批采买订淘平店])|\d{1,2}\s?-?a\s?-?side\b|[2-5] for [1-4]\b",
    re.ASCII,
)
"""A resolution, the length of a race, the purity of gold, a site, players, an offer."""
_SOFT_REFERENCE = re.compile(
    r"(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bthis )(?<!\blast )(?<!\bper )(?<!\beach )"
    r"\b(?:invoice|receipt|order|check|cheque|size|table|week|wk|visa|amex|mastercard|card|section"
    r"|form|class|unit|grade|yr|sprint|round"
    r"|lesson|session|stage|phase|part|(?<!half )term|group|team|stall|pitch|bay|zone|level|ref|job|booking"
    r"|desk|door|lot|seat|bus|route|flat|block"
    r"|floor|gate|locker|space)\s*(?:#|no\.?)?\s*:?\s*$",
    re.ASCII,
)
_FINE = re.compile(r"\d\.\d|0\.\d+")
"""A number that rather measures a thing than being its price: a lens of 1.8."""
_LONG_REFERENCE = re.compile(
    r"\b(?:order|ref|job|booking|invoice|receipt|ticket|policy|(?<!on )account)\s*(?:#|no\.?)?\s*:?\s*$", re.ASCII
)
_STREET = re.compile(
    r"\s(?:[a-z']+\s){1,2}(?:st|street|ave|avenue|rd|road|ln|lane|dr|drive|blvd|court|close|terrace"
    r"|crescent|gardens|grove|row|hill|way)\b",
    re.ASCII,
)
_QUANTITY = re.compile(
    r"\s?(?:@|x\b|×|%|of us\b"
    r"|off\b(?! (?:the|my|our|a|him|her|them|e-?bay|vinted|amazon|gumtree|facebook|fb|depop|etsy|marketplace|craigslist)\b)"
    r"|percent\b|pcs?\b|pieces?\b|boxes\b|box of\b|packs?\b|packets?\b|pkts?\b"
    r"|pks?\b|reams?\b|hours?\b|hrs?\b|mins?\b"
    r"|minutes?\b|days?\b|nights?\b|weeks?\b|months?\b|years?\b|yrs?\b|kgs?\b|kilos?\b|g\b|gms?\b"
    r"|grams?\b|lbs?\b|oz\b|km\b|miles?\b"
    r"|mi\b|m\b|cm\b|mm\b|inch(?:es)?\b|ft\b|feet\b|foot\b|yards?\b|yds?\b|metres?\b|meters?\b"
    r"|sq ?(?:m|ft)\b|l\b|ml\b|ltrs?\b"
    r"|lit(?:er|re)s?\b|pints?\b|qts?\b|quarts?\b|gallons?\b|gals?\b|gb\b|tb\b|mb\b|people\b"
    r"|persons?\b|pax\b|guests\b|employees\b"
    r"|covers\b|dozen\b|doz\b|pairs?\b|sets?\b|units?\b|nos\b|copies\b|pages\b|seats\b|seaters?\b|plates\b|servers\b|users\b"
    r"|tickets\b|bags?\b|bottles?\b|cups?\b|rolls?\b|sheets\b|cans\b|jars\b|tins? of\b|tubs\b"
    r"|crates\b|sacks\b|trays\b|bunch(?:es)?\b"
    r"|bundles?\b|cases? of\b|degrees?\b|deg\b|°|amps?\b|volts?\b|watts?\b|kwh\b|gauge\b|ply\b|ways\b"
    r"|times\b|rehearsals\b|sessions\b|mths?\b|wks?\b|secs?\b|tonnes?\b|tons?\b|m2\b|m3\b|sqm\b|sqft\b"
    r"|sq\.? ?(?:metres?|meters?|feet|yards?|yds?)\b"
    r"|cu ?m\b|cubic\b|cl\b|hectares?\b|acres?\b|kw\b|mah\b|mbps\b|rpm\b|dpi\b|psi\b|litros?\b|mg\b|mcg\b|thou\b|pgs?\b|pp\b"
    r"|pallets?\b|loads\b|bales?\b|barrels?\b|casks?\b|kegs?\b|cartons?\b|spools?\b|skeins?\b|lengths?\b|slabs\b|drums?\b|vials?\b"
    r"|am\b|pm\b|o'clock\b"
    r"|(?:多)?(?:[箱盒克吨升份寸折节扎束袋桶筐罐瓶杯包套双只把斤度位楼米晚岁口]|[个张人台辆间](?!性"
    r"|贷|护|民|情)|本(?!月|周|年|人|金|地|店)"
    r"|支(?!付|出|票)|天(?![猫天])|件(?!套)|条(?!码)|周(?!年|边)|次(?!日)|月(?![饼租])"
    r"|年(?![终货费租会报检])|单(?![价号据位车])|扎|刀(?!具)|幅|盆|床(?!单)|尾|头(?!款|发|盔)|名|桌|场(?!地|租)|课时|毫升|毫米|厘米|平米?|匹|趟"
    r"|顿|颗|朵|棵|根|枝|粒|批|车(?!费|票|险|位)|户|层|届|集|排|组|寸|码)(?!元|块)"
    r"|公斤|千克|小时|分钟|公里|号|点|季度|星期|立方|平方)",
    re.ASCII,
)
"""Words after a number that counts or measures."""
_SOFT_QUANTITY = re.compile(
    r"\s?(?:sticks|blocks|panels|posts|planks|kids|children|adults|students|patients|passengers|heads?|jobs|trips|rides|visits|lessons"
    r"|classes|orders|parcels|portions|meals|tiffins|dozens)\b"
)
"""Words that mostly say what was counted, but what was bought where the line has no other number: ``45 kids clothes``."""
_MEASURE = re.compile(
    r"\s?(?:kgs?|kilos?|g|gms?|grams?|mg|lbs?|oz|tog|km|miles?|cm|mm|inch(?:es)?|ft|feet|yards?|yds?|metres?|meters?|m2|m3|sqm|sqft"
    r"|sq ?(?:m|ft)|m"
    r"|l|ml|cl|ltrs?|lit(?:er|re)s?|pints?|qts?|quarts?|gallons?|gals?|gb|tb|mb|kwh|kw|tonnes?|tons?|hours|hrs?|mins?|minutes|days"
    r"|weeks|months|years|yrs?|acres?|hectares?|mah|amps?|volts?|watts?|pages?|people|pax|nights)\b(?![-&'])"
    "|\\s?(?:小时|个小时|分钟|天(?!猫)|个月|[度瓦](?!假)|公斤|千克|公里)",
    re.ASCII,
)
"""Words after a number that measure, even one with decimals."""
_ONE_PERIOD = re.compile(r"\s?(?:hour|day|week|month|year|night)\b(?![-&'])")
"""After 1.5 they measure; 9.99 is the price of one."""
_FAR_UNIT = re.compile("\\s[\u3400-\u9fff]")
"""A Chinese word that a blank parts from the number measures nothing."""
_PLURAL = re.compile(
    r"\s?(?!was\b|is\b|plus\b|this\b|us\b|as\b|has\b|bus\b|business\b|yes\b|expenses?\b|mins\b|tues\b"
    r"|thurs\b)[a-z]{2,}[b-rt-z]s\b"
    r"|\s(?:[a-z]+\s){1,2}(?!was\b|is\b)[a-z]{3,}[b-rt-z]s\b(?!')",
    re.ASCII,
)
_NOUN = re.compile(
    r"\s(?!(?:for|on|in|into|onto|at|to|from|by|via|with|w|w/|out|off|of|and|but|so|plus|incl"
    r"|including|inc|ex|paid|pd|pay|payed|each|per"
    r"|total|all|cash|card|visa|amex|paypal|check|cheque|bank|transfer|direct|debit|credit|dd|bacs"
    r"|wire|ach|petty|came|come|went|gone|back"
    r"|received|recieved|recd|was|is|as|that|which|who|thanks|please|today|yesterday|last|this|the|my"
    r"|our|a|an|again|only|mon|tues?|wed|thurs?"
    r"|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|net|gross|deposit"
    r"|refunded|returned|due|owed|charged|spent|tip"
    r"|tips|altogether|after|before|less|minus|over|using|thru|through|took|left|ouch|grr|i|he|she"
    r"|they|we|it|not|then|when|because|order(?=\s\S*\d)|inv|invoice|invoiced|ref|receipt|rcpt|order no|po|chq|acct)\b)[a-z]"
    r"|(?![元块圆角毛刀万千百亿现刷微支银信用付转买给到来收进存卖交打送已整左多余是都又，。；的了在和从还含])[\u3400-\u9fff]",
    re.ASCII,
)
"""A word after a number that it seems to count or name: neither the end of a clause nor one of the words that follow an amount."""
_PER_PIECE = re.compile(
    r"\s?(?:each\b|apiece\b|a piece\b|per\b|an hour\b|a night\b|/\s?[a-z]"
    r"|[元块]?[钱]?\s?[/一每][个件箱本张台瓶人天斤吨米节次位双支盒包])",
    re.ASCII,
)
_EACH_BEFORE = re.compile(
    r"(?:@|\beach|\d\s?(?:[a-z]+\s)?[x×*]|每[\u3400-\u9fff]|单价|送|赠|原价|优惠|立减)\s?$", re.ASCII
)
_SHARE = re.compile("(?:aa|分摊|平摊|均摊|人分|拼单).{0,4}(?:每人|人均|一人)\\s?$")
"""One's own part of a bill."""
_EQUALS_BEFORE = re.compile(r"=\s*$", re.ASCII)
_CUE_BEFORE = re.compile(
    r"(?:\b(?:paid|pay|for|cost|costs|was|were|of|spent|came to|bill|price|owe|received|got|worth|sum"
    r"|amount|be|is)\s|[=:;,-]"
    r"|花了?|付了?|共|价|收到?|给了?|支出|消费了?|(?<!公)交了?|款|费|金额|用了?)\s*(?:me\s|us\s|about\s|only\s)?$",
    re.ASCII,
)
_TOTAL_BEFORE = re.compile(
    r"(?:\btotal(?:ling|s|ed)?|\baltogether|\ball in|合计|一?共|总共|总计)(?:\s?[:=]|\s(?:of|was|is))?\s*$", re.ASCII
)
_TOTAL_AFTER = re.compile(r"\s?(?:total\b|in total\b|altogether\b|all in\b|overall\b)", re.ASCII)
_NEVER_BEFORE_THESE = re.compile(r"\s?(?:%|percent\b|pounds? of\b)", re.ASCII)
_TIME = re.compile(r"\s?:\d\d|\s?(?:am|pm|a\.m\.|p\.m\.)(?![a-z])")
_RANGE = re.compile(r"[-/:]\d")
_MONTH_BEFORE = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|fy|year|tax year"
    r"|q[1-4]|in|spring|summer|autumn|fall|winter)\s$",
    re.ASCII,
)
_PARTY = re.compile(r"\b(?:for|at|by|after|around|from|of)\s$", re.ASCII)
_PARTY_ENDS = re.compile(r"\s?(?:$|[,.;!)]|(?:at|on|from|after|before|in|with|and|w)\b)", re.ASCII)
_WEAK_CUE = re.compile(r"\b(?:is|for|of|be|was|were)\s$", re.ASCII)
_ONE_WORD = re.compile(r"\s?[^\s\d]+\s*")
_PRICE_NEXT = re.compile(
    r"\s?[:;,-]?\s[£$€¥₹]?\d[\d,]*\.\d\d(?!\d)|\s[£$€¥₹]?\d[\d,]*(?=\s*(?:$|[;\0]|cash\b|card\b|visa\b))", re.ASCII
)
_SIZE = re.compile(r"\s[a-z]\d\b|\s\d+(?:x\d+)?\s?(?:mm|cm|ml|gb|oz|g|kg|inch|in)\b", re.ASCII)
_TIMES_BEFORE = re.compile(r"(?:\s|^)[x×*]\s?$", re.ASCII)
_DEGREES = re.compile(r"\s?(?:degrees\b|°|度)", re.ASCII)
_HAN_UNIT = re.compile("\\s?[吨克升斤米寸公平千毫厘立]")
MARKED = 0.9
"""The base of a number with a currency beside it."""
_LEAST = 0.15
"""What a bare number keeps at least that seems to count things: it is the amount only where the line has no other number."""


@dataclass(frozen=True, slots=True)
class Found:
    """A number in a line: its place, its worth, its currency if said, and what its own form says for it (0–1)."""

    start: int
    end: int
    value: Decimal
    currency: str
    base: float

    @property
    def is_whole(self) -> bool:
        """Whether it is written without cents."""
        return self.value == int(self.value)


def weigh(text: str, found: Found, ends: Collection[int] = ()) -> float:
    """How much the number looks like the amount of its line.

    Args:
        text: the line made plain.
        found: the number.
        ends: where words start that say how it was paid, which may follow an amount.
    """
    before, after = text[: found.start], text[found.end :]
    if _SIZED.match(text, found.start):
        return _LEAST
    if _NEVER_BEFORE_THESE.match(after) or _is_weight(text, found):
        return 0.02
    is_marked = found.base >= MARKED
    if not is_marked and _is_something_else(before, after, found, ends):
        return 0.05
    if not is_marked and found.base <= 0.6 and _SOFT_QUANTITY.match(after):
        return _LEAST
    score = found.base + _cue(before, after)
    if not is_marked and found.is_whole and found.base < 0.6:
        score = max(score - _doubt(before, after, found), min(score, _LEAST))
        if _stands_before_a_thing(after, found, ends):
            is_last = _is_before_the_last_word(after, found, ends)
            doubt = 0.2 if is_last else 0.35 if before.strip() else 0.25
            score = min(score, max(score - doubt, _LEAST), 0.4)
    elif not is_marked and _FINE.fullmatch(str(found.value)):
        score -= _doubt_of_decimals(str(found.value), after)
    if _SHARE.search(before):
        return score
    is_price = _PER_PIECE.match(after) or _EACH_BEFORE.search(before)
    return max(0.2 if is_price else 0.03, min(score, 1.4))


def is_label(before: str) -> bool:
    """Whether words before a number say that it is one of many: room 3, invoice 12."""
    return bool((_HARD_REFERENCE.search(before) and not _A_ROOM.search(before)) or _SOFT_REFERENCE.search(before))


def tells_total(before: str, after: str) -> bool:
    """Whether a number beside these words is what all came to."""
    return bool(_TOTAL_BEFORE.search(before) or _TOTAL_AFTER.match(after) or _EQUALS_BEFORE.search(before))


def _is_weight(text: str, found: Found) -> bool:
    return bool(re.match(r"\sof\b", text[found.end :])) and "pound" in text[found.start : found.end]


def _cue(before: str, after: str) -> float:
    if _EQUALS_BEFORE.search(before):
        return 0.45
    if (_PER_PIECE.match(after) or _EACH_BEFORE.search(before)) and not _SHARE.search(before):
        return -0.4
    cue = 0.0
    if _TOTAL_BEFORE.search(before) or _TOTAL_AFTER.match(after):
        cue = 0.4
    elif _CUE_BEFORE.search(before):
        cue = 0.1
    return cue


def _doubt(before: str, after: str, found: Found) -> float:
    """What is taken off a bare whole number since it may be a label (``table 4``), a party (``for 2``) or an hour (``at 10``)."""
    if found.value >= 1000 and _LONG_REFERENCE.search(before):
        return 0.4
    doubt = 0.3 if _SOFT_REFERENCE.search(before) else 0.1 if found.value < 13 and _WEAK_CUE.search(before) else 0.0
    if found.value <= 12 and _PARTY.search(before) and _PARTY_ENDS.match(after):
        doubt += 0.2
    return doubt + (0.25 if _PRICE_NEXT.match(after) else 0.0)


def _doubt_of_decimals(value: str, after: str) -> float:
    """What is taken off a number that may measure; 0.50 is as good as a price."""
    if value.startswith("0.") and len(value) != len("0.50"):
        return 0.5
    return 0.25 if _NOUN.match(after) else 0.0


def _is_before_the_last_word(after: str, found: Found, ends: Collection[int]) -> bool:
    """Whether one word follows and then nothing, or how it was paid, or a day: ``40 lidl``, ``40 lidl visa``."""
    word = _ONE_WORD.match(after)
    if not word:
        return False
    rest = after[word.end() :]
    return not rest or rest[0] == "\0" or found.end + word.end() in ends


def _stands_before_a_thing(after: str, found: Found, ends: Collection[int]) -> bool:
    """Whether the number counts or names what follows: ``3 chairs``, ``500 A5``, ``304不锈钢``."""
    if found.end + len(after) - len(after.lstrip()) in ends:
        return False
    return bool(_NOUN.match(after) or (1 < found.value <= 60 and _PLURAL.match(after)) or _SIZE.match(after))


def _has_tenths(found: Found) -> bool:
    return bool(re.fullmatch(r"\d+\.\d", str(found.value)))


def _is_something_else(before: str, after: str, found: Found, ends: Collection[int]) -> bool:
    if _TIME.match(after) or _RANGE.match(after) or re.search(r"\d[-/:]$", before):
        return True
    if found.base > 0.6:  # with cents or a scale
        return bool(
            _DEGREES.match(after)
            or _MEASURE.match(after)
            or (_has_tenths(found) and _ONE_PERIOD.match(after))
            or (_QUANTITY.match(after) and _HAN_UNIT.match(after))
        )
    if _TIMES_BEFORE.search(before) or _STREET.match(after):
        return True
    is_year = 1990 <= found.value <= 2099 and bool(_MONTH_BEFORE.search(before))
    return is_year or _is_reference(before, ends) or bool(_QUANTITY.match(after) and not _FAR_UNIT.match(after))


def _is_reference(before: str, ends: Collection[int]) -> bool:
    """Whether a word before the number says that it is one of many; not the back room, and not the till that was paid into."""
    label = _HARD_REFERENCE.search(before)
    return bool(label and label.start() not in ends and not _A_ROOM.search(before))
