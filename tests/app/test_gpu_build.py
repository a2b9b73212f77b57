"""``make gpu`` without compiling: what it runs, in which order, and that a bad build never replaces a good one."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app import gpu_build
from app.gpu_build import Steps, build, gpus_seen
from app.models.gpu import BuildChoice, Facts

CUDA = BuildChoice("cuda", ("-DGGML_CUDA=on",), "", "CUDA.")


@dataclass
class World:
    """Stands for pip, the compiler and the GPU."""

    folder: Path
    compiles: bool = True
    gpus: tuple[str, ...] = ("CUDA0 (RTX 4090)",)
    is_sound: bool = True
    commands: list[Sequence[str]] = field(default_factory=list)
    flags: str = ""
    tried_from: list[str] = field(default_factory=list)

    @property
    def steps(self) -> Steps:
        return Steps(self.run, self.seen, self.computes)

    def run(self, command: Sequence[str], environ: Mapping[str, str]) -> int:
        self.commands.append(command)
        if "wheel" not in command:
            return 0
        self.flags = environ["CMAKE_ARGS"]
        if self.compiles:
            self.folder.mkdir(parents=True)
            with zipfile.ZipFile(self.folder / "llama_cpp_python-0.3.36-py3-none-any.whl", "w") as archive:
                archive.writestr("llama_cpp/__init__.py", "")
        return 0 if self.compiles else 1

    def seen(self, environ: Mapping[str, str]) -> tuple[str, ...]:
        first = Path(environ["PYTHONPATH"].split(":")[0])
        assert (first / "llama_cpp" / "__init__.py").is_file()
        self.tried_from.append(str(first))
        return self.gpus

    def computes(self, _environ: Mapping[str, str]) -> bool:
        return self.is_sound


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("CMAKE_ARGS", "-DOWN=1")
    return World(tmp_path / "build")


def made(world: World) -> int:
    return build(CUDA, Path("llama.lock"), world.steps, world.folder)


def test_a_build_that_sees_the_gpu_and_computes_is_installed(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert made(world) == 0

    wheel, install = world.commands
    assert {"--no-cache-dir", "--require-hashes", "llama.lock"} <= set(wheel)
    assert world.flags == "-DOWN=1 -DGGML_CUDA=on"
    assert "--force-reinstall" in install
    assert install[-1].endswith(".whl")
    assert "CUDA0 (RTX 4090)" in capsys.readouterr().out
    assert not world.folder.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"compiles": False}, "did not compile"),
        ({"gpus": ()}, "sees no GPU"),
        ({"is_sound": False}, "does not get through a prompt"),
    ],
)
def test_a_build_that_fails_leaves_the_one_that_works(
    world: World, change: dict[str, object], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in change.items():
        setattr(world, name, value)

    assert made(world) == 1
    assert not any("install" in command for command in world.commands)
    told = capsys.readouterr().err
    assert words in told
    assert "untouched" in told
    assert not world.folder.exists()


def test_an_installation_that_fails_is_told(world: World) -> None:
    run = world.run
    failing = Steps(
        lambda command, environ: 1 if "install" in command else run(command, environ), world.seen, world.computes
    )

    assert build(CUDA, Path("llama.lock"), failing, world.folder) == 1


@pytest.mark.parametrize(
    ("facts", "status", "words"),
    [
        (Facts(), 1, "No GPU was found"),
        (Facts(vendors=("amd",), render_nodes=True, distribution="debian"), 1, "sudo apt-get install glslc"),
        (Facts("Darwin", "arm64", ("apple",)), 0, "CMAKE_ARGS=-DGGML_METAL=on"),
    ],
)
def test_without_build_it_only_says_what_it_would_do(
    facts: Facts, status: int, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(gpu_build, "find_facts", lambda: facts)

    assert gpu_build.main([], lambda _: True) == status
    assert words in capsys.readouterr().out


def test_a_build_that_cannot_be_started_sees_nothing(tmp_path: Path) -> None:
    (tmp_path / "llama_cpp.py").write_text("raise OSError('libcuda.so.1: cannot open shared object file')")

    assert gpus_seen({"PYTHONPATH": str(tmp_path)}) == ()
