"""Which sections a brief asks for by their names, in English or Chinese."""

from __future__ import annotations

import re
from types import MappingProxyType

from plugins.web_designer.plan import KINDS

_WORDS = MappingProxyType(
    {
        "features": r"what we offer|our services|features|what makes us|服务项目|有哪些服务|功能介绍",
        "about": r"(?<!say )about us|our story|who we are|something about (?:me|us)|关于我们|我们的故事",
        "steps": r"how it works|how we work|step by step|the steps|how to (?:start|begin)|[三几四五]步|步骤|流程|如何开始|怎[样么]开始",
        "timeline": r"(?:our|the) history|time ?line|milestones|年表|大事记|发展历程|(?:写|讲|介绍)[^，。]{0,6}历史",
        "stats": r"the numbers|in numbers|key figures|statistics|关键数字|用数字",
        "gallery": r"gallery|photos|pictures|images|(?:my|our|their) work\b|作品|照片|图片|相册|画廊",
        "cases": r"case stud(?:y|ies)|what we did for|reference projects|案例",
        "menu": r"\bmenu\b|菜单|酒单",
        "pricing": r"price ?lists?|the prices|\bwith prices|show prices|\bpricing|what (?:it|things) costs?|价目|价格表|价格|收费标准",
        "comparison": r"\bcompar(?:e|ison)|对比|比较一下",
        "specs": r"technical (?:data|details)|spec(?:s|ifications?)\b|data sheet|参数|规格",
        "schedule": r"time ?table|schedule|calendar|list of (?:dates|events)|课程表|课表|时间表|日程|赛程|排期",
        "testimonials": r"reviews|testimonials|what (?:our )?(?:customers|clients|guests|people|patients|students) say|评价|口碑|好评",
        "logos": r"(?:partners'?|customers'?|clients'?) logos|合作伙伴",
        "team": r"\b(?:our|the|my) (?:\w+ )?(?:team|people|staff|teachers|artists|trainers|coaches|crew|doctors|barbers|instructors)\b"
        r"|who works here|团队|介绍一?下?(?:我们的)?(?:[一二三四五六两]?位)?(?:老师|教练|医生|师傅|摄影师|成员|设计师)",
        "faq": r"\bfaqs?\b|questions and answers|(?:common|frequent|frequently asked) questions|what \w+ ask\b|常见问题|问答|答疑",
        "newsletter": r"newsletter|mailing list|sign[- ]?up|订阅|邮件通知|收集[^，。]{0,6}邮箱",
        "location": r"directions|how to (?:find us|get there|reach us)|\b(?:an?|the|with) map\b(?! of\b)|where we are|怎[么麼]走|怎么到|地图|路线",
        "cta": r"\bdonat(?:e|ion)|捐款|捐助",
    }
)
_PATTERNS = MappingProxyType({kind: re.compile(words, re.IGNORECASE) for kind, words in _WORDS.items()})
_RULED_OUT = re.compile(
    r"\b(?:no|without(?: an?| the)?|not|don't (?:want|need)(?: an?| the)?)\s+(?:\w+\s+)?$|不要|不用|没有", re.IGNORECASE
)
_MOST = 4


def asked_kinds(brief: str) -> tuple[str, ...]:
    """Kinds of sections that the brief names, in the order in which a page shows them, at most four."""
    found = {kind for kind, pattern in _PATTERNS.items() if any(_is_wanted(brief, m) for m in pattern.finditer(brief))}
    if "menu" in found:
        found.discard("pricing")
    return tuple(kind for kind in KINDS if kind in found)[:_MOST]


def _is_wanted(brief: str, match: re.Match[str]) -> bool:
    before = brief[max(0, match.start() - 24) : match.start()]
    return not _RULED_OUT.search(before[-24:])
