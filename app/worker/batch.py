"""A batch for llama.cpp that asks for the logits after each of its tokens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import llama_cpp

MAX_TOKENS = 64


class TokenBatch:
    """Made once and filled anew; free it with ``free``."""

    def __init__(self) -> None:
        self._batch = llama_cpp.llama_batch_init(MAX_TOKENS, 0, 1)

    def filled(self, tokens: Sequence[int], position: int) -> Any:
        """The batch with ``tokens``, at most ``MAX_TOKENS``, the first of which stands at ``position``."""
        batch = self._batch
        batch.n_tokens = len(tokens)
        for place, token in enumerate(tokens):
            batch.token[place] = token
            batch.pos[place] = position + place
            batch.n_seq_id[place] = 1
            batch.seq_id[place][0] = 0
            batch.logits[place] = 1
        return batch

    def free(self) -> None:
        llama_cpp.llama_batch_free(self._batch)
