"""A loaded model: text ↔ tokens, and the evaluated state of a conversation, whose known beginning is not evaluated again."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import llama_cpp

from app.errors import EngineError
from app.worker.abort import AbortFlag, Stopped
from app.worker.batch import TokenBatch
from app.worker.loader import BATCH_TOKENS, Loaded
from app.worker.prefixes import MIN_TOKENS, PrefixStore, Snapshot, common
from app.worker.sampler import Sampler
from app.worker.template import ChatTemplate

_ABORTED, _NO_SLOT = 2, 1
_PIECE_BYTES = 256
_REMEMBERED_PROMPTS = 6
_SHORT_TAIL = 64


@dataclass(frozen=True, slots=True)
class Prompt:
    """What an answer continues.

    Attributes:
        tokens: all of it; at least one.
        tool: who asks.
        constant: how many of the first tokens will stand before the tool's next question too, as far as that is known.
    """

    tokens: Sequence[int]
    tool: str = ""
    constant: int = 0


class Model:
    """One model with one context. Not safe for use by two threads at once.

    Args:
        loaded: owned from now on.
        abort: looked at during every computation.
        prefixes: where the state of constant prompts is kept.

    Raises:
        EngineError: the model's chat template is not valid.
    """

    def __init__(self, loaded: Loaded, abort: AbortFlag, prefixes: PrefixStore) -> None:
        self._loaded = loaded
        self._abort = abort
        self._prefixes = prefixes
        self._context = loaded.context
        self._vocab = llama_cpp.llama_model_get_vocab(loaded.model)
        self._memory = llama_cpp.llama_get_memory(loaded.context)
        self._evaluated: list[int] = []
        self._recent: deque[tuple[str, Sequence[int]]] = deque(maxlen=_REMEMBERED_PROMPTS)
        self._batch = TokenBatch()
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

    @property
    def can_rewind(self) -> bool:
        """Whether tokens can be taken back; a recurrent state cannot be cut."""
        return not self._loaded.is_recurrent

    def close(self) -> None:
        """Free the memory; the model is of no use afterwards."""
        self._batch.free()
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

    def sample(self, sampler: Sampler, place: int = -1) -> int:
        """The next token after what was evaluated last; after its ``place``-th token where all were asked for."""
        return sampler.next(self._context, place)

    def evaluate_prompt(self, prompt: Prompt, progress: Callable[[float], None]) -> int:
        """Bring the context to exactly the prompt's tokens; returns how many did not have to be evaluated.

        Args:
            prompt: of fewer tokens than ``context_tokens``.
            progress: called with 0–1 between batches.

        Raises:
            Stopped: the abort flag was set.
            EngineError: llama.cpp fails.
        """
        tokens = prompt.tokens
        boundary = self._boundary(prompt)
        reused = self._reuse(tokens)
        if reused == boundary:
            self._take_snapshot(prompt.tool, boundary)
            boundary = 0
        if boundary and self.can_rewind and len(tokens) - boundary <= _SHORT_TAIL:
            boundary = len(
                tokens
            )  # the few tokens more are cut off at their use, and a batch of their own would cost more
        for start, end in _pieces(reused, boundary, len(tokens)):
            if start > reused:
                progress((start - reused) / (len(tokens) - reused))
            self.evaluate(tokens[start:end])
            if end == boundary:
                self._take_snapshot(prompt.tool, boundary)
        return reused

    def evaluate(self, tokens: Sequence[int], *, all_places: bool = False) -> None:
        """Append tokens to the context. After a failure or a stop, what the context holds is known and can be reused.

        Args:
            tokens: at least one.
            all_places: whether ``sample`` will ask for more than what follows the last of them.

        Raises:
            Stopped: the abort flag was set.
            EngineError: llama.cpp fails.
        """
        self._abort.raise_if_set()
        array = (llama_cpp.llama_token * len(tokens))(*tokens)  # a batch of these only points at them
        plain = llama_cpp.llama_batch_get_one(array, len(tokens))
        batch = self._batch.filled(tokens, len(self._evaluated)) if all_places else plain
        code = llama_cpp.llama_decode(self._context, batch)
        self._evaluated += tokens
        if code == 0:
            return
        del self._evaluated[llama_cpp.llama_memory_seq_pos_max(self._memory, 0) + 1 :]
        if code != _ABORTED or not self.can_rewind:
            self._keep_prefix(0)
        if code == _ABORTED:
            raise Stopped
        raise _decode_error(code)

    def take_back(self, count: int) -> None:
        """Forget the last ``count`` tokens; only where ``can_rewind``."""
        if count:
            self._keep_prefix(len(self._evaluated) - count)

    def write_prefixes(self) -> None:
        """Bring new snapshots to the disk, once nobody waits."""
        self._prefixes.flush()

    def _boundary(self, prompt: Prompt) -> int:
        """Where a snapshot is worth its memory: after what is constant, or was the same in an earlier prompt of the tool. 0 for nowhere."""
        tokens = prompt.tokens
        shared = [common(tokens, earlier) for tool, earlier in self._recent if tool == prompt.tool]
        self._recent.append((prompt.tool, tokens))
        # Of a prompt that is sent again as it was, nothing can be learned.
        boundary = max([prompt.constant, *(length for length in shared if length < len(tokens) - 1)])
        boundary = min(boundary, len(tokens) - 1)
        if boundary < MIN_TOKENS or boundary - self._prefixes.covered(tokens[:boundary]) < MIN_TOKENS:
            return 0
        return boundary

    def _reuse(self, tokens: Sequence[int]) -> int:
        """Start from what the context holds, or from a snapshot that saves more; returns how many tokens are there."""
        held = min(common(self._evaluated, tokens), len(tokens) - 1)
        if not self.can_rewind and held < len(self._evaluated):
            held = 0
        found = self._prefixes.best(tokens[:-1])
        if found is not None and found[1] - held >= MIN_TOKENS and self._restore(*found):
            return len(self._evaluated)
        return self._keep_prefix(held)

    def _restore(self, snapshot: Snapshot, length: int) -> bool:
        llama_cpp.llama_memory_clear(self._memory, True)
        self._evaluated.clear()
        data = ctypes.cast(ctypes.c_char_p(snapshot.data), ctypes.POINTER(ctypes.c_uint8))
        if llama_cpp.llama_state_seq_set_data(self._context, data, len(snapshot.data), 0) == 0:
            llama_cpp.llama_memory_clear(self._memory, True)
            self._prefixes.drop(snapshot)
            return False
        self._evaluated += snapshot.tokens
        return self._keep_prefix(length) == length

    def _take_snapshot(self, tool: str, length: int) -> None:
        """Keep the state of the context, which holds ``length`` tokens now."""
        size = llama_cpp.llama_state_seq_get_size(self._context, 0)
        if not length or size > self._prefixes.largest_bytes:
            return
        data = (ctypes.c_uint8 * size)()
        if llama_cpp.llama_state_seq_get_data(self._context, data, size, 0) == size:
            self._prefixes.keep(tool, self._evaluated[:length], bytes(data))

    def _keep_prefix(self, length: int) -> int:
        """Forget all but the first ``length`` tokens; a memory that cannot be cut there is cleared."""
        if length == len(self._evaluated):
            return length
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


def _pieces(start: int, boundary: int, end: int) -> Iterator[tuple[int, int]]:
    """Batches from ``start`` to ``end``, one of which ends at ``boundary`` if that lies between."""
    while start < end:
        limit = boundary if start < boundary else end
        yield start, min(start + BATCH_TOKENS, limit)
        start = min(start + BATCH_TOKENS, limit)


def _decode_error(code: int) -> EngineError:
    if code == _NO_SLOT:
        return EngineError("The model's context is full.", hint="Shorten the prompt, or set a larger context.")
    return EngineError(
        f"llama.cpp could not evaluate the prompt (code {code}).",
        hint="Most often memory ran out: set a smaller context or choose a smaller model.",
    )
