"""Lines that tell of no payment: they ask, plan, remind, wait for an answer or only speak of a price."""

from __future__ import annotations

import re

from plugins.bookkeeping.plain import plain

_OPEN = re.compile(
    r"\?|\b(?:should|shall|could|would|might|may (?:be|put|go|have|want|need)|maybe|perhaps|how|what"
    r"|why|when|who|whether|budget(?:ed|ing)?|quot(?:e[ds]?|ing|ation)"
    r"|estimate[sd]?|proposal|bid|tender|plan(?:s|ned|ning)?|wants?|wanted|need(?:s|ed)?"
    r"|remind(?:er)?|remember|don'?t forget|todo|to-?do"
    r"|aim(?:s|ing)?|hop(?:e|es|ing)|expect(?:s|ed|ing)?|owes?|owed|will|won'?t|gonna|going to"
    r"|ask(?:s|ed|ing)?|tell|thinking"
    r"|think|consider(?:ing)?|decid(?:e|ed|ing)|discuss|if|unless|pending|waiting|await(?:s|ing)?"
    r"|unpaid|not paid|not yet|tomorrow|next"
    r"|tbc|tbd|ready by|(?:sent|raised|issued) (?:an? |the )?(?:invoice|bill|quote)|to be [a-z]+|price(?:s"
    r"|d)? (?:is|are|was|went|goes|up)|says?|said|worth|forecast|appointment|appt"
    r"|meeting|booked in|cancel(?:led)?|chase (?:up|him|her|them|the)|call (?:back|before|after|the)"
    r"|compare|cheaper|dearer|goes up|going up|due|wishlist|save up|saving up|declined|rejected"
    r"|turned down|not bother|let'?s)\b"
    r"|多少|吗|想|打算|计划|预算|报价?|提醒|记得|要不要|准备|别忘|考虑|还没|没定|待定|问|询|明天|下周"
    r"|下个?月|下星期|要\d|先不|等|涨|看中"
    r"|欠|可能|估计|商量|怎么|什么时候|约了?|预约|催|万一|如果|或者|说|听说|不买|没买|没付|取消|目标|希望",
    re.ASCII,
)
"""Words of lines that may speak of no entry at all."""
_DONE = re.compile(
    r"\b(?:paid|pd|payed|bought|spent|cost (?:me|us)|charged|rec(?:ei|ie)ved|recd|got (?:paid"
    r"|[£$€₹]?\d+)|sold|refund(?:ed)?|settled"
    r"|transferred|picked up|ordered|came out|went out|left the account|collected|took|donated"
    r"|\d (?:paid )?into (?:the |my |our )?[a-z]+"
    r"|withdrew|moved|invoiced and|gave)\b"
    r"|付了|已付|付清|付款|付的|付完|支付(?!宝)|交了|交的|缴了|花了|花掉|买了(?!吗)|刷了|收到|收了"
    r"|到账|转了|转给|转的|给了|退了|退给|退款|扣了|充了"
    r"|还了|存了|卖了|报销了|发了|打款|定金\d|订金\d",
    re.ASCII,
)
"""Words of lines that tell of something done, whatever else they say."""
_WEAK = frozenset(
    "meeting appointment appt cancel cancelled due who when what next said says worth think price compare 取消 预约 说 等".split()
)
"""Words of those that stand in lines of what was paid as well."""
_ACT = (
    r"(?:pay|buy|get|order|send|call|ring|find|book|ask|invoice|bill|chase|renew|return|raise|collect|save"
    r"|replace|transfer|move"
    r"|claim|pick up|sort)"
)
_NONE = re.compile(
    r"^(?:so |hmm |hm |ok |and )?(?:should|shall|do|does|did|can|could|would|is|are|was|what|what's"
    r"|whats|how|when|who|why|where|which|has|have)"
    r"\b[^?]*\?$"
    r"|^(?:so |hmm )?(?:should|shall|can|could|do) (?:i|we)\b"
    rf"|\b(?:remember|remind(?: me| us)?|don'?t forget|dont forget|todo:?|to-do:?|needs? to|have to"
    rf"|must|want to|wants to|plan(?:ning)? to"
    rf"|going to|gonna|hop(?:e|ing) to|mean(?:ing)? to|might|thinking of|thinking about"
    rf"|will) (?:to )?(?:{_ACT}|make|take|cost|be)(?:ing)?\b"
    r"|^(?:enquiry|inquiry|query)\b|\btold (?:him|her|them|[a-z]+) [£$€₹]?\d"
    r"|^(?:ask|tell|remember|remind|todo|note to self)\b|^(?:ring|phone|call|email|text"
    r"|see) .{0,20}\babout\b|^if\b|\bwill (?:need|have to)\b"
    r"|\b(?:he|she|they) (?:said|says|wants?|reckons?)\b|\b(?:landlord|landlady|agent|guy|rep|plumber|garage|builder"
    r"|dentist|vet|roofer|supplier|broker|dispatcher|shipper|dealer|seller|vendor)\b"
    r".{0,12}\b(?:said|says|wants?|reckons|quoted|quotes)\b|\bprice of\b.*\b(?:gone|going|up|is|now)\b"
    r"|\bcall (?:[a-z.']+ ){1,3}(?:before|after|back|about|re)\b"
    r"|\b(?:quot(?:e[sd]?|ation)|estimate[sd]?|bid|proposal|tender|offer(?:ed)?)\b.*"
    r"\b(?:said no|no thanks|too (?:much|dear|expensive|high|steep|pricey)|think(?:ing)?|wait(?:ing)?"
    r"|pending|awaiting|no (?:reply|answer|word)"
    r"|not (?:sure|yet|accepted|bothered)|to confirm|decid(?:e|ing)|compar(?:e|ing)|declined|rejected"
    r"|turned|passed on|let (?:them|him|her|us|me|you) know"
    r"|hear back|expires|valid (?:until|till|for)|went with|shop(?:ping)? around)\b"
    r"|\bthink(?:ing)? (?:it|this|that) over\b|\b(?:to|must|let'?s|will) (?:discuss|decide|see)\b"
    r"|\bor not bother\b|\b(?:tbc|tbd)\b"
    r"|\b(?:aim(?:ing)?|hoping|budget(?:ing)?|saving(?: up)?|looking|targeting) (?:for|at|of)\b"
    r"|\b(?:tell|told|telling) (?:him|her|them|the \w+|\w+) .{0,20}\b(?:price|stays?|is|costs?)\b"
    r"|\b(?:may|might|could|will) (?:put|go|rise|be|raise|want)\b"
    r"|\bprices? (?:is|are|has|have|will|stays?|goes|going|went) |\b(?:wants?|asking|asked"
    r"|asks) (?:for )?(?:[£$€₹]|rs\.? ?)?\d[\d,.]*k?\b"
    r"(?! (?:cash|paid|quid cash))"
    r"|\b(?:not paid|unpaid|hasn'?t paid|haven'?t paid|still owes?|owes? (?:me|us|[£$€₹]?\d+)|yet to pay)\b"
    r"|\bwait (?:for|until|till)\b",
    re.ASCII,
)
"""Words of lines that tell of no payment, unless others say that something was done."""
_NONE_ZH = re.compile(
    r"记得|别忘|提醒|要不要|打算|考虑|再等|再看|再说|再商量|商量|询价|没定|待定|还没(?:付|转|回|定|交|给"
    r"|收|决定|想好|买|到)|先不|问一下|问问|有人问"
    r"|问价|(?:想|准备|计划)(?:着|要)?(?:换|买|订|报|去|租|装|做|请|给|付|交)|预算(?!软件)|多少钱"
    r"|(?:吗|呢|多少|怎么样)\?*$|看中|看上"
    r"|说.{0,12}(?:要|涨到?|得)[\d一二两三四五六七八九十]|报(?:价)?[\d一二两三四五六七八九十]"
    r"|报价(?!单)|(?:明天|后天|下周.?|下个?月|下星期.?).{0,8}(?:要(?!用)|得(?!到)|记得)"
    r"|没付|没买|不买|欠(?:着|我|他|她)"
)
_QUOTED = re.compile(r"\b(?:quote|estimate|bid)s? (?:from|of) (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|last)")


def may_be_none(line: str) -> bool:
    """Whether a line may tell of no payment, so that a model may refuse it."""
    text = plain(line)
    said = [match[0] for match in _OPEN.finditer(text)]
    return bool(said) and not (_WEAK.issuperset(said) and _DONE.search(text))


def is_none(line: str) -> bool:
    """Whether a line plainly tells of no payment: it asks, plans, reminds or waits, and says of nothing that it was done."""
    text = plain(line)
    if _DONE.search(text) or _QUOTED.search(text):
        return False
    return bool(_NONE.search(text) or _NONE_ZH.search(text))
