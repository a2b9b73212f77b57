"""Brackets that are said after a group, or with one word for both ends."""

from __future__ import annotations

from app.core.spoken_math.tokens import Token, Unclear

_BACK_TO = frozenset("times over rel of to_the comma open dot cross and to root fun arrow".split())
_OUTER = ("to_the", "of", "fun", "root", "over", "times")
_OPEN, _CLOSE = Token("open", "["), Token("close", ")")


def _after(found: list[Token]) -> list[Token]:
    """Parentheses around what is said to stand "in brackets": back to the operator before it."""
    depth, has_sign = 0, False
    for place in range(len(found) - 1, -2, -1):
        token = found[place] if place >= 0 else Token("rel", "")
        depth += (token.kind == "close") - (token.kind == "open")
        if depth < 0 or (depth == 0 and token.kind in _BACK_TO):
            is_inner = token.kind in ("to_the", "fun", "root") or (
                token.kind == "of" and found[place - 1].kind in ("fun", "root")
            )
            is_inner = is_inner or (
                token.kind == "times" and any(each.kind in ("over", "all") for each in found[:place])
            )
            is_doubtful = is_inner and any(each.kind in _OUTER for each in found[:place])
            if not has_sign or is_doubtful or any(each.kind == "choose" for each in found[place + 1 :]):
                raise Unclear
            return [*found[: place + 1], _OPEN, *found[place + 1 :], _CLOSE]
        has_sign = has_sign or (token.kind in ("sign", "setop") and depth == 0)
    raise Unclear


def _ahead(tokens: list[Token], place: int) -> list[Token]:
    """The group after "in brackets," at the start of a phrase, and what comes after it."""
    place += tokens[place + 1 : place + 2] != [] and tokens[place + 1].kind == "comma"
    end = place + 1
    while end < len(tokens) and tokens[end].kind not in ("comma", "rel"):
        end += 1
    return [_OPEN, *tokens[place + 1 : end], _CLOSE, *tokens[end:]]


def paired(tokens: list[Token]) -> list[Token]:
    """The tokens with every bracket as an opening or a closing one."""
    found: list[Token] = []
    depth, spoken = 0, 0
    skip = False
    for place, token in enumerate(tokens):
        if skip:
            skip = False
        elif token.kind == "bracket":
            closes = spoken > 0 or depth > 0
            found.append(_CLOSE if closes else _OPEN)
            spoken += -1 if spoken else (0 if closes else 1)
            depth -= 1 if closes and not spoken and depth else 0
        elif token.kind == "in_brackets":
            if found and found[-1].kind == "comma":
                found.pop()
                if found and found[-1].kind in ("of", "times"):
                    return [*found, *_ahead(tokens, place)]
                skip = place + 1 < len(tokens) and tokens[place + 1].kind == "comma"
            found = _after(found)
        elif token.kind == "quantity" and any(
            after.word == "end" and after.kind == "close" for after in tokens[place:]
        ):
            found.append(_OPEN)
        else:
            depth += (token.kind == "open") - (token.kind == "close")
            spoken -= token.kind == "close" and spoken > 0
            found.append(token)
    return found
