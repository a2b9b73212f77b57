"""``make gpu``: compile llama.cpp for this machine's GPU, prove that it sees and uses it, and only then install it.

Standard library only. The wheel is unpacked beside the environment and tried there, so the build that works stays installed until the
new one has shown that it works too; pip puts the old one back if the installation itself fails.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.models.gpu import BuildChoice, choose_build, find_facts

_PACKAGE = "llama_cpp"
_FOLDER = Path("build") / "gpu"
_ASK = "import json, sys; from app.worker.devices import report; json.dump(report(), sys.stdout)"


@dataclass(frozen=True, slots=True)
class Steps:
    """What a build does to the world; tests do something else.

    Attributes:
        run: runs a command in an environment and returns its exit status.
        seen: names the GPUs that a build of llama.cpp sees in an environment.
        computes: whether it gets through a prompt there.
    """

    run: Callable[[Sequence[str], Mapping[str, str]], int]
    seen: Callable[[Mapping[str, str]], tuple[str, ...]]
    computes: Callable[[Mapping[str, str]], bool]


def main(argv: Sequence[str], computes: Callable[[Mapping[str, str]], bool]) -> int:
    """Decide and print; with ``--build LOCKFILE`` also compile, try and install. Returns the exit status.

    Args:
        computes: whether the llama.cpp of an environment can process a prompt.
    """
    choice = choose_build(find_facts())
    sys.stdout.write(f"{choice.words}\n")
    if choice.backend is None:
        if choice.command:
            sys.stdout.write(f"First run:\n  {choice.command}\n")
        return 1
    sys.stdout.write(f"CMAKE_ARGS={' '.join(choice.flags)}\n")
    if argv[:1] != ["--build"]:
        return 0
    return build(choice, Path(argv[1]), Steps(_run, gpus_seen, computes))


def build(choice: BuildChoice, lock_file: Path, steps: Steps, folder: Path = _FOLDER) -> int:
    """Compile, try, install. The installed build is not touched before the new one has passed.

    Args:
        lock_file: a requirements file with llama-cpp-python and its hashes alone.
        folder: for the wheel, emptied before and after.
    """
    shutil.rmtree(folder, ignore_errors=True)
    try:
        wheel = _compiled(choice, lock_file, folder, steps)
        problem = "It did not compile." if wheel is None else _tried(choice, wheel, folder / "tried", steps)
        if wheel is None or problem:
            sys.stderr.write(f"{problem} The build that was there is untouched and goes on working.\n")
            return 1
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall", str(wheel)]
        return steps.run(command, os.environ)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def gpus_seen(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The GPUs that a build of llama.cpp sees; none if it cannot even be started."""
    command = [sys.executable, "-c", _ASK]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(environ))
    try:
        devices = json.loads(done.stdout)["devices"]
    except (ValueError, KeyError):
        return ()
    return tuple(f"{item['name']} ({item['description']})" for item in devices if item["type"] in ("gpu", "igpu"))


def _compiled(choice: BuildChoice, lock_file: Path, folder: Path, steps: Steps) -> Path | None:
    """The wheel; None if it did not compile. No cache is asked: it would answer with the build for the processor."""
    given = os.environ.get("CMAKE_ARGS", "")
    environ = {**os.environ, "CMAKE_ARGS": " ".join([given, *choice.flags]).strip()}
    options = ["--no-deps", "--no-cache-dir", "--require-hashes", "--requirement", str(lock_file)]
    sys.stdout.write("Compiling; for CUDA and Vulkan this takes from ten minutes to an hour …\n")
    sys.stdout.flush()
    status = steps.run([sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", str(folder)], environ)
    wheels = sorted(folder.glob(f"{_PACKAGE}_python-*.whl")) if status == 0 else []
    return wheels[0] if wheels else None


def _tried(choice: BuildChoice, wheel: Path, folder: Path, steps: Steps) -> str:
    """What is wrong with the new build; empty if it sees a GPU and computes."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    before = os.environ.get("PYTHONPATH", "")
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in (str(folder.resolve()), before) if path)}
    gpus = steps.seen(environ)
    if not gpus:
        return f"The build for {choice.backend} sees no GPU: its driver may be missing or too old."
    if not steps.computes(environ):
        return f"The build for {choice.backend} sees {', '.join(gpus)} but does not get through a prompt."
    sys.stdout.write(f"llama.cpp sees {', '.join(gpus)} and computes; installing it.\n")
    return ""


def _run(command: Sequence[str], environ: Mapping[str, str]) -> int:
    return subprocess.run(command, env=dict(environ), check=False).returncode
