"""Briefs for web pages that were written by hand, and how the plan of a page is judged: what must come out, and what must not."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plugins.web_designer.copy_checks import plan_findings
from plugins.web_designer.documents import is_chinese_or_japanese
from plugins.web_designer.plan import PagePlan, PlanError, plan_from_json
from training.cases import HELD_OUT
from training.sets import DEV, FRESH, LATER

_NUMBER = r"\d+(?:[.,]\d+)*"
_PRICE = re.compile(
    rf"[$€£¥]\s?({_NUMBER})|({_NUMBER})\s?(?:[$€£¥]|euros?\b|dollars?\b|pounds?\b|EUR\b|USD\b|GBP\b|元|块)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_PHONE = re.compile(r"(?<![\d.])\+?\d[\d ()/-]{5,}\d(?![\d.])")
_TIME = re.compile(r"(?<![\d.,])(\d{1,2})[:：](\d\d)(?!\d)|(?<![\d.,:])(\d{1,2})\s?[ap]\.?m\b", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")
_SITE = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_STREET = re.compile(
    r"(?<!\d)(\d+)\s+(?:\w+\s+){1,2}(?:street|st\.|road|rd\.?|avenue|ave\.?|lane)\b|(\d+)号", re.IGNORECASE
)
_ENGLISH = "zero one two three four five six seven eight nine ten eleven twelve".split()
_CHINESE = "零 一 二 三 四 五 六 七 八 九 十 十一 十二".split()


@dataclass(frozen=True)
class WebCase:
    """A brief, and what a plan that answers it has.

    Attributes:
        words: of the trade; one of them must stand in the copy, apart from the name.
        needs: groups of kinds of sections; of each group one must be there.
        facts: groups of wordings of what the brief tells; the share that the copy keeps is measured.
        never: what this business does not have.
        which: the set that it belongs to.
    """

    brief: str
    trade: str
    name: str
    language: str
    words: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    facts: tuple[tuple[str, ...], ...] = ()
    never: tuple[str, ...] = ()
    which: str = FRESH


@dataclass(frozen=True, slots=True)
class PlanMarks:
    """What of a plan is right.

    Attributes:
        has_plan: it follows the schema of a plan.
        is_valid: and the program's own look at its copy finds no error.
        facts: the share of the brief's facts that the copy keeps, in percent; None where the case names none.
        invented: what stands there and is in no brief.
        why: what is wrong with it, for people.
    """

    has_plan: bool = False
    is_valid: bool = False
    name: bool = False
    trade: bool = False
    language: bool = False
    sections: bool = False
    facts: float | None = None
    invented: tuple[str, ...] = ()
    why: str = ""

    @property
    def all_right(self) -> bool:
        return self.is_valid and self.name and self.trade and self.language and self.sections and not self.invented


def web_cases() -> list[WebCase]:
    """The fresh set; nobody looks at answers to it."""
    return [_case(row, FRESH) for row in _lines("web")]


def dev_web_cases() -> list[WebCase]:
    """Briefs that rules and generators may be tried out on."""
    return [_case(row, DEV) for row in _lines("web_dev")]


def later_web_cases() -> list[WebCase]:
    """Briefs that others wrote after the rules of that time stood."""
    return [_case(row, LATER) for row in _lines("web_later")]


def _lines(name: str) -> Iterator[dict[str, Any]]:
    lines = (HELD_OUT / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return (json.loads(line) for line in lines)


def _case(row: Mapping[str, Any], which: str) -> WebCase:
    groups = {name: tuple(tuple(group) for group in row[name]) for name in ("needs", "facts")}
    words, never = tuple(row["words"]), tuple(row["never"])
    return WebCase(
        row["brief"], row["trade"], row["name"], row["language"], words, groups["needs"], groups["facts"], never, which
    )


def plan_marks(case: WebCase, value: Any) -> PlanMarks:
    """Marks for a plan as JSON-shaped values; none for what is no plan."""
    try:
        plan = plan_from_json(value)
    except PlanError as error:
        return PlanMarks(why=str(error))
    errors = [finding.message for finding in plan_findings(plan, case.brief) if finding.severity == "error"]
    copy, kinds = copy_of(plan), {section.kind for section in plan.sections}
    kept = [any(_says(copy, wording) for wording in group) for group in case.facts]
    return PlanMarks(
        has_plan=True,
        is_valid=not errors,
        name=_folded(case.name) in _folded(f"{plan.title} {_hero(plan)}"),
        trade=any(_says(_without(copy, case.name), word) for word in case.words),
        language=_is_in(case.language, plan, copy),
        sections=all(any(kind in kinds for kind in group) for group in case.needs),
        facts=100 * sum(kept) / len(kept) if kept else None,
        invented=tuple(dict.fromkeys(invented(copy, case.brief, case.never))),
        why="; ".join(errors),
    )


def copy_of(plan: PagePlan) -> str:
    """All words that the page will show."""
    facts = [plan.email, plan.phone, plan.address, plan.hours]
    parts = [
        f"{s.heading} {s.text} " + " ".join(f"{i.title} {i.text} {i.note}" for i in s.items) for s in plan.sections
    ]
    return "\n".join([plan.title, plan.action, *parts, *facts])


def _hero(plan: PagePlan) -> str:
    return " ".join(f"{section.heading} {section.text}" for section in plan.sections if section.kind == "hero")


def _folded(text: str) -> str:
    return re.sub(r"[\s“”\"'’《》「」]+", "", text).casefold()


def _without(copy: str, name: str) -> str:
    return re.sub(re.escape(name), " ", copy, flags=re.IGNORECASE)


def _says(copy: str, wording: str) -> bool:
    """Whether the words stand in the copy: at the beginning of a word, and figures not inside longer ones."""
    end = r"(?!\d|[.,]\d)" if wording[-1].isdigit() else ""
    start = r"(?<![\d.])" if wording[0].isdigit() else r"\b" if wording[0].isascii() and wording[0].isalnum() else ""
    return re.search(f"{start}{re.escape(wording)}{end}", copy, re.IGNORECASE) is not None


def _is_in(language: str, plan: PagePlan, copy: str) -> bool:
    return plan.language.split("-")[0] == language and is_chinese_or_japanese(copy) == (language == "zh")


def invented(copy: str, brief: str, never: tuple[str, ...] = ()) -> Iterator[str]:
    """Prices, years, times, telephone numbers and addresses that the brief does not tell, and what it rules out."""
    known, figures = brief.casefold(), _figures(brief)
    for pattern in (_PRICE, _YEAR, _STREET):
        for found in pattern.finditer(copy):
            if _plain(next(group for group in found.groups() if group)) not in figures:
                yield found[0]
    yield from (found[0] for found in _TIME.finditer(copy) if not _is_told_time(found, figures, brief))
    digits = re.sub(r"\D", "", brief)
    yield from (found[0] for found in _PHONE.finditer(copy) if not _is_told_run(found[0], digits, figures))
    for pattern in (_MAIL, _SITE):
        yield from (found[0] for found in pattern.finditer(copy) if found[0].casefold() not in known)
    yield from (word for word in never if _says(copy, word))


def _is_told_run(run: str, digits: str, figures: set[str]) -> bool:
    """A run of digits is told if it stands in the brief, or is made of its figures (a range of prices, a date)."""
    parts = re.findall(r"\d+", run)
    return re.sub(r"\D", "", run) in digits or all(part in figures or part.lstrip("0") in figures for part in parts)


def _is_told_time(found: re.Match[str], figures: set[str], brief: str) -> bool:
    hour, minutes = int(found[1] or found[3]), found[2] or "00"
    is_told_hour = any(str(hour + shift) in figures for shift in (-12, 0, 12))
    is_half = minutes == "30" and any(word in brief for word in ("半", "half", "30"))
    return is_told_hour and (minutes == "00" or is_half or minutes in figures)


def _figures(brief: str) -> set[str]:
    """All numbers of a brief without separators, those in words too, and the parts of times."""
    found = {_plain(number) for number in re.findall(_NUMBER, brief)}
    found |= {str(int(part)) for number in re.findall(_NUMBER, brief) for part in re.split("[.,]", number)}
    found |= {number.lstrip("0") for number in found if number.lstrip("0")} | set(re.findall(r"\d+", brief))
    words = brief.casefold()
    found |= {str(n) for n, word in enumerate(_ENGLISH) if re.search(rf"\b{word}\b", words)}
    return found | {str(n) for n, word in enumerate(_CHINESE) if word in brief}


def _plain(number: str) -> str:
    """`1,400` and `1400.00` are one figure."""
    digits = re.sub(r",(?=\d{3}(?!\d))", "", number).replace(",", ".")
    return re.sub(r"\.0+$", "", digits)
