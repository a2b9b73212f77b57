"""Draw a run's loss curve as an SVG: `python -m training.curve build/starter/curve.jsonl training/learning_curve.svg`."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

_WIDTH, _HEIGHT, _MARGIN = 760, 360, 48


def draw(points: Sequence[tuple[float, float]], marks: Sequence[tuple[float, str]] = ()) -> str:
    """An SVG of loss over minutes; `marks` are (minute, words) that get a line of their own."""
    last, highest = points[-1][0], max(loss for _, loss in points)

    def place(minutes: float, loss: float) -> tuple[float, float]:
        across = _MARGIN + (_WIDTH - 2 * _MARGIN) * minutes / last
        return round(across, 1), round(_HEIGHT - _MARGIN - (_HEIGHT - 2 * _MARGIN) * loss / highest, 1)

    line = " ".join(f"{x},{y}" for x, y in (place(*point) for point in points))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
    ]
    for step in range(5):
        loss = highest * step / 4
        x, y = place(0, loss)
        parts.append(f'<line x1="{x}" y1="{y}" x2="{_WIDTH - _MARGIN}" y2="{y}" stroke="#dddddd"/>')
        parts.append(f'<text x="{x - 8}" y="{y + 4}" text-anchor="end" fill="#555555">{loss:.1f}</text>')
    for minutes in range(0, int(last) + 1, max(1, int(last) // 10)):
        x, y = place(minutes, 0)
        parts.append(f'<text x="{x}" y="{y + 18}" text-anchor="middle" fill="#555555">{minutes}</text>')
    for minutes, words in marks:
        x, y = place(minutes, 0)
        parts.append(f'<line x1="{x}" y1="{y}" x2="{x}" y2="{_MARGIN}" stroke="#b45309" stroke-dasharray="3 3"/>')
        parts.append(f'<text x="{x + 4}" y="{_MARGIN + 10}" fill="#b45309">{words}</text>')
    parts.append(f'<polyline points="{line}" fill="none" stroke="#2563eb" stroke-width="2"/>')
    parts.append(
        f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 8}" text-anchor="middle" fill="#333333">minutes of training</text>'
    )
    parts.append(f'<text x="{_MARGIN}" y="{_MARGIN - 16}" fill="#333333">loss per learned token</text></svg>')
    return "\n".join(parts) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("curve", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--mark", action="append", default=[], metavar="MINUTE=WORDS")
    arguments = parser.parse_args()
    lines = [json.loads(line) for line in arguments.curve.read_text(encoding="utf-8").splitlines()]
    marks = [(float(minute), words) for minute, _, words in (mark.partition("=") for mark in arguments.mark)]
    points = [(line["minutes"], line["loss"]) for line in lines]
    arguments.out.write_text(draw(points, marks), encoding="utf-8")


if __name__ == "__main__":
    main()
