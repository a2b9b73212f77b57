"""Byte-level BPE in which every digit is a token of its own: what llama.cpp calls the `smollm` pre-tokenizer."""

from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

PAD, END, SQL, LATEX, BOOKKEEPING, WEB, CSS, CHESS, QUESTION, ANSWER = SPECIAL_TOKENS = (
    "<pad>",
    "</s>",
    "<sql>",
    "<tex>",
    "<book>",
    "<web>",
    "<css>",
    "<chess>",
    "<q>",
    "<a>",
)
VOCABULARY = 4096


def train_tokenizer(texts: Iterable[str], out: Path, vocabulary: int = VOCABULARY) -> Tokenizer:
    """Learn the merges from `texts` and write them to `out` as JSON."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=list(SPECIAL_TOKENS),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.save(str(out))
    return tokenizer


def load_tokenizer(path: Path) -> Tokenizer:
    """Read what `train_tokenizer` wrote."""
    return Tokenizer.from_file(str(path))
