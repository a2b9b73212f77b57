"""Where things live. ``POLYMATH_HOME`` moves everything; without it the system's own places are used."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from app.errors import StorageError

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Paths:
    """Folders and files of the program.

    Attributes:
        config: settings and, where there is no keyring, keys.
        data: history, plugins' own folders, models, user plugins.
        logs: log files.
        resources: what ships with the program (read only).
        bundled_plugins: the plugins that ship with it.
        read_only: the person's own folders where these cannot be written and the others above are a stand-in: keys, models and
            plugins are still read from there.
    """

    config: Path
    data: Path
    logs: Path
    resources: Path = ROOT / "resources"
    bundled_plugins: Path = ROOT / "plugins"
    read_only: Paths | None = None

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.toml"

    @property
    def prices_file(self) -> Path:
        return (self.read_only or self).config / "prices.toml"

    @property
    def keys_file(self) -> Path:
        return (self.read_only or self).config / "keys.json"

    @property
    def secrets_file(self) -> Path:
        return (self.read_only or self).config / "secrets.json"

    @property
    def engine_state(self) -> Path:
        """What local engines keep: evaluated prompts, measurements of this machine. May be deleted at any time."""
        return self.data / "engine"

    @property
    def history_file(self) -> Path:
        return self.data / "history.sqlite3"

    @property
    def memory_file(self) -> Path:
        """What loads of local models took."""
        return self.data / "memory.json"

    @property
    def dialects_file(self) -> Path:
        return self.data / "dialects.json"

    @property
    def user_plugins(self) -> Path:
        return (self.read_only or self).data / "plugins"

    @property
    def user_models(self) -> Path:
        return (self.read_only or self).data / "models"

    @property
    def starter_model(self) -> Path:
        return self.resources / "models" / "polymath-starter.gguf"

    @property
    def samples(self) -> Path:
        return self.resources / "samples"

    def tool_data(self, tool_id: str) -> Path:
        """A tool's own folder; made if it is missing.

        Raises:
            StorageError: it cannot be made.
        """
        return _made(self.data / "tools" / tool_id)


def find_paths(environ: Mapping[str, str] = os.environ) -> Paths:
    """The folders for this user; nothing is made yet."""
    home = environ.get("POLYMATH_HOME")
    if home:
        base = Path(home).expanduser().resolve()
        return Paths(config=base / "config", data=base / "data", logs=base / "logs")
    dirs = platformdirs.PlatformDirs("polymath", appauthor=False)
    return Paths(config=Path(dirs.user_config_dir), data=Path(dirs.user_data_dir), logs=Path(dirs.user_log_dir))


def prepare(paths: Paths) -> tuple[Paths, StorageError | None]:
    """Make the folders; where the home cannot be written, a temporary place takes over and the error says so.

    The settings go on holding there, the offline lock above all: a full disk must not open what the person closed. Where there is no
    temporary place either, as on a full disk, the home is read and nothing is kept.
    """
    try:
        for folder in (paths.config, paths.data, paths.logs, paths.user_plugins, paths.user_models):
            _probe(_made(folder))
    except StorageError as error:
        stand_in = _stand_in(paths)
        kept = (
            f"Settings and history of this start are kept in {stand_in.data.parent} only."
            if stand_in
            else "Settings and history of this start are not kept."
        )
        notice = StorageError(
            f"{error.message} {kept}",
            hint="Free some space or make the folder writable, then start again; or set POLYMATH_HOME to another folder.",
        )
        return stand_in or paths, notice
    return paths, None


def _stand_in(paths: Paths) -> Paths | None:
    """Folders in a temporary place, with the settings of the real ones; None if that cannot be written either."""
    import shutil  # two imports that hardly any start needs
    import tempfile

    try:
        base = Path(tempfile.mkdtemp(prefix="polymath-"))
        stand_in = Paths(base / "config", base / "data", base / "logs", paths.resources, paths.bundled_plugins, paths)
        for folder in (stand_in.config, stand_in.data, stand_in.logs):
            folder.mkdir()
        with contextlib.suppress(FileNotFoundError, NotADirectoryError, PermissionError):
            shutil.copyfile(paths.settings_file, stand_in.settings_file)
    except OSError:  # a settings file that is copied in part would be worse than none
        return None
    return stand_in


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"The folder {folder} cannot be made: {error.strerror}.", hint="Make it writable, or set POLYMATH_HOME."
        ) from error
    return folder


def _probe(folder: Path) -> None:
    probe = folder / f".write-test-{os.getpid()}"
    try:
        probe.write_bytes(b"polymath")
        probe.unlink()
    except OSError as error:
        with contextlib.suppress(OSError):
            probe.unlink()
        raise StorageError(f"The folder {folder} cannot be written: {error.strerror}.") from error
