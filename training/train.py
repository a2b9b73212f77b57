"""Train the starter from nothing, or go on from its last checkpoint.

The schedule counts training minutes, not steps: a warm-up, a constant rate, and a linear decay over the last part. The minutes are in the
checkpoint, so a run that was stopped goes on where it was. SIGTERM and Ctrl-C write a checkpoint first.
"""

import argparse
import json
import multiprocessing
import os
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from training.data import rows
from training.model import ModelConfig, StarterModel
from training.optimizer import Muon
from training.tokenizer import load_tokenizer

CHECKPOINT = "checkpoint.pt"
CURVE = "curve.jsonl"
_CHECKPOINT_EVERY_S = 180
_LOG_EVERY_STEPS = 50
_WARM_UP_STEPS = 60
_AVERAGE_DECAY = 0.99
_LABEL_SHARE = 0.5
"""Answers fill less than this part of a batch; a fixed count lets the graph be compiled once."""


def has_bfloat16_units() -> bool:
    """Whether the processor multiplies bfloat16 matrices itself; where it is emulated, it is eighty times slower than float32."""
    return bool(torch.cpu._is_avx512_bf16_supported())


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """How long and in what steps."""

    minutes: float = 97
    decay_share: float = 0.75
    row_tokens: int = 512
    rows_per_step: int = 8
    muon_rate: float = 0.014
    adam_rate: float = 2e-3
    floor: float = 0.02
    seed: int = 1
    threads: int = 2

    def rate(self, steps_since_start: int, minutes: float) -> float:
        """The factor on both learning rates."""
        warm_up = min(1.0, (steps_since_start + 1) / _WARM_UP_STEPS)
        left = (self.minutes - minutes) / (self.minutes * self.decay_share)
        return warm_up * min(1.0, max(self.floor, left))


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
        self.muon = Muon(matrices, precision=torch.bfloat16 if has_bfloat16_units() else torch.float32)
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
        for name, weight in self.model.state_dict().items():
            self.average[name].lerp_(weight, 1 - keep)

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
        state = torch.load(path, weights_only=True)
        self.model.load_state_dict(state["weights"])
        self.average = state["average"]
        self.muon.restore(state["muon"])
        self.adam.load_state_dict(state["adam"])
        self.progress = Progress(**state["progress"])

    def start_from(self, path: Path) -> None:
        """Take another run's averaged weights, and nothing of its schedule."""
        self.average = torch.load(path, weights_only=True)["average"]
        self.model.load_state_dict(self.average)
        self.average = {name: weight.clone() for name, weight in self.average.items()}


def labelled(targets: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Positions with a target and their labels, cut or filled up (with label -100) to `count`."""
    positions = (targets >= 0).nonzero()[:count, 0]
    missing = count - len(positions)
    labels = torch.cat((targets[positions], torch.full((missing,), -100)))
    return torch.cat((positions, torch.zeros(missing, dtype=torch.long))), labels


def _feed(queue: Any, tokenizer: Path, seed: int, plan: TrainingPlan) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    stream = rows(load_tokenizer(tokenizer), seed, plan.row_tokens)
    while True:
        batch = [next(stream) for _ in range(plan.rows_per_step)]
        queue.put(tuple(np.stack(part) for part in zip(*batch, strict=True)))


class Batches:
    """Batches made by a process beside this one; a stopped run goes on with other samples, never the same ones again."""

    def __init__(self, tokenizer: Path, plan: TrainingPlan, steps_done: int) -> None:
        self._labels = int(plan.row_tokens * plan.rows_per_step * _LABEL_SHARE)
        self._queue: Any = multiprocessing.Queue(8)
        arguments = (self._queue, tokenizer, plan.seed * 1_000_003 + steps_done, plan)
        self._process = multiprocessing.Process(target=_feed, args=arguments, daemon=True)
        self._process.start()

    def next(self) -> tuple[Tensor, Tensor, Tensor]:
        """Tokens (rows, length), flat positions with a label, labels."""
        tokens, targets = self._queue.get()
        following = torch.from_numpy(targets[:, 1:]).long().reshape(-1)
        return torch.from_numpy(tokens[:, :-1]).long(), *labelled(following, self._labels)

    def close(self) -> None:
        self._process.terminate()


def train(out: Path, plan: TrainingPlan, config: ModelConfig, initial: Path | None = None) -> None:
    """Train until the plan's minutes are over; checkpoint and loss curve land in `out`, which holds `tokenizer.json`.

    `initial` is a checkpoint of another run with the same tokenizer to start from where `out` has none.
    """
    torch.manual_seed(plan.seed)
    torch.set_num_threads(plan.threads)
    torch.set_flush_denormal(True)
    trainer = Trainer(StarterModel(config), plan)
    if (out / CHECKPOINT).exists():
        trainer.restore(out / CHECKPOINT)
    elif initial:
        trainer.start_from(initial)
    batches = Batches(out / "tokenizer.json", plan, trainer.progress.steps)
    stop = _StopRequest()
    with (out / CURVE).open("a", encoding="utf-8") as curve:
        _run(trainer, batches, stop, out / CHECKPOINT, curve)
    trainer.save(out / CHECKPOINT)
    batches.close()


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
    precision = torch.autocast("cpu", torch.bfloat16, enabled=has_bfloat16_units())
    progress, first_step, smooth = trainer.progress, trainer.progress.steps, None
    last = saved = time.monotonic()
    while progress.minutes < trainer.plan.minutes and not stop.asked:
        rate = trainer.plan.rate(progress.steps - first_step, progress.minutes)
        tokens, positions, labels = batches.next()
        with precision:
            loss = loss_of(tokens, positions, labels)
        loss.backward()
        trainer.apply(rate)
        smooth = loss.item() if smooth is None else 0.97 * smooth + 0.03 * loss.item()
        now = time.monotonic()
        progress.minutes += (now - last) / 60
        progress.steps += 1
        progress.tokens += tokens.numel()
        last = now
        if progress.steps % _LOG_EVERY_STEPS == 0:
            _log(curve, progress, smooth, rate)
        if now - saved > _CHECKPOINT_EVERY_S:
            trainer.save(checkpoint)
            saved = now


def _log(curve: Any, progress: Progress, loss: float, rate: float) -> None:
    line = {
        "minutes": round(progress.minutes, 2),
        "step": progress.steps,
        "tokens": progress.tokens,
        "loss": round(loss, 4),
        "rate": round(rate, 3),
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
    arguments = parser.parse_args()
    plan = TrainingPlan(
        minutes=arguments.minutes, decay_share=arguments.decay_share, seed=arguments.seed, threads=arguments.threads
    )
    vocabulary = load_tokenizer(arguments.out / "tokenizer.json").get_vocab_size()
    train(arguments.out, plan, ModelConfig(vocabulary=vocabulary), arguments.init)


if __name__ == "__main__":
    main()
