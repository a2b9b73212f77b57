"""Train the starter from nothing, or go on from its last checkpoint.

The schedule counts training minutes, not steps: a warm-up, a constant rate, and a linear decay over the last part. The minutes are in the
checkpoint, so a run that was stopped goes on where it was. SIGTERM and Ctrl-C write a checkpoint first.
"""

import argparse
import json
import multiprocessing
import os
import queue
import random
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.data import rows
from training.model import SIZES, ModelConfig, StarterModel
from training.optimizer import Muon
from training.tokenizer import load_tokenizer

CHECKPOINT = "checkpoint.pt"
HALF = "weights.pt"
CURVE = "curve.jsonl"
_CHECKPOINT_EVERY_S = 180
_LOG_EVERY_STEPS = 50
_WARM_UP_STEPS = 60
_AVERAGE_DECAY = 0.99
_FIRST_BATCHES, _MOST_KEPT = 48, 4_000
_LABEL_SHARE = 0.6
"""Answers fill less than this part of a batch; a fixed count lets the graph be compiled once."""


def has_bfloat16_units() -> bool:
    """Whether the processor multiplies bfloat16 matrices itself; where it is emulated, it is eighty times slower than float32."""
    return bool(torch.cpu._is_avx512_bf16_supported())


def precision_of(device: str) -> torch.dtype:
    """What matrices are multiplied in."""
    return torch.bfloat16 if device != "cpu" or has_bfloat16_units() else torch.float32


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """How long and in what steps.

    Attributes:
        peak: what all rates are multiplied with; a run that goes on from good weights wants less than 1.
        shares: parts of the documents by tool; empty for the tools' own.
    """

    minutes: float = 97
    decay_share: float = 0.75
    row_tokens: int = 1024
    rows_per_step: int = 4
    muon_rate: float = 0.02
    adam_rate: float = 2e-3
    floor: float = 0.02
    seed: int = 1
    threads: int = 2
    device: str = "cpu"
    feeders: int = 1
    peak: float = 1.0
    shares: Mapping[str, float] = field(default_factory=dict)

    def rate(self, steps_since_start: int, minutes: float) -> float:
        """The factor on both learning rates."""
        warm_up = min(1.0, (steps_since_start + 1) / _WARM_UP_STEPS)
        left = (self.minutes - minutes) / (self.minutes * self.decay_share)
        return self.peak * warm_up * min(1.0, max(self.floor, left))


@dataclass(slots=True)
class Progress:
    """What a checkpoint counts."""

    steps: int = 0
    tokens: int = 0
    minutes: float = 0.0


@dataclass(slots=True)
class Trainer:
    """Model, optimizers and the running average of the weights, which is what is exported."""

    model: StarterModel
    plan: TrainingPlan
    progress: Progress = field(default_factory=Progress)
    muon: Muon = field(init=False)
    adam: torch.optim.AdamW = field(init=False)
    average: dict[str, Tensor] = field(init=False)
    _others: list[nn.Parameter] = field(init=False)

    def __post_init__(self) -> None:
        named = list(self.model.named_parameters())
        matrices = [p for name, p in named if p.dim() == 2 and name != "embedding.weight"]
        self._others = [p for name, p in named if p.dim() != 2 or name == "embedding.weight"]
        self.muon = Muon(matrices, precision=precision_of(self.plan.device))
        self.adam = torch.optim.AdamW(self._others, lr=self.plan.adam_rate, betas=(0.9, 0.98), weight_decay=0)
        self.average = {name: weight.clone() for name, weight in self.model.state_dict().items()}

    def apply(self, rate: float) -> None:
        """One step with the gradients at hand."""
        nn.utils.clip_grad_norm_(self._others, 1.0)
        self.muon.step(self.plan.muon_rate * rate)
        for group in self.adam.param_groups:
            group["lr"] = self.plan.adam_rate * rate
        self.adam.step()
        self.model.zero_grad(set_to_none=True)
        self._update_average()

    @torch.no_grad()
    def _update_average(self) -> None:
        keep = min(_AVERAGE_DECAY, (self.progress.steps + 1) / (self.progress.steps + 20))
        torch._foreach_lerp_(list(self.average.values()), list(self.model.state_dict().values()), 1 - keep)

    def save(self, path: Path) -> None:
        """Write everything needed to go on; the file is complete or the old one stays."""
        state = {
            "config": {name: getattr(self.model.config, name) for name in ModelConfig.__dataclass_fields__},
            "weights": self.model.state_dict(),
            "average": self.average,
            "muon": self.muon.state(),
            "adam": self.adam.state_dict(),
            "progress": {name: getattr(self.progress, name) for name in Progress.__dataclass_fields__},
        }
        part = path.with_suffix(".part")
        torch.save(state, part)
        os.replace(part, path)

    def restore(self, path: Path) -> None:
        state = torch.load(path, weights_only=True, map_location=self.plan.device)
        self.model.load_state_dict(state["weights"])
        self.average = state["average"]
        self.muon.restore(state["muon"])
        self.adam.load_state_dict(state["adam"])
        self.progress = Progress(**state["progress"])

    def start_from(self, path: Path) -> None:
        """Take another run's averaged weights, and nothing of its schedule."""
        self.model.load_state_dict(torch.load(path, weights_only=True, map_location=self.plan.device)["average"])
        self.average = {name: weight.clone() for name, weight in self.model.state_dict().items()}

    def save_half(self, path: Path) -> None:
        """Write the averaged weights alone in half precision: enough to export them, or to start another run from."""
        config = {name: getattr(self.model.config, name) for name in ModelConfig.__dataclass_fields__}
        torch.save(
            {"config": config, "average": {name: weight.half().cpu() for name, weight in self.average.items()}}, path
        )


