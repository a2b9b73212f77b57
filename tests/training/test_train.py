from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("tokenizers")

from training.model import ModelConfig, StarterModel  # noqa: E402
from training.optimizer import Muon, orthogonalize  # noqa: E402
from training.train import Progress, Trainer, TrainingPlan, labelled  # noqa: E402

TINY = ModelConfig(vocabulary=50, width=16, layers=2, heads=2, hidden=24, context_tokens=32)


def step(trainer: Trainer, rate: float = 1.0) -> float:
    tokens = torch.randint(0, 50, (2, 16), generator=torch.Generator().manual_seed(1))
    loss = trainer.model.loss(tokens, torch.arange(10), torch.arange(10))
    loss.backward()
    trainer.apply(rate)
    trainer.progress.steps += 1
    return loss.item()


def test_a_few_steps_lower_the_loss() -> None:
    torch.manual_seed(0)
    trainer = Trainer(StarterModel(TINY), TrainingPlan())
    losses = [step(trainer) for _ in range(60)]
    assert losses[-1] < losses[0] / 2


def test_a_resumed_run_takes_the_same_next_step(tmp_path: Path) -> None:
    torch.manual_seed(0)
    trainer = Trainer(StarterModel(TINY), TrainingPlan())
    for _ in range(3):
        step(trainer)
    trainer.save(tmp_path / "checkpoint.pt")
    resumed = Trainer(StarterModel(TINY), TrainingPlan())
    resumed.restore(tmp_path / "checkpoint.pt")
    assert resumed.progress == Progress(steps=3)
    assert step(resumed) == pytest.approx(step(trainer))
    for name, weight in trainer.model.state_dict().items():
        assert torch.allclose(weight, resumed.model.state_dict()[name], atol=1e-6)


def test_the_rate_warms_up_stays_and_falls_to_its_floor() -> None:
    plan = TrainingPlan(minutes=100, decay_share=0.4, floor=0.02)
    assert plan.rate(0, 0) < 0.1
    assert plan.rate(1000, 50) == 1
    assert plan.rate(1000, 80) == pytest.approx(0.5)
    assert plan.rate(1000, 100) == pytest.approx(0.02)


def test_a_run_that_goes_on_may_have_a_lower_peak() -> None:
    plan = TrainingPlan(minutes=100, decay_share=0.4, peak=0.25)
    assert plan.rate(1000, 50) == 0.25


def test_a_later_token_changes_nothing_before_it() -> None:
    model = StarterModel(TINY)
    tokens = torch.arange(12)[None]
    changed = tokens.clone()
    changed[0, 8] = 40
    before, after = model(tokens), model(changed)
    assert torch.allclose(before[0, :8], after[0, :8], atol=1e-5)
    assert not torch.allclose(before[0, 8:], after[0, 8:], atol=1e-3)


def test_the_loss_is_that_of_the_whole_computation_at_the_answers_positions() -> None:
    model = StarterModel(TINY)
    tokens = torch.randint(0, 50, (2, 16))
    positions, labels = torch.tensor([3, 18, 30]), torch.tensor([1, 2, 3])
    whole = torch.nn.functional.cross_entropy(model(tokens).flatten(0, 1)[positions], labels)
    assert torch.allclose(model.loss(tokens, positions, labels), whole)


@pytest.mark.parametrize(("shape", "precision"), [((3, 8, 20), torch.float32), ((2, 20, 8), torch.bfloat16)])
def test_muons_updates_are_close_to_orthogonal(shape: tuple[int, int, int], precision: torch.dtype) -> None:
    updates = orthogonalize(torch.randn(*shape, generator=torch.Generator().manual_seed(2)), precision)
    singular = torch.linalg.svdvals(updates)
    assert updates.shape == shape
    assert singular.min() > 0.5
    assert singular.max() < 1.5


def test_matrices_of_one_shape_step_as_they_would_alone() -> None:
    first, second = (torch.nn.Parameter(torch.randn(6, 9)) for _ in range(2))
    copies = [torch.nn.Parameter(each.detach().clone()) for each in (first, second)]
    for each, copy in zip((first, second), copies, strict=True):
        each.grad = torch.randn(6, 9)
        copy.grad = each.grad.clone()
    Muon([first, second]).step(0.1)
    for copy in copies:
        Muon([copy]).step(0.1)
    assert torch.allclose(first, copies[0], atol=1e-5)
    assert torch.allclose(second, copies[1], atol=1e-5)


def test_labels_are_filled_up_to_a_fixed_count() -> None:
    positions, labels = labelled(torch.tensor([-1, 7, -1, 9]), 4)
    assert positions.tolist() == [1, 3, 0, 0]
    assert labels.tolist() == [7, 9, -100, -100]
