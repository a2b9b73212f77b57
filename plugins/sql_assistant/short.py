"""Names of tables and columns whose words are cut short, and what they are short for."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

from plugins.sql_assistant.vocabulary import SHORT, pairs
from plugins.sql_assistant.words import parts, stem

_MORE = """
addl additional; agt agent; apt apartment; appr approval; arr arrival; arrv arrival; bday birthday; bk book; bkg booking; bkgs booking;
bld blood; brd brand; brth birth; cert certificate; chan channel; chg charge; chk check; clnt client; clr color; cls class; cmt comment;
comp company; conf confirmed; cpty capacity; crd card; ctc contact; cty city; dest destination; det detail; diag diagnosis; dlvry
delivery; docs document; drv driver; dscr description; dtl detail; eff effective; eml email; est established; exh exhibition; exp
experience expiry expense; ext extension; fam family; flr floor; flt flight; freq frequency; gend gender; gst guest; hosp hospital; hr
hour; hrly hourly; htl hotel; img image; ind industry; instr instructor; iss issue; jnl journal; lbl label; lgth length; ln line; lng
language; lst last; mem member; memb member; mfr manufacturer; mins minute; mnth month; mob mobile; mod model; mth month; mths month;
mtg meeting; nat nationality; natl nationality; nr number; nt night; nts night; num number; occ occupation; oper operator; orig origin;
pass passenger; pat patient; pax passenger; pers person; pgs page; pkg package; plt plate; pop population; prc price; prev previous;
prio priority; pri priority; prof profession professor; prog program; prov province; purch purchase; quant quantity; recd received; reg
region registration; res reservation result; rmk remark; rms room; rnt rental; rt rate route; rte route; rtng rating; sched schedule;
sec section; seq sequence; sess session; shp ship; sqm area; ssn season; sta station; stn station; str street; subj subject; subs
subscription; sup supplier; surn surname; ttl title total; tbl table; tkt ticket; tm team; tour tournament; trf tariff; trn train; tst
test; upd updated; vet veterinarian; vis visit; vol volume; vst visit; wk week; wks week; wkr worker; zn zone
"""
_LONG: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {part: (*SHORT.get(part, ()), *more) for part, more in (dict.fromkeys(SHORT, ()) | pairs(_MORE)).items()}
)
_VOWELS = frozenset("aeiou")
_LEAST_CUT = 3
"""Letters of a part that may be read as short for any word of a question; shorter ones must be known."""

_MORE_LETTERS = 2
"""So many letters at least are cut from a word."""


def long_words(part: str) -> tuple[str, ...]:
    """What a lower-case part of a name is known to be short for, the likeliest first; nothing where it is short for nothing."""
    return _LONG.get(part, ())


@lru_cache(maxsize=20_000)
def name_words(name: str) -> frozenset[str]:
    """The words of a name and what they are short for, plurals cut."""
    own = parts(name)
    return frozenset(own).union(*(map(stem, long_words(part)) for part in own))


@lru_cache(maxsize=50_000)
def is_short_for(part: str, word: str) -> bool:
    """Whether a part without vowels, as ``bkg``, is a word's (``bookings``) consonants, some of them left out; both lower case."""
    word = stem(word)
    if len(part) < _LEAST_CUT or len(word) < len(part) + _MORE_LETTERS or part[0] != word[:1] or word.startswith(part):
        return False
    letters = iter(word[1:])
    return not _VOWELS & set(part[1:]) and all(letter in letters for letter in part[1:])
