"""Loads a GGUF file into llama.cpp, with progress, and says in the program's words why it did not work."""

from __future__ import annotations

import ctypes
import dataclasses
import os
import re
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import llama_cpp

from app.errors import ModelLoadError
from app.models.gguf import GgufHeader, read_header
from app.models.load_report import LoadReport, read_log
from app.worker.abort import Stopped
from app.worker.batch import MAX_TOKENS

BATCH_TOKENS = 512
_USES_AMX = b"AMX_INT8 = 1" in llama_cpp.llama_print_system_info()
"""Compiled by GCC 12, llama.cpp's code for AMX (matrix units of server processors) ends with SIGSEGV at the first prompt."""
REPACKS = not _USES_AMX
"""Whether llama.cpp may copy weights into an order that suits the processor; AMX is one of those orders."""
_KV_TYPES = {"f16": llama_cpp.GGML_TYPE_F16, "q8_0": llama_cpp.GGML_TYPE_Q8_0}
_LEVEL_INFO, _LEVEL_CONTINUED = 2, 5
_NO_MEMORY = re.compile(
    r"(failed|unable) to allocate|out of memory|cannot allocate|mmap failed|bad_alloc", re.IGNORECASE
)
_NO_GPU_MEMORY = re.compile(r"allocate (?!CPU|KV)(\w+) buffer|OutOfDeviceMemory|cudaMalloc failed: out of memory")
_UNKNOWN_ARCHITECTURE = re.compile(r"unknown model architecture: '([^']*)'")
_UNSUPPORTED = re.compile(r"unknown pre-tokenizer|unknown tokenizer|unsupported", re.IGNORECASE)
_ERROR_LINE = re.compile(r"error loading model[\w ]*: (.+)")
_OFFLOADED = re.compile(r"offloaded (\d+)/(\d+) layers to GPU")
_DEVICE = re.compile(r"using device (\S+)")


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """See ``LocalSettings``; here everything is chosen, but ``gpu_layers`` may still be -1 for all that fit.

    Attributes:
        threads, batch_threads: for a single token, and for many at once.
        fewer_layers: whether fewer may be tried where memory runs out; not where the user set the number.
    """

    path: Path
    context_tokens: int
    threads: int
    batch_threads: int = 0
    gpu_layers: int = -1
    kv_type: str = "f16"
    fewer_layers: bool = False

    @staticmethod
    def read(body: Mapping[str, Any]) -> LoadOptions:
        """The options in the body of a ``load`` command."""
        return LoadOptions(
            path=Path(body["path"]),
            context_tokens=int(body["context_tokens"]),
            threads=int(body["threads"]),
            batch_threads=int(body.get("batch_threads") or body["threads"]),
            gpu_layers=int(body.get("gpu_layers", -1)),
            kv_type=str(body.get("kv_type", "f16")),
            fewer_layers=bool(body.get("fewer_layers")),
        )


@dataclass(frozen=True, slots=True)
class Loaded:
    """llama.cpp's handles, and what really happened.

    Attributes:
        context_tokens: what was asked for; llama.cpp rounds it up for itself.
        device: in words (``CPU, 2 threads``; ``CUDA0, 33 of 33 layers``).
        is_recurrent: whether its state, or a part of it, is recurrent and cannot be cut.
        state_form: names everything but the model that shapes its evaluated state; another context can take a state of the same form.
        memory: what the load took.
    """

    header: GgufHeader
    model: Any
    context: Any
    context_tokens: int
    device: str
    is_recurrent: bool
    state_form: str
    memory: LoadReport = LoadReport()

    def free(self) -> None:
        """Give the memory back."""
        llama_cpp.llama_free(self.context)
        llama_cpp.llama_model_free(self.model)


class LlamaLog:
    """Passes llama.cpp's log on to stderr and keeps its last lines. One per process: llama.cpp's log is global."""

    def __init__(self) -> None:
        self.lines: deque[str] = deque(maxlen=400)
        self._level = 0
        self._callback = llama_cpp.llama_log_callback(self._take)
        llama_cpp.llama_log_set(self._callback, ctypes.c_void_p(0))
        llama_cpp.llama_backend_init()

    def text(self) -> str:
        return "".join(self.lines)

    def _take(self, level: int, text: bytes, _data: Any) -> None:
        self._level = self._level if level == _LEVEL_CONTINUED else level
        if self._level >= _LEVEL_INFO:
            line = text.decode("utf-8", "replace")
            self.lines.append(line)
            sys.stderr.write(line)


def load(options: LoadOptions, log: LlamaLog, progress: Callable[[float], bool]) -> Loaded:
    """Load a model and make a context for it.

    Args:
        progress: called with 0–1; returns False to stop the load.

    Raises:
        ModelLoadError: it cannot be loaded.
        Stopped: ``progress`` said so.
    """
    header = read_header(options.path)
    empty_bytes = resident_bytes()
    for attempt, gpu_layers in enumerate(_ladder(options, header.layers + 1)):
        log.lines.clear()
        if attempt:
            sys.stderr.write(f"not enough memory on the GPU: trying again with {gpu_layers} layers there\n")
        loaded = _load_once(header, options, gpu_layers, log, progress)
        if loaded is not None:
            memory = read_log(log.text(), rss_before_bytes=empty_bytes, rss_loaded_bytes=resident_bytes())
            return replace(loaded, memory=memory)
    raise load_error(options.path, log.text())


