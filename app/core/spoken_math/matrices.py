"""Matrices by their rows, vectors, functions in pieces."""

from __future__ import annotations

from app.core.spoken_math.cursor import Cursor, Node, joined
from app.core.spoken_math.tokens import Unclear

_FEWEST_CASES = 2
_WHENS = ("if", "comma")


class Matrices(Cursor):
    """Reads what is laid out in rows."""

    def matrix(self) -> Node:
        """``matrix with rows a b and c d``."""
        size = self.may("size")
        if size and self.may("identity"):
            return self._identity(int(size.value[0]))
        environment = self.take("matrix").value
        rows: list[list[str]] = []
        if self.kind() == "of":
            raise Unclear
        while (not rows or self.kind() in ("row", "and", "comma")) and (row := self._row()):
            rows.append(row)
        if not rows or not rows[0]:
            raise Unclear
        if size:
            rows = self._reshaped(rows, int(size.value.split()[1]))
        if size and size.value.split() != [str(len(rows)), str(len(rows[0]))]:
            raise Unclear
        if len(rows) < 2 or len({len(row) for row in rows}) != 1:
            raise Unclear
        inner = r" \\ ".join(" & ".join(row) for row in rows)
        return Node(rf"\begin{{{environment}}}{inner}\end{{{environment}}}", kind="matrix")

    @staticmethod
    def _reshaped(rows: list[list[str]], columns: int) -> list[list[str]]:
        cells = [cell for row in rows for cell in row]
        if len(cells) % columns or (len(rows) > 1 and any(len(row) % columns for row in rows)):
            raise Unclear
        return [cells[start : start + columns] for start in range(0, len(cells), columns)]

    @staticmethod
    def _identity(size: int) -> Node:
        inner = r" \\ ".join(" & ".join(str(int(row == column)) for column in range(size)) for row in range(size))
        return Node(rf"\begin{{pmatrix}}{inner}\end{{pmatrix}}", kind="matrix")

    def _row(self) -> list[str]:
        while self.kind() in ("row", "and", "comma"):
            self.place += 1
        cells: list[str] = []
        is_spaced = False
        while True:
            if self.kind() == "comma" and cells and self.kind(1) != "row":
                if is_spaced:
                    return cells
                self.take("comma")
            elif cells:
                is_spaced = True
            if self.kind() not in ("number", "letter", "sign", "negative"):
                return cells
            cells.append(self._cell())
            if self.kind() == "number" and self.kind(-1) == "letter":
                raise Unclear

    def _cell(self) -> str:
        sign = self.may("sign", "negative")
        return joined(sign.value if sign else "", self.take("number", "letter").value)

    def vector_of(self) -> Node:
        """``column vector one, two, three``."""
        kind = self.take("column").value
        name = ""
        if self.sees("letter", "row"):
            name = self.take("letter").value + "="
        cells = self._row()
        if self.kind() == "and":
            self.take("and")
            cells += [self._cell()]
        if len(cells) < 2:
            raise Unclear
        inner = (r" \\ " if kind == "column" else " & ").join(cells)
        return Node(rf"{name}\begin{{pmatrix}}{inner}\end{{pmatrix}}", kind="matrix")

    def cases(self, left: Node, first: Node) -> Node | None:
        """``f of x is x if x is positive and minus x otherwise``."""
        if self.kind() != "if" or self.kind(1) not in ("letter", "number"):
            return None
        word = self.take("if").word
        conditions = [(first.tex, self._condition())]
        while self.kind() != "end":
            self.may("comma", "row")
            self.may("and")
            value = self.total().tex
            self.may("comma")
            if self.may("otherwise"):
                conditions.append((value, r"\text{otherwise}"))
                break
            self.take("if")
            conditions.append((value, self._condition()))
        if len(conditions) < _FEWEST_CASES:
            condition = conditions[0][1].replace(r"\text{if }", rf"\text{{ {word} }}")
            return Node(f"{left.tex}={first.tex}{condition}", kind="relation")
        inner = r" \\ ".join(f"{value} & {condition}" for value, condition in conditions)
        return Node(rf"{left.tex}=\begin{{cases}}{inner}\end{{cases}}", kind="cases")

    def _condition(self) -> str:
        name = self.take("letter", "number").value
        if token := self.may("sign_of"):
            return rf"\text{{if }}{name}{token.value}0"
        tex = rf"\text{{if }}{name}"
        if token := self.may("parity"):
            return tex + rf"\text{{ {token.value}}}"
        bounds = 0
        while bounds < 2 and self.kind() == "rel":
            sign = self.take("rel").value
            tex, bounds = joined(tex, sign, self.bound(has_sums=False)), bounds + 1
        if not bounds or self.starts_factor() or self.kind() in ("sign", "over", "square", "times"):
            raise Unclear
        return tex
