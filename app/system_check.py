"""What the system must have beside Python: checked, named with the exact command, and installed where that is possible.

Standard library only: it runs before the virtual environment exists (``python3 -m app.system_check python|build|window``); the stage
``llama``, run in that environment, tries what was compiled, and ``gpu`` decides which GPU it could be compiled for (``--build LOCKFILE``
does that).
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

MINIMUM = (3, 11)
BUILD_TOOLS = {"cmake": "cmake", "make": "make", "c++": "g++", "cc": "gcc"}
# Shared library → Debian's package. Qt's xcb platform, WebEngine's Chromium and fontconfig need these.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libnss3.so": "libnss3",
    "libnspr4.so": "libnspr4",
    "libasound.so.2": "libasound2",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libxkbfile.so.1": "libxkbfile1",
    "libgbm.so.1": "libgbm1",
    "libXi.so.6": "libxi6",
    "libxshmfence.so.1": "libxshmfence1",
}
STARTER = Path(__file__).resolve().parent.parent / "resources" / "models" / "polymath-starter.gguf"
_PROBE = """
import sys, llama_cpp
llama = llama_cpp.Llama(sys.argv[1], n_ctx=64, n_threads=2, verbose=False)
llama.eval(llama.tokenize(b"a prompt of several tokens", add_bos=False))
"""


def llama_computes(model: Path = STARTER, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the compiled llama.cpp can process a prompt with `model` on this processor; true if there is no such file.

    A wheel that was kept from another processor, or that a compiler got wrong, dies by a signal.
    """
    probe = [sys.executable, "-c", _PROBE, str(model)]
    if not model.exists():
        return True
    return subprocess.run(probe, capture_output=True, check=False, env=dict(environ)).returncode == 0


def missing_for(stage: str) -> list[str]:
    """Debian's names of what a stage needs and does not find: ``python``, ``build`` or ``window``."""
    if not sys.platform.startswith("linux"):
        return []
    if stage == "python":
        return [] if _has_ensurepip() else [f"python{sys.version_info.major}.{sys.version_info.minor}-venv"]
    if stage == "build":
        return sorted({package for tool, package in BUILD_TOOLS.items() if not shutil.which(tool)})
    packages = {package for library, package in LIBRARIES.items() if not _loads(library)}
    return sorted(packages | ({"fonts-noto-cjk"} if not _has_cjk_font() else set()))


def _has_ensurepip() -> bool:
    try:
        import ensurepip  # noqa: F401 - whether it is there is the question
    except ImportError:
        return False
    return True


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_cjk_font() -> bool:
    fc_list = shutil.which("fc-list")
    if fc_list:
        listed = subprocess.run([fc_list, ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
        return bool(listed.stdout.strip())
    return any(Path("/usr/share/fonts").rglob("*CJK*"))


def _can_install() -> bool:
    return os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def _install(packages: Sequence[str]) -> bool:
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages])
    return all(
        subprocess.run(step, env=environ, stdout=subprocess.DEVNULL, check=False).returncode == 0 for step in steps
    )


def main(stage: str, options: Sequence[str] = ()) -> int:
    """Check one stage; returns the exit status."""
    if sys.version_info < MINIMUM:
        sys.stderr.write(
            f"Polymath needs Python {MINIMUM[0]}.{MINIMUM[1]} or newer; this is {sys.version.split()[0]}.\n"
        )
        return 1
    if stage == "llama":
        return 0 if llama_computes() else 1
    if stage == "gpu":
        from app.gpu_build import main as gpu_main  # of no use to the other stages

        return gpu_main(options, lambda environ: llama_computes(environ=environ))
    packages = missing_for(stage)
    if not packages:
        return 0
    sys.stderr.write(f"The system lacks: {' '.join(packages)}\n")
    if _can_install():
        sys.stderr.write("Installing them with apt-get …\n")
        _install(packages)
        if not missing_for(stage):
            return 0
    sys.stderr.write(f"Install them with:\n  sudo apt-get install {' '.join(packages)}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
