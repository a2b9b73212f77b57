"""The sums, against what llama.cpp itself reserves for models of real shapes: a dry run that loads and computes nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.models import needs
from app.models.gguf import read_header
from app.models.load_report import read_log
from app.models.needs import ContextPlan
from tests.helpers import shape_gguf

DRY_RUN = """
import ctypes, json, os, sys
import llama_cpp as ll
lines = []
take = ll.llama_log_callback(lambda level, text, data: lines.append(text.decode()) if level != 1 else None)
ll.llama_log_set(take, ctypes.c_void_p(0))
ll.llama_backend_init()
path, plans = sys.argv[1], json.loads(sys.argv[2])
params = ll.llama_model_default_params()
params.no_alloc, params.load_mode = True, ll.LLAMA_LOAD_MODE_NONE
model = ll.llama_model_load_from_file(os.fsencode(path), params)
logs = []
for plan in plans:
    lines.clear()
    context = ll.llama_context_default_params()
    context.n_ctx = plan["context"]
    context.n_batch = context.n_ubatch = 512
    context.n_outputs_max = plan["outputs"]
    context.type_k = context.type_v = ll.GGML_TYPE_Q8_0 if plan["kv"] == "q8_0" else ll.GGML_TYPE_F16
    context.flash_attn_type = -1 if plan["flash"] else 0
    context.swa_full = plan["full"]
    handle = ll.llama_init_from_model(model, context)
    logs.append("".join(lines))
    ll.llama_free(handle)
print(json.dumps(logs))
"""
PLANS = (
    ContextPlan(4096, outputs=512),
    ContextPlan(8192),
    ContextPlan(4096, flash=False),
    ContextPlan(4096, "q8_0"),
    ContextPlan(700, full_window=False),
    ContextPlan(8192, full_window=False),
)


SHAPES = {
    "grouped queries": shape_gguf.TINYLLAMA,
    "a head of keys for each of queries": shape_gguf.LLAMA2_7B,
    "windows": shape_gguf.GEMMA3_4B,
    "experts": shape_gguf.QWEN3_30B,
    "latent attention": shape_gguf.DEEPSEEK_V2_LITE,
    "recurrent and attention": shape_gguf.LFM2_1B,
}


@pytest.mark.parametrize("name", SHAPES)
def test_cache_and_results_agree_with_llama_cpps_own_dry_run(name: str, tmp_path: Path) -> None:
    path = shape_gguf.make(tmp_path / "shape.gguf", SHAPES[name])
    shape = read_header(path).shape
    asked = [
        {
            "context": plan.context_tokens,
            "outputs": plan.outputs,
            "kv": plan.kv_type,
            "flash": plan.flash,
            "full": plan.full_window,
        }
        for plan in PLANS
    ]
    command = [sys.executable, "-c", DRY_RUN, str(path), json.dumps(asked)]
    logs = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)

    for plan, log in zip(PLANS, logs, strict=True):
        report = read_log(log)
        compute = needs.compute_bytes(shape, plan, outputs=min(plan.outputs, plan.batch))
        assert compute == pytest.approx(report.on_host("compute"), rel=0.15), (name, plan)
        assert sum(needs.kv_bytes(layer, plan) for layer in shape.layers) == pytest.approx(_cache(log), rel=0.01)


def _cache(log: str) -> float:
    """A dry run allocates no buffer, but says how large the cache would be."""
    sizes = re.findall(r"llama_(?:kv_cache|memory_recurrent): size =\s+([\d.]+) MiB", log)
    return sum(float(size) for size in sizes) * (1 << 20)
