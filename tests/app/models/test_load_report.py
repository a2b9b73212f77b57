"""llama.cpp's log → what a load took. The lines are llama.cpp's own; those of CUDA and Metal are put together from its sources."""

from __future__ import annotations

from app.models.load_report import LoadReport, read_log

MIB = 1 << 20
CPU = """load_tensors: loading model tensors, this can take a while... (load_mode = mmap)
load_tensors:   CPU_Mapped model buffer size =   330.17 MiB
load_tensors:   CPU_REPACK model buffer size =   191.95 MiB
llama_context: flash_attn            = auto
llama_context:        CPU  output buffer size =     0.58 MiB
llama_kv_cache:        CPU KV buffer size =    48.00 MiB
llama_kv_cache: size =   48.00 MiB (  4096 cells,  24 layers,  1/1 seqs), K (f16):   24.00 MiB, V (f16):   24.00 MiB
resolve_fused_ops: Flash Attention enabled
sched_reserve:        CPU compute buffer size =   300.25 MiB
sched_reserve: graph: nodes = 846, splits = 1, input objects = 4, input tensors = 6
"""
CUDA = """llama_prepare_model_devices: using device CUDA0 (NVIDIA GeForce RTX 4090) (0000:01:00.0) - 23000 MiB free
llama_prepare_model_devices: using device CUDA1 (NVIDIA GeForce RTX 3060) (0000:02:00.0) - 11000 MiB free
load_tensors: offloading output layer to GPU
load_tensors: offloading 31 repeating layers to GPU
load_tensors: offloaded 33/33 layers to GPU
load_tensors:   CPU_Mapped model buffer size =   281.81 MiB
load_tensors:        CUDA0 model buffer size =  2800.00 MiB
load_tensors:        CUDA1 model buffer size =  1403.11 MiB
llama_context:  CUDA_Host  output buffer size =     0.49 MiB
llama_kv_cache:      CUDA0 KV buffer size =   352.00 MiB
llama_kv_cache:      CUDA1 KV buffer size =   160.00 MiB
llama_memory_recurrent:      CUDA1 RS buffer size =     1.50 MiB
sched_reserve:      CUDA0 compute buffer size =   258.50 MiB
sched_reserve:      CUDA1 compute buffer size =   258.50 MiB
sched_reserve:  CUDA_Host compute buffer size =    12.01 MiB
sched_reserve: graph (pp bs=512, tg bs=1): nodes = 1030 / 1031, splits = 3 / 2, input objects = 4, input tensors = 6
"""
VULKAN = """llama_prepare_model_devices: using device Vulkan0 (llvmpipe (LLVM 15.0.6, 256 bits)) (unknown id) - 2048 MiB free
load_tensors: offloading output layer to GPU
load_tensors: offloading 2 repeating layers to GPU
load_tensors: offloaded 3/7 layers to GPU
load_tensors:   CPU_Mapped model buffer size =    57.42 MiB
load_tensors:      Vulkan0 model buffer size =    45.32 MiB
llama_context: flash_attn            = auto
llama_context: Vulkan_Host  output buffer size =     0.12 MiB
llama_kv_cache:        CPU KV buffer size =     4.00 MiB
llama_kv_cache:    Vulkan0 KV buffer size =     2.00 MiB
resolve_fused_ops: Flash Attention enabled
sched_reserve:    Vulkan0 compute buffer size =    27.06 MiB
sched_reserve: Vulkan_Host compute buffer size =     5.01 MiB
sched_reserve: graph: nodes = 192, splits = 2, input objects = 4, input tensors = 6
"""
METAL = """llama_prepare_model_devices: using device MTL0 (Apple M3) (unknown id) - 12123 MiB free
load_tensors: offloaded 23/33 layers to GPU
load_tensors:   CPU_Mapped model buffer size =  1000.00 MiB
load_tensors:  MTL0_Mapped model buffer size =  3000.00 MiB
llama_context: flash_attn            = disabled
"""


def test_buffers_of_the_processor_are_told_apart() -> None:
    report = read_log(CPU, rss_before_bytes=1, rss_loaded_bytes=2)

    assert report.mapped_bytes == round(330.17 * MIB)
    assert report.repacked_bytes == round(191.95 * MIB)
    assert report.on_host("kv") == 48 * MIB
    assert report.on_host("compute") == round(300.25 * MIB)
    assert report.on_gpu("model") == 0
    assert (report.nodes, report.splits, report.flash) == (846, 1, True)
    assert (report.gpu_layers, report.layers, report.gpus) == (0, 0, ())


def test_every_gpu_has_its_own_sum() -> None:
    report = read_log(CUDA)

    assert report.by_gpu() == {
        "CUDA0": round((2800 + 352 + 258.5) * MIB),
        "CUDA1": round(1403.11 * MIB) + round((160 + 1.5 + 258.5) * MIB),
    }
    assert (report.gpu_layers, report.layers) == (33, 33)
    assert report.gpus == ("CUDA0", "CUDA1")
    assert report.on_host("compute") == round(12.01 * MIB)
    assert (report.nodes, report.splits) == (1030, 3)


def test_a_device_whose_name_has_brackets_and_layers_on_both_sides() -> None:
    report = read_log(VULKAN)

    assert report.gpus == ("Vulkan0",)
    assert (report.gpu_layers, report.layers) == (3, 7)
    assert report.by_gpu() == {"Vulkan0": round(45.32 * MIB) + 2 * MIB + round(27.06 * MIB)}
    assert report.on_host("kv") == 4 * MIB
    assert report.on_host("compute") == round(5.01 * MIB)


def test_mapped_pages_that_a_gpu_uses_are_that_gpus() -> None:
    report = read_log(METAL)

    assert report.by_gpu() == {"MTL0": 3000 * MIB}
    assert report.flash is False


def test_it_goes_through_the_pipe_and_back() -> None:
    for log in (CPU, CUDA, VULKAN, METAL, ""):
        report = read_log(log, rss_loaded_bytes=5)
        assert LoadReport.read(report.to_json()) == report


def test_nonsense_counts_as_not_measured() -> None:
    assert LoadReport.read(
        {"model": [1], "kv": {"CPU": "much"}, "gpu_layers": -2, "gpus": 3, "flash": "yes"}
    ) == LoadReport(kv={"CPU": 0})
