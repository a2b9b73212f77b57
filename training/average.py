"""Average the weights of several runs: `python -m training.average build/averaged.pt 2=build/second/weights.pt 3=build/third/weights.pt`.

Weights that went on from the same start lie in one basin, so their mean keeps what one of them forgot (Wortsman et al., "Robust fine-tuning
of zero-shot models", CVPR 2022). The result is what `training.train --init` and `training.export` read.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch


def average(parts: Sequence[tuple[float, Path]]) -> dict[str, Any]:
    """The mean of the averaged weights of checkpoints, each with its part of the whole; parts may have any sum.

    Raises:
        ValueError: the models differ in shape.
    """
    states = [torch.load(path, weights_only=True, map_location="cpu") for _, path in parts]
    if any(state["config"] != states[0]["config"] for state in states):
        raise ValueError("the weights are of models of different shapes")
    whole = sum(part for part, _ in parts)
    mean = {
        name: sum(
            state["average"][name].float() * (part / whole) for state, (part, _) in zip(states, parts, strict=True)
        )
        for name in states[0]["average"]
    }
    return {"config": states[0]["config"], "average": {name: weight.half() for name, weight in mean.items()}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("parts", nargs="+", metavar="PART=WEIGHTS")
    arguments = parser.parse_args()
    named = (part.partition("=") for part in arguments.parts)
    torch.save(average([(float(part), Path(path)) for part, _, path in named]), arguments.out)


if __name__ == "__main__":
    main()
