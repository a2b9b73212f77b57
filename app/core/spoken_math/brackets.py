"""Brackets that are said after a group, or with one word for both ends."""

from __future__ import annotations

from app.core.spoken_math.tokens import Token, Unclear

_BACK_TO = frozenset("times over rel of to_the comma open dot cross and to root fun arrow".split())
_OUTER = ("to_the", "of", "fun", "root", "over", "times")
_SHORTEST_PRODUCT = 2
_FREE = ("rel", "comma", "sign", "open", "of")
_MARKS = ("square", "to_the", "raised")
_OPEN, _CLOSE = Token("open", "["), Token("close", ")")
_STARTS = ("letter", "number", "fun", "root", "name", "part")


def _after(found: list[Token], following: Token) -> list[Token]:
    """Parentheses around what is said to stand "in brackets": back to the operator before it."""
    place = _operator_before(found, following)
    if place > 0 and found[place].kind == "over":
        place = _factor_before(found, place)
    token = found[place] if place >= 0 else Token("rel", "")
    inside = found[place + 1 :]
    if token.kind == "to_the" and found[place - 1].value == "e" and inside[0].kind == "sign":
        return [*found[: place + 2], _OPEN, *found[place + 2 :], _CLOSE]
    if _is_doubtful(found, place, following) or not _is_group(inside, token, following):
        raise Unclear
    return [*found[: place + 1], _OPEN, *inside, _CLOSE]


def _factor_before(found: list[Token], bar: int) -> int:
    """A bar within the group of a factor: ``P times one plus r over n in brackets to the n``, where one alone would be no factor."""
    place = next((at for at in range(bar - 1, -1, -1) if found[at].kind in _BACK_TO), -1)
    inside = found[place + 1 :]
    is_single = len(found) - bar == _SHORTEST_PRODUCT
    starts = [token.kind for token in inside[:2]] == ["number", "sign"] and inside[0].value == "1"
    is_factor = starts or bar - place == _SHORTEST_PRODUCT
    return place if is_single and is_factor and found[place].kind == "times" else bar


def _operator_before(found: list[Token], following: Token) -> int:
    """Where the operator stands that ends a group backwards; -1 where there is none before the start."""
    depth, has_sign, sign = 0, False, -1
    for place in range(len(found) - 1, -1, -1):
        token = found[place]
        if token.kind == "close" and depth == 0 and has_sign:
            return sign  # "x minus h in brackets squared plus y minus k in brackets"
        depth += (token.kind == "close") - (token.kind == "open")
        is_inner = not has_sign and (
            (token.kind == "over" and following.kind not in _MARKS)
            or (token.kind == "fun" and len(found) - place == _SHORTEST_PRODUCT)
            or (token.kind == "to_the" and len(found) - place == _SHORTEST_PRODUCT)
        )
        is_inner = is_inner or (token.kind == "fun" and any(each.kind == "fun" for each in found[place + 1 :]))
        if depth < 0 or (depth == 0 and token.kind in _BACK_TO and not is_inner):
            return place
        if token.kind in ("sign", "setop") and depth == 0:
            has_sign, sign = True, place
    return -1


def _is_doubtful(found: list[Token], place: int, following: Token) -> bool:
    """Whether a group that begins within another operator may also end outside it."""
    token = found[place] if place >= 0 else Token("rel", "")
    is_inner = token.kind in ("to_the", "fun", "root") or (
        token.kind == "of" and found[place - 1].kind in ("fun", "root")
    )
    bars = [at for at, each in enumerate(found[:place]) if each.kind in ("over", "all")]
    is_inner = is_inner or (token.kind == "times" and any(not _is_range(found, at) for at in bars))
    is_apart = token.kind == "times" and place > 0 and found[place - 1].kind == "comma"
    if is_apart or (token.kind == "times" and following.kind == "factorial"):
        return False
    start = place - 1 if token.kind == "of" else place
    return is_inner and any(each.kind in _OUTER for each in found[:start])


def _is_range(found: list[Token], at: int) -> bool:
    """``sum over n of``."""
    return [token.kind for token in found[at : at + 3]] == ["over", "letter", "of"]


def _is_group(inside: list[Token], before: Token, following: Token) -> bool:
    """Whether the tokens are one sum, or a product that something is done to."""
    if any(token.kind == "choose" for token in inside) or not inside:
        return False
    signs = [place for place, token in enumerate(inside) if token.kind in ("sign", "setop")]
    if not signs and before.kind == "times":
        return (
            following.kind in _MARKS
            and inside[0].kind in ("letter", "number")
            and inside[1:2] != []
            and inside[1].kind == "over"
        )
    if not signs:
        return len(inside) >= _SHORTEST_PRODUCT and following.kind in _MARKS and before.kind in _FREE
    if before.kind not in _FREE or inside[signs[0]].kind == "setop":
        return True
    binary = [place for place in signs if place > 0]
    first_term = inside[: binary[0]] if binary else inside
    is_product = sum(token.kind in _STARTS for token in first_term) >= _SHORTEST_PRODUCT
    is_redundant = is_product and following.kind not in _MARKS and not _is_factor_next(following)
    is_whole = before.kind == "of" and following.kind in _MARKS
    return (len(binary) == 1 or is_whole) and not is_redundant


def _is_factor_next(following: Token) -> bool:
    return following.kind in ("times", "over", "open", *_STARTS)


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
            found = _after(found, tokens[place + 1] if place + 1 < len(tokens) else Token("end", ""))
        elif token.kind == "quantity" and found and place + 1 < len(tokens) and tokens[place + 1].kind in _MARKS[:2]:
            found = _after(found, tokens[place + 1])
        elif token.kind == "quantity" and any(
            after.word == "end" and after.kind == "close" for after in tokens[place:]
        ):
            found.append(_OPEN)
        else:
            depth += (token.kind == "open") - (token.kind == "close")
            spoken -= token.kind == "close" and spoken > 0
            found.append(token)
    return found
