"""What a load really took: llama.cpp's log → numbers. Standard library only, for both sides of the worker's pipe read it.

The lines are those of the vendored llama.cpp (``llama-model.cpp``, ``llama-context.cpp``, ``llama-kv-cache.cpp``,
``llama-memory-recurrent.cpp``); a line that changes is missed, and then a component counts as not measured.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

_MIB = 1 << 20
_BUFFER = re.compile(r"^\S+:\s+(\S+)\s+(model|KV|RS|compute|output) buffer size =\s+([\d.]+) MiB", re.MULTILINE)
_STATE = re.compile(r"^\S+:\s+(\S+) DSV4 .+ state buffer size =\s+([\d.]+) MiB", re.MULTILINE)
_OFFLOADED = re.compile(r"offloaded (\d+)/(\d+) layers to GPU")
_DEVICE = re.compile(r"using device (\S+) \((.*?)\) .*?(\d+) MiB free")
_GRAPH = re.compile(r"graph.*?: nodes = (\d+)[^,]*, splits = (\d+)")
_FLASH = re.compile(r"Flash Attention (enabled|not supported)")
_FLASH_SETTING = re.compile(r"flash_attn\s+= (\w+)")
_COPIES = "CPU_REPACK"


def _frozen() -> Mapping[str, int]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LoadReport:
    """Buffers by the name that llama.cpp gives them (``CPU_Mapped``, ``CPU_REPACK``, ``CUDA0``, ``CUDA_Host``), in bytes.

    Attributes:
        state: recurrent state.
        gpu_layers: really offloaded; ``layers`` of so many, 0 where the build has no GPU support.
        gpus: the names of the devices that were used, by the log.
        flash: whether attention is fused; None if the log does not say.
        nodes: of the graph.
        rss_before_bytes: of the worker, without the model; ``rss_loaded_bytes`` with it.
    """

    model: Mapping[str, int] = field(default_factory=_frozen)
    kv: Mapping[str, int] = field(default_factory=_frozen)
    state: Mapping[str, int] = field(default_factory=_frozen)
    compute: Mapping[str, int] = field(default_factory=_frozen)
    output: Mapping[str, int] = field(default_factory=_frozen)
    gpu_layers: int = 0
    layers: int = 0
    gpus: tuple[str, ...] = ()
    flash: bool | None = None
    nodes: int = 0
    splits: int = 0
    rss_before_bytes: int = 0
    rss_loaded_bytes: int = 0

    @property
    def repacked_bytes(self) -> int:
        """Copies of weights in the processor's own order."""
        return self.model.get(_COPIES, 0)

    @property
    def mapped_bytes(self) -> int:
        """Weights that the processor's side holds, its copies not counted."""
        return sum(size for name, size in self.model.items() if _is_host(name) and name != _COPIES)

    def on_host(self, kind: str) -> int:
        """All buffers of a kind (``kv``, ``compute`` …) on the processor's side."""
        return sum(size for name, size in getattr(self, kind).items() if _is_host(name))

    def on_gpu(self, kind: str) -> int:
        """All buffers of a kind on GPUs."""
        return sum(size for name, size in getattr(self, kind).items() if not _is_host(name))

    def by_gpu(self) -> dict[str, int]:
        """GPU → all that was taken on it."""
        found: dict[str, int] = {}
        for kind in (self.model, self.kv, self.state, self.compute):
            for name, size in kind.items():
                if not _is_host(name):
                    device = name.partition("_")[0]
                    found[device] = found.get(device, 0) + size
        return found

    def to_json(self) -> dict[str, Any]:
        """Plain values for the worker's protocol."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return {key: dict(value) if isinstance(value, Mapping) else value for key, value in values.items()}

    @staticmethod
    def read(body: Mapping[str, Any]) -> LoadReport:
        """What ``to_json`` wrote; nonsense counts as not measured."""

        def sizes(key: str) -> Mapping[str, int]:
            value = body.get(key)
            return MappingProxyType({str(k): _int(v) for k, v in value.items()} if isinstance(value, Mapping) else {})

        flash = body.get("flash")
        gpus = body.get("gpus")
        return LoadReport(
            model=sizes("model"),
            kv=sizes("kv"),
            state=sizes("state"),
            compute=sizes("compute"),
            output=sizes("output"),
            gpu_layers=_int(body.get("gpu_layers")),
            layers=_int(body.get("layers")),
            gpus=tuple(str(name) for name in gpus) if isinstance(gpus, list | tuple) else (),
            flash=flash if isinstance(flash, bool) else None,
            nodes=_int(body.get("nodes")),
            splits=_int(body.get("splits")),
            rss_before_bytes=_int(body.get("rss_before_bytes")),
            rss_loaded_bytes=_int(body.get("rss_loaded_bytes")),
        )


def read_log(log: str, *, rss_before_bytes: int = 0, rss_loaded_bytes: int = 0) -> LoadReport:
    """Read what llama.cpp printed while it loaded one model and made one context."""
    found: dict[str, dict[str, int]] = {kind: {} for kind in ("model", "KV", "RS", "compute", "output")}
    for name, kind, mib in _BUFFER.findall(log):
        found[kind][name] = found[kind].get(name, 0) + round(float(mib) * _MIB)
    for name, mib in _STATE.findall(log):
        found["RS"][name] = found["RS"].get(name, 0) + round(float(mib) * _MIB)
    offloaded, graph = _OFFLOADED.search(log), _GRAPH.search(log)
    gpu_layers = int(offloaded[1]) if offloaded else 0
    return LoadReport(
        model=MappingProxyType(found["model"]),
        kv=MappingProxyType(found["KV"]),
        state=MappingProxyType(found["RS"]),
        compute=MappingProxyType(found["compute"]),
        output=MappingProxyType(found["output"]),
        gpu_layers=gpu_layers,
        layers=int(offloaded[2]) if offloaded else 0,
        gpus=tuple(name for name, _, _ in _DEVICE.findall(log)) if gpu_layers else (),
        flash=_flash(log),
        nodes=int(graph[1]) if graph else 0,
        splits=int(graph[2]) if graph else 0,
        rss_before_bytes=rss_before_bytes,
        rss_loaded_bytes=rss_loaded_bytes,
    )


def _flash(log: str) -> bool | None:
    """llama.cpp says what it was told, and where it chooses by itself what it chose."""
    chosen, told = _FLASH.search(log), _FLASH_SETTING.search(log)
    if chosen is not None:
        return chosen[1] == "enabled"
    return None if told is None else told[1] == "enabled"


def _is_host(name: str) -> bool:
    return name.startswith("CPU") or name.endswith("_Host") or name in ("BLAS", "AMX", "RPC_Host")


def _int(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0