def _ladder(options: LoadOptions, layers: int) -> Iterator[int]:
    """How many layers to try on the GPU, one number after the other, as long as memory runs out."""
    if not llama_cpp.llama_supports_gpu_offload():
        yield 0
        return
    most = layers if options.gpu_layers < 0 else options.gpu_layers
    yield most
    if options.gpu_layers < 0 or (options.fewer_layers and most):
        yield from (most * 3 // 4, most // 2, most // 4, 0)


def _load_once(
    header: GgufHeader, options: LoadOptions, gpu_layers: int, log: LlamaLog, progress: Callable[[float], bool]
) -> Loaded | None:
    """None if memory ran out."""
    model = _model(options.path, gpu_layers, log, progress)
    if model is None:
        return None
    if not llama_cpp.llama_model_has_decoder(model) or llama_cpp.llama_model_has_encoder(model):
        llama_cpp.llama_model_free(model)
        raise ModelLoadError(
            f"The model {options.path.name} does not continue a text: it is made for embeddings or translation.",
            path=options.path,
            reason="unsupported",
            hint="Choose a chat model.",
        )
    context = llama_cpp.llama_init_from_model(model, _context_params(options, gpu_layers))
    if not context and options.kv_type != "f16":
        sys.stderr.write(f"this model takes no {options.kv_type} cache: trying again with f16\n")
        options = dataclasses.replace(options, kv_type="f16")
        context = llama_cpp.llama_init_from_model(model, _context_params(options, gpu_layers))
    if not context:
        llama_cpp.llama_model_free(model)
        _check_memory_ran_out(options.path, log.text())
        return None
    is_recurrent = llama_cpp.llama_model_is_recurrent(model) or llama_cpp.llama_model_is_hybrid(model)
    device = describe_device(log.text(), options.threads)
    flash = _flash_attention(options, gpu_layers) == llama_cpp.LLAMA_FLASH_ATTN_TYPE_AUTO
    state_form = f"llama-cpp-python {llama_cpp.__version__}, {options.kv_type}, {'flash' if flash else 'plain'}"
    return Loaded(header, model, context, options.context_tokens, device, is_recurrent, state_form)


def _model(path: Path, gpu_layers: int, log: LlamaLog, progress: Callable[[float], bool]) -> Any | None:
    went_on = True

    def report(fraction: float, _data: Any) -> bool:
        nonlocal went_on
        went_on = progress(fraction)
        return went_on

    params = llama_cpp.llama_model_default_params()
    params.n_gpu_layers = gpu_layers
    params.use_extra_bufts = REPACKS
    params.progress_callback = llama_cpp.llama_progress_callback(report)
    model = llama_cpp.llama_model_load_from_file(os.fsencode(path), params)
    if not went_on:
        if model:
            llama_cpp.llama_model_free(model)
        raise Stopped
    if not model:
        _check_memory_ran_out(path, log.text())
    return model


def _flash_attention(options: LoadOptions, gpu_layers: int) -> int:
    """On a GPU, as llama.cpp chooses. On the CPU it makes a long prompt quicker and every token of the answer slower (at 1,000 tokens of
    context by a quarter, and drafts by two thirds), and a prompt is evaluated once where its answers are many. A quantized cache needs it.
    """
    if options.kv_type != "f16" or gpu_layers:
        return int(llama_cpp.LLAMA_FLASH_ATTN_TYPE_AUTO)
    return int(llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED)


def _context_params(options: LoadOptions, gpu_layers: int) -> Any:
    params = llama_cpp.llama_context_default_params()
    params.n_ctx = options.context_tokens
    params.n_batch = params.n_ubatch = min(BATCH_TOKENS, options.context_tokens)
    params.n_outputs_max = min(MAX_TOKENS, params.n_batch)  # else memory is reserved for the logits of a whole batch
    params.n_seq_max = 1
    params.n_threads, params.n_threads_batch = options.threads, options.batch_threads or options.threads
    params.type_k = params.type_v = _KV_TYPES[options.kv_type]
    params.flash_attn_type = _flash_attention(options, gpu_layers)
    params.no_perf = True
    return params


def resident_bytes() -> int:
    """Memory that the system shows for this process now, mapped files included."""
    import psutil  # it takes some milliseconds, and a load takes more

    return int(psutil.Process().memory_info().rss)


def describe_device(log: str, threads: int) -> str:
    """Where the layers really are, in words, as llama.cpp's own log says it."""
    offloaded, device = _OFFLOADED.search(log), _DEVICE.search(log)
    if offloaded is None or offloaded[1] == "0":
        return "CPU, 1 thread" if threads == 1 else f"CPU, {threads} threads"
    return f"{device[1] if device else 'GPU'}, {offloaded[1]} of {offloaded[2]} layers"


def _check_memory_ran_out(path: Path, log: str) -> None:
    """Anything but a lack of memory is final."""
    if not _NO_MEMORY.search(log):
        raise load_error(path, log)


def load_error(path: Path, log: str) -> ModelLoadError:
    """What llama.cpp's log says about a load that failed, in the program's words."""
    unknown = _UNKNOWN_ARCHITECTURE.search(log)
    if unknown:
        return ModelLoadError(
            f"The model {path.name} is of the architecture “{unknown[1]}”, which this llama.cpp does not know.",
            path=path,
            reason="unsupported",
            hint="Choose another model, or update the program if the model is new.",
        )
    why = _ERROR_LINE.search(log)
    if _NO_MEMORY.search(log):
        return ModelLoadError(
            f"The GPU has not enough memory for the model {path.name}."
            if _NO_GPU_MEMORY.search(log)
            else f"There is not enough memory for the model {path.name}.",
            path=path,
            reason="out_of_memory",
            hint="Choose a smaller model, set a smaller context or fewer GPU layers, or close other programs.",
        )
    return ModelLoadError(
        f"llama.cpp cannot load the model {path.name}: {why[1] if why else 'it does not say why'}.",
        path=path,
        reason="unsupported" if _UNSUPPORTED.search(log) else "other",
        hint="Download the file again, or choose another edition of the model.",
    )
