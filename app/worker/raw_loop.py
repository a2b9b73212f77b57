"""The plainest loop around llama.cpp, to measure the worker against.

``python -m app.worker.raw_loop LOAD``, where ``LOAD`` is the JSON body of a ``load`` command.

It loads as the worker does, so that batch, cache and threads are the same; then it does what a person who knows llama-cpp-python writes
in an afternoon: decode the prompt in batches, take the likeliest token, decode it, and so on. No events, no stop, no grammar, no text.

It says ``{"attention": "plain"}`` when the model is loaded. Then one JSON object a line on stdin and stdout::

    {"messages": […]}               → {"prompt_tokens": 83}
    {"messages": […], "tokens": 48} → {"prompt_tokens": 83, "tokens": 48, "prompt_s": 0.31, "decode_s": 0.92}

``prompt_s`` ends with the first token and begins before the text is made into tokens; ``decode_s`` is what the others took.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any


def main(argv: Sequence[str]) -> int:
    """Serve until stdin closes. Returns the exit status."""
    output_fd = os.dup(1)
    os.dup2(2, 1)  # llama.cpp prints there
    with os.fdopen(output_fd, "w", encoding="utf-8", buffering=1) as output:
        loop = RawLoop(json.loads(argv[0]))
        output.write(json.dumps({"attention": loop.attention}) + "\n")
        for line in sys.stdin:
            command = json.loads(line)
            output.write(json.dumps(loop.run(command["messages"], command.get("tokens", 0))) + "\n")
    return 0


class RawLoop:
    """A loaded model.

    Raises:
        ModelLoadError: it cannot be loaded.
    """

    def __init__(self, load_body: Mapping[str, Any]) -> None:
        # Imported here and not above: the file descriptors must be in place before llama.cpp prints.
        import llama_cpp

        from app.worker.loader import BATCH_TOKENS, LlamaLog, LoadOptions, load
        from app.worker.template import ChatTemplate

        self._lib = llama_cpp
        self._batch_tokens = BATCH_TOKENS
        self._log = LlamaLog()
        loaded = load(LoadOptions.read(load_body), self._log, lambda _fraction: True)
        self.attention = loaded.state_form.rpartition(" ")[2]
        self._context = loaded.context
        self._memory = llama_cpp.llama_get_memory(loaded.context)
        self._vocab = llama_cpp.llama_model_get_vocab(loaded.model)
        self._adds_bos = bool(llama_cpp.llama_vocab_get_add_bos(self._vocab))
        self._template = ChatTemplate(loaded.header.chat_template, "", "")
        self._sampler = llama_cpp.llama_sampler_init_greedy()

    def run(self, messages: Sequence[dict[str, str]], tokens: int) -> Mapping[str, Any]:
        """Answer with exactly ``tokens`` tokens, and say how long it took; with none, only count the prompt's.

        Raises:
            RuntimeError: llama.cpp fails.
        """
        began = time.perf_counter()
        prompt = self._tokenize(self._template.render(messages))
        if not tokens:
            return {"prompt_tokens": len(prompt)}
        self._lib.llama_memory_clear(self._memory, True)
        for start in range(0, len(prompt), self._batch_tokens):
            self._decode(prompt[start : start + self._batch_tokens])
        token = self._lib.llama_sampler_sample(self._sampler, self._context, -1)
        first = time.perf_counter()
        for _ in range(tokens - 1):
            self._decode([token])
            token = self._lib.llama_sampler_sample(self._sampler, self._context, -1)
        seconds = {"prompt_s": first - began, "decode_s": time.perf_counter() - first}
        return {"prompt_tokens": len(prompt), "tokens": tokens, **seconds}

    def _decode(self, tokens: Sequence[int]) -> None:
        array = (self._lib.llama_token * len(tokens))(*tokens)
        code = self._lib.llama_decode(self._context, self._lib.llama_batch_get_one(array, len(tokens)))
        if code:
            raise RuntimeError(f"llama_decode returned {code}")

    def _tokenize(self, text: str) -> list[int]:
        data = text.encode()
        tokens = (self._lib.llama_token * (len(data) + 8))()
        count = self._lib.llama_tokenize(self._vocab, data, len(data), tokens, len(tokens), self._adds_bos, True)
        return list(tokens[:count])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
