"""The plainest loop around llama.cpp, to measure the worker against.

It does what a person who knows llama-cpp-python writes in an afternoon: decode the prompt in batches, take the likeliest token, decode
it, and so on. No events, no stop, no grammar, no text. It loads through the worker's loader, so that batch, cache, threads and attention
are the same and the loop alone differs.

``python -m app.worker.raw_loop`` is a worker that can do both: a request of the tool ``RAW_TOOL`` is answered by the plain loop, with
the same weights at the same place in memory; two processes differ by ten percent for the sake of that place alone (*measured*).

``python -m app.worker.raw_loop LOAD`` is the loop on its own, to see how much memory it takes. ``LOAD`` is the JSON body of a ``load``
command; each line on stdin is the JSON body of a ``generate`` command, each on stdout is what ``RawLoop.run`` found.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.errors import EngineError
from app.worker.__main__ import Worker
from app.worker.protocol import WorkerMessage

if TYPE_CHECKING:
    from app.worker.loader import Loaded

RAW_TOOL = "raw-loop"


class RawLoop:
    """The loop, around a loaded model."""

    def __init__(self, loaded: Loaded) -> None:
        # Imported here and not above: the file descriptors must be in place before llama.cpp prints.
        import llama_cpp

        from app.worker.loader import BATCH_TOKENS
        from app.worker.template import ChatTemplate

        self._lib = llama_cpp
        self._batch_tokens = BATCH_TOKENS
        self._context = loaded.context
        self._memory = llama_cpp.llama_get_memory(loaded.context)
        self._vocab = llama_cpp.llama_model_get_vocab(loaded.model)
        self._adds_bos = bool(llama_cpp.llama_vocab_get_add_bos(self._vocab))
        self._template = ChatTemplate(loaded.header.chat_template, "", "")
        self._attention = loaded.state_form.rpartition(" ")[2]

    def run(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answer with exactly ``max_tokens`` tokens and say how long it took; with 0, only count the prompt's.

        Returns:
            ``attention``, ``prompt_tokens``, ``tokens``, ``prompt_s`` (from before the text is made into tokens to the first token)
            and ``decode_s`` (all other tokens).

        Raises:
            EngineError: llama.cpp fails.
        """
        began_s = time.perf_counter()
        prompt = self._tokenize(self._template.render(body["messages"]))
        tokens = int(body["max_tokens"])
        counted = {"attention": self._attention, "prompt_tokens": len(prompt), "tokens": tokens}
        if not tokens:
            return counted
        sampler = self._lib.llama_sampler_init_greedy()
        self._lib.llama_memory_clear(self._memory, True)
        for start in range(0, len(prompt), self._batch_tokens):
            self._decode(prompt[start : start + self._batch_tokens])
        token = self._lib.llama_sampler_sample(sampler, self._context, -1)
        first_s = time.perf_counter()
        for _ in range(tokens - 1):
            self._decode([token])
            token = self._lib.llama_sampler_sample(sampler, self._context, -1)
        ended_s = time.perf_counter()
        self._lib.llama_sampler_free(sampler)
        self._lib.llama_memory_clear(self._memory, True)
        return {**counted, "prompt_s": first_s - began_s, "decode_s": ended_s - first_s}

    def _decode(self, tokens: Sequence[int]) -> None:
        array = (self._lib.llama_token * len(tokens))(*tokens)
        code = self._lib.llama_decode(self._context, self._lib.llama_batch_get_one(array, len(tokens)))
        if code:
            raise EngineError(f"The plain loop failed: llama_decode returned {code}.")

    def _tokenize(self, text: str) -> list[int]:
        data = text.encode()
        tokens = (self._lib.llama_token * (len(data) + 8))()
        count = self._lib.llama_tokenize(self._vocab, data, len(data), tokens, len(tokens), self._adds_bos, True)
        return list(tokens[:count])


class MeasuredWorker(Worker):
    """A worker that answers a request of ``RAW_TOOL`` with what the plain loop took for it, as JSON."""

    def _generate(self, command: WorkerMessage, received_s: float) -> None:
        if command.body.get("tool") != RAW_TOOL:
            super()._generate(command, received_s)
            return
        model = self._model
        if model is None:
            raise EngineError("No model is loaded.", hint="Choose a model first.")
        model._keep_prefix(0)  # the loop leaves nothing in the context that the model knows of
        found = RawLoop(model._loaded).run(command.body)
        choice = {"index": 0, "delta": {"content": json.dumps(found)}, "finish_reason": "stop"}
        usage = {"prompt_tokens": found["prompt_tokens"], "completion_tokens": found["tokens"]}
        self._emit(command.id, "chunk", {"data": {"choices": [choice], "usage": usage}})
        self._emit(command.id, "done", {})


def alone(load_body: Mapping[str, Any]) -> None:
    """Load and serve stdin, one line after the other.

    Raises:
        ModelLoadError: it cannot be loaded.
    """
    output_fd = os.dup(1)
    os.dup2(2, 1)  # llama.cpp prints there
    from app.worker.loader import LlamaLog, LoadOptions, load

    log = LlamaLog()
    loaded = load(LoadOptions.read(load_body), log, lambda _fraction: True)
    loop = RawLoop(loaded)
    with os.fdopen(output_fd, "w", encoding="utf-8", buffering=1) as output:
        for line in sys.stdin:
            output.write(json.dumps(loop.run(json.loads(line))) + "\n")
    loaded.free()


def main(argv: Sequence[str]) -> int:
    """Serve until stdin closes. Returns the exit status."""
    if argv:
        alone(json.loads(argv[0]))
        return 0
    output_fd = os.dup(1)
    os.dup2(2, 1)
    with os.fdopen(output_fd, "wb", buffering=0) as output:
        MeasuredWorker(sys.stdin.buffer, output).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
