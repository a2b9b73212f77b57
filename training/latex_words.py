"""Make ``app/core/latex_words.json``: which signs of a formula which words speak of.

Counted from the pairs of the LaTeX generator. Run it after a change there: ``python -m training.latex_words``.
"""

import json
import random

from app.core.latex_words import FILE, count
from training.generators import latex
from training.generators.tex_labels import QUANTITIES
from training.generators.tex_skeletons import chosen
from training.generators.tex_wording import is_name, renamed

_CALLS = 14_000
_SEED = 11
_NAMINGS = 4


def named_pairs(generator: random.Random) -> list[tuple[str, str]]:
    """Every reading of every fixed formula and some other ways to ask for it: rare names must not miss in the table by chance."""
    pairs = []
    for tex, readings in latex.formulas():
        for reading in readings:
            pairs += [(chosen(generator, reading), tex), (reading.lower().replace("'s ", "s "), tex)]
            if is_name(reading, tex):
                pairs += [(renamed(generator, reading), tex) for _ in range(_NAMINGS)]
    return pairs


def _without_labels(brings: dict[str, list[str]]) -> dict[str, list[str]]:
    """What words bring along, without the "=" that follows the name of a quantity: it is the label's, not the name's."""
    left = {word: [sign for sign in found if sign != "=" or word not in QUANTITIES] for word, found in brings.items()}
    return {word: found for word, found in left.items() if found}


def main() -> None:
    generator = random.Random(_SEED)
    samples = [sample for _ in range(_CALLS) for sample in latex.sample_many(generator, "train")]
    counted = count([*((sample.question, sample.answer) for sample in samples), *named_pairs(generator)])
    data = {"needs": counted.needs, "brings": _without_labels(counted.brings)}
    FILE.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    free = sorted(sign for sign, need in counted.needs.items() if not need)
    print(
        f"{FILE.name}: {len(counted.needs)} signs ({' '.join(free)} always), {len(counted.brings)} words that bring signs along"
    )


if __name__ == "__main__":
    main()
