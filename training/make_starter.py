"""Make the starter model from nothing: tokenizer, training (resumed if it was stopped), export, measurement.

`python -m training.make_starter --out build/starter --minutes 97` takes that long on two cores and leaves
`polymath-starter.gguf` in the folder. Copy it to `resources/models/` to ship it.
"""

import argparse
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from training.chess_labels import LABELS
from training.data import document, document_text
from training.export import export
from training.tokenizer import train_tokenizer
from training.train import CHECKPOINT

ROOT = Path(__file__).resolve().parents[1]
NAME = "polymath-starter.gguf"
_TOKENIZER_DOCUMENTS = 36_000
_TOKENIZER_SEED = 7
_TOKENIZER_TOOLS = ("sql", "sql", "sql", "sql", "latex", "bookkeeping", "bookkeeping", "web", "web", "css")


def tokenizer_texts() -> Iterator[str]:
    """Documents of every tool but chess, whose few words stand in the alphabet of moves; SQL oftener: its names are the most varied."""
    generator = random.Random(_TOKENIZER_SEED)
    for index in range(_TOKENIZER_DOCUMENTS):
        yield document_text(document(generator, tool=_TOKENIZER_TOOLS[index % len(_TOKENIZER_TOOLS)]))


def make(out: Path, minutes: float, version: str) -> Path:
    """Run every stage that is not done yet; return the GGUF's path."""
    out.mkdir(parents=True, exist_ok=True)
    tokenizer, model = out / "tokenizer.json", out / NAME
    if not LABELS.exists():
        subprocess.run([sys.executable, "-m", "training.chess_labels"], cwd=ROOT, check=True)
    if not tokenizer.exists():
        train_tokenizer(tokenizer_texts(), tokenizer)
    subprocess.run(
        [sys.executable, "-m", "training.train", "--out", str(out), "--minutes", str(minutes)], cwd=ROOT, check=True
    )
    export(out / CHECKPOINT, tokenizer, model, version)
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("build/starter"))
    parser.add_argument("--minutes", type=float, default=97)
    parser.add_argument("--version", default="0.1.0")
    parser.add_argument(
        "--python", default=sys.executable, help="an environment with llama-cpp-python, for the measurement"
    )
    arguments = parser.parse_args()
    model = make(arguments.out.resolve(), arguments.minutes, arguments.version)
    print(f"{model}: {model.stat().st_size / 1e6:.1f} MB")
    if Path(arguments.python).exists():
        subprocess.run([str(arguments.python), "-m", "training.evaluate", str(model)], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