def labelled(targets: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Positions with a target and their labels, cut or filled up (with label -100) to `count`."""
    positions = (targets >= 0).nonzero()[:count, 0]
    missing = count - len(positions)
    labels = torch.cat((targets[positions], torch.full((missing,), -100)))
    return torch.cat((positions, torch.zeros(missing, dtype=torch.long))), labels


def _feed(batches: Any, tokenizer: Path, seed: int, plan: TrainingPlan) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    stream = rows(load_tokenizer(tokenizer), seed, plan.row_tokens, plan.shares)
    while True:
        batch = [next(stream) for _ in range(plan.rows_per_step)]
        batches.put(tuple(np.stack(part).astype(np.int16) for part in zip(*batch, strict=True)))


_Made = tuple[NDArray[np.int16], NDArray[np.int16]]


class Batches:
    """Batches made by processes beside this one; a stopped run goes on with other samples, never the same ones again.

    A graphics card that learns faster than batches are made sees some of the last ones again; `repeated` counts them.
    """

    def __init__(self, tokenizer: Path, plan: TrainingPlan, steps_done: int) -> None:
        self._labels = int(plan.row_tokens * plan.rows_per_step * _LABEL_SHARE)
        self._queue: Any = multiprocessing.Queue(8 * plan.feeders)
        self._device = plan.device
        self._kept: list[_Made] = []
        self.repeated = 0
        self._draw = random.Random(plan.seed)
        seed = plan.seed * 1_000_003 + steps_done
        self._processes = [
            multiprocessing.Process(
                target=_feed, args=(self._queue, tokenizer, seed + 7_919 * number, plan), daemon=True
            )
            for number in range(plan.feeders)
        ]
        for process in self._processes:
            process.start()

    def next(self) -> tuple[Tensor, Tensor, Tensor]:
        """Tokens (rows, length), flat positions with a label, labels."""
        if self._device == "cpu":
            return self._batch(self._queue.get())
        try:
            made = self._queue.get(block=len(self._kept) < _FIRST_BATCHES)
        except queue.Empty:
            self.repeated += 1
            return self._batch(self._draw.choice(self._kept))
        if len(self._kept) == _MOST_KEPT:
            self._kept[self._draw.randrange(_MOST_KEPT)] = made
        else:
            self._kept.append(made)
        return self._batch(made)

    def _batch(self, made: _Made) -> tuple[Tensor, Tensor, Tensor]:
        tokens, targets = made
        following = torch.from_numpy(targets[:, 1:].astype(np.int64)).reshape(-1)
        batch = (torch.from_numpy(tokens[:, :-1].astype(np.int64)), *labelled(following, self._labels))
        first, second, third = (part.to(self._device) for part in batch)
        return first, second, third

    def close(self) -> None:
        for process in self._processes:
            process.terminate()


def train(out: Path, plan: TrainingPlan, config: ModelConfig, initial: Path | None = None) -> None:
    """Train until the plan's minutes are over; checkpoint and loss curve land in `out`, which holds `tokenizer.json`.

    `initial` is a checkpoint of another run with the same tokenizer to start from where `out` has none.
    """
    torch.manual_seed(plan.seed)
    torch.set_num_threads(plan.threads)
    torch.set_flush_denormal(True)
    # They are forked, so before a device is touched.
    batches = Batches(out / "tokenizer.json", plan, _steps_done(out / CHECKPOINT))
    trainer = Trainer(StarterModel(config).to(plan.device), plan)
    if (out / CHECKPOINT).exists():
        trainer.restore(out / CHECKPOINT)
    elif initial:
        trainer.start_from(initial)
    stop = _StopRequest()
    with (out / CURVE).open("a", encoding="utf-8") as curve:
        _run(trainer, batches, stop, out / CHECKPOINT, curve)
    trainer.save_half(out / HALF)
    trainer.save(out / CHECKPOINT)
    batches.close()


def _steps_done(checkpoint: Path) -> int:
    if not checkpoint.exists():
        return 0
    return int(torch.load(checkpoint, weights_only=True, map_location="cpu")["progress"]["steps"])


class _StopRequest:
    """Set by SIGTERM or Ctrl-C."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: object) -> None:
        self.asked = True


def _run(trainer: Trainer, batches: Batches, stop: _StopRequest, checkpoint: Path, curve: Any) -> None:
    loss_of = torch.compile(trainer.model.loss, dynamic=False)
    device = trainer.plan.device
    precision = torch.autocast(device, torch.bfloat16, enabled=precision_of(device) == torch.bfloat16)
    progress, first_step, smooth = trainer.progress, trainer.progress.steps, None
    last = saved = time.monotonic()
    while progress.minutes < trainer.plan.minutes and not stop.asked:
        rate = trainer.plan.rate(progress.steps - first_step, progress.minutes)
        tokens, positions, labels = batches.next()
        with precision:
            loss = loss_of(tokens, positions, labels)
        loss.backward()
        trainer.apply(rate)
        smooth = loss.detach() if smooth is None else 0.97 * smooth + 0.03 * loss.detach()
        now = time.monotonic()
        progress.minutes += (now - last) / 60
        progress.steps += 1
        progress.tokens += tokens.numel()
        last = now
        if progress.steps % _LOG_EVERY_STEPS == 0:
            _log(curve, progress, smooth.item(), rate, batches.repeated)
        if now - saved > _CHECKPOINT_EVERY_S:
            trainer.save_half(checkpoint.with_name(HALF))
            trainer.save(checkpoint)
            saved = now


def _log(curve: Any, progress: Progress, loss: float, rate: float, repeated: int) -> None:
    line = {
        "minutes": round(progress.minutes, 2),
        "step": progress.steps,
        "tokens": progress.tokens,
        "loss": round(loss, 4),
        "rate": round(rate, 3),
        "repeated": repeated,
    }
    curve.write(json.dumps(line) + "\n")
    curve.flush()
    print(
        f"{line['minutes']:.1f} min, step {line['step']}, {progress.tokens / 1e6:.2f} M tokens, loss {loss:.3f}",
        flush=True,
    )


def main() -> None:
    defaults = TrainingPlan()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--out", type=Path, default=Path("build/starter"), help="holds tokenizer.json; gets the checkpoint"
    )
    parser.add_argument("--init", type=Path, help="a checkpoint of another run to start from")
    parser.add_argument("--minutes", type=float, default=defaults.minutes)
    parser.add_argument(
        "--decay-share", type=float, default=defaults.decay_share, help="part of the minutes with a falling rate"
    )
    parser.add_argument("--seed", type=int, default=defaults.seed)
    parser.add_argument("--threads", type=int, default=defaults.threads)
    parser.add_argument("--device", default=defaults.device, help="cpu or cuda")
    parser.add_argument("--feeders", type=int, default=defaults.feeders, help="processes that make batches")
    parser.add_argument("--rows", type=int, default=defaults.rows_per_step, help="rows a step")
    parser.add_argument("--peak", type=float, default=defaults.peak, help="factor on the rates")
    parser.add_argument(
        "--share",
        action="append",
        default=[],
        metavar="TOOL=PART",
        help="of the documents; tools not named are left out",
    )
    parser.add_argument("--size", choices=tuple(SIZES), default="small")
    arguments = parser.parse_args()
    plan = TrainingPlan(
        minutes=arguments.minutes,
        decay_share=arguments.decay_share,
        seed=arguments.seed,
        threads=arguments.threads,
        device=arguments.device,
        feeders=arguments.feeders,
        rows_per_step=arguments.rows,
        peak=arguments.peak,
        shares={tool: float(part) for tool, _, part in (share.partition("=") for share in arguments.share)},
    )
    vocabulary = load_tokenizer(arguments.out / "tokenizer.json").get_vocab_size()
    train(arguments.out, plan, replace(SIZES[arguments.size], vocabulary=vocabulary), arguments.init)


if __name__ == "__main__":
    main()
