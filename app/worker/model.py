"""A loaded model: text ↔ tokens, and the evaluated state of a conversation, whose unchanged beginning is not evaluated again."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

import llama_cpp

from app.errors import EngineError
from app.worker.abort import AbortFlag, Stopped
from app.worker.loader import BATCH_TOKENS, Loaded
from app.worker.sampler import Sampler
from app.worker.template import ChatTemplate

_ABORTED, _NO_SLOT = 2, 1
_PIECE_BYTES = 256


class Model:
    """One model with one context. Not safe for use by two threads at once.

    Args:
        loaded: owned from now on.
        abort: looked at during every computation.

    Raises:
        EngineError: the model's chat template is not valid.
    """

    def __init__(self, loaded: Loaded, abort: AbortFlag) -> None:
        self._loaded = loaded
        self._abort = abort
        self._context = loaded.context
        self._vocab = llama_cpp.llama_model_get_vocab(loaded.model)
        self._memory = llama_cpp.llama_get_memory(loaded.context)
        self._is_recurrent = llama_cpp.llama_model_is_recurrent(loaded.model) or llama_cpp.llama_model_is_hybrid(
            loaded.model
        )
        self._evaluated: list[int] = []
        self._buffer = ctypes.create_string_buffer(_PIECE_BYTES)
        self.template = ChatTemplate(
            loaded.header.chat_template, self._token_text(_bos(self._vocab)), self._token_text(_eos(self._vocab))
        )
        abort.attach(loaded.context)

    @property
    def context_tokens(self) -> int:
        """Size of the context."""
        return min(self._loaded.context_tokens, int(llama_cpp.llama_n_ctx(self._context)))

    @property
    def device(self) -> str:
        return self._loaded.device

    @property
    def name(self) -> str:
        return self._loaded.header.name

    def close(self) -> None:
        """Free the memory; the model is of no use afterwards."""
        self._loaded.free()

    def tokenize(self, text: str, *, add_special: bool) -> list[int]:
        """Text → tokens; the names of special tokens in it are read as such.

        Args:
            add_special: whether to put the model's own begin token before it, where it wants one.
        """
        data = text.encode()
        size = len(data) + 8
        while True:
            tokens = (llama_cpp.llama_token * size)()
            count = llama_cpp.llama_tokenize(self._vocab, data, len(data), tokens, size, add_special, True)
            if count >= 0:
                return list(tokens[:count])
            size = -count

    def piece(self, token: int) -> bytes:
        """The bytes of a token; none for a control token."""
        count = llama_cpp.llama_token_to_piece(self._vocab, token, self._buffer, len(self._buffer), 0, False)
        if count < 0:
            self._buffer = ctypes.create_string_buffer(-count)
            return self.piece(token)
        return self._buffer.raw[:count]

    def ends_answer(self, token: int) -> bool:
        """Whether the token says that the answer is over."""
        return bool(llama_cpp.llama_vocab_is_eog(self._vocab, token))

    def sampler(self, *, temperature: float, seed: int | None, grammar: str | None) -> Sampler:
        """A sampler for one answer; see ``Sampler``."""
        return Sampler(self._vocab, temperature=temperature, seed=seed, grammar=grammar)

    def sample(self, sampler: Sampler) -> int:
        """The next token after what was evaluated last."""
        return sampler.next(self._context)

    def evaluate_prompt(self, tokens: Sequence[int], progress: Callable[[float], None]) -> int:
        """Bring the context to exactly ``tokens``; returns how many were reused.

        Args:
            tokens: fewer than ``context_tokens``, at least one.
            progress: called with 0–1 between batches.

        Raises:
            Stopped: the abort flag was set.
            EngineError: llama.cpp fails.
        """
        reused = self._keep_prefix(min(_common(self._evaluated, tokens), len(tokens) - 1))
        for start in range(reused, len(tokens), BATCH_TOKENS):
            if start > reused:
                progress((start - reused) / (len(tokens) - reused))
            self.evaluate(tokens[start : start + BATCH_TOKENS])
        return reused

    def evaluate(self, tokens: Sequence[int]) -> None:
        """Append tokens to the context. After a failure or a stop, what the context holds is known and can be reused.

        Raises:
            Stopped: the abort flag was set.
            EngineError: llama.cpp fails.
        """
        self._abort.raise_if_set()
        array = (llama_cpp.llama_token * len(tokens))(*tokens)
        code = llama_cpp.llama_decode(self._context, llama_cpp.llama_batch_get_one(array, len(tokens)))
        self._evaluated += tokens
        if code == 0:
            return
        del self._evaluated[llama_cpp.llama_memory_seq_pos_max(self._memory, 0) + 1 :]
        if code != _ABORTED or self._is_recurrent:  # A recurrent state cannot be taken back by a few tokens.
            self._keep_prefix(0)
        if code == _ABORTED:
            raise Stopped
        raise _decode_error(code)

    def _keep_prefix(self, length: int) -> int:
        """Forget all but the first ``length`` tokens; a memory that cannot be cut there is cleared."""
        if length and llama_cpp.llama_memory_seq_rm(self._memory, 0, length, -1):
            del self._evaluated[length:]
            return length
        llama_cpp.llama_memory_clear(self._memory, True)
        self._evaluated.clear()
        return 0

    def _token_text(self, token: int) -> str:
        if token < 0:
            return ""
        text = llama_cpp.llama_vocab_get_text(self._vocab, token)
        return text.decode("utf-8", "replace") if text else ""


def _bos(vocab: Any) -> int:
    return int(llama_cpp.llama_vocab_bos(vocab))


def _eos(vocab: Any) -> int:
    return int(llama_cpp.llama_vocab_eos(vocab))


def _common(a: Sequence[int], b: Sequence[int]) -> int:
    for index, (left, right) in enumerate(zip(a, b, strict=False)):
        if left != right:
            return index
    return min(len(a), len(b))


def _decode_error(code: int) -> EngineError:
    if code == _NO_SLOT:
        return EngineError("The model's context is full.", hint="Shorten the prompt, or set a larger context.")
    return EngineError(
        f"llama.cpp could not evaluate the prompt (code {code}).",
        hint="Most often memory ran out: set a smaller context or choose a smaller model.",
    )
