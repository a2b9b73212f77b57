"""A private MariaDB for tests: from Debian's package, in a temporary folder, on a loopback port, gone at the end."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pymysql
from pymysql.constants import CLIENT

from tests.helpers.postgres_server import Activity, account, free_port

SUPERUSER, PASSWORD = "polymath", "secret"
_SETTINGS = (
    "--no-defaults", "--skip-networking=0", "--bind-address=127.0.0.1", "--skip-name-resolve", "--innodb-flush-log-at-trx-commit=0",
    "--innodb-buffer-pool-size=32M", "--skip-log-bin", "--performance-schema=off",
)  # fmt: skip


def binaries() -> tuple[Path, Path] | None:
    """The server and what lays out its folder."""
    server = shutil.which("mariadbd") or shutil.which("mariadbd", path="/usr/sbin")
    install = shutil.which("mariadb-install-db")
    return (Path(server), Path(install)) if server and install else None


class MysqlServer:
    """One server; ``polymath`` may do everything on it."""

    def __init__(self, server: Path, install: Path) -> None:
        self._server = server
        self.folder = Path(tempfile.mkdtemp(prefix="polymath-my-"))
        self.port = free_port()
        self._account = account("mysql")
        self._process: subprocess.Popen[bytes] | None = None
        self._init(install)
        self.start()

    def _init(self, install: Path) -> None:
        if self._account:
            shutil.chown(self.folder, "mysql", "mysql")
        command = [
            install, "--no-defaults", f"--datadir={self.folder / 'data'}", "--auth-root-authentication-method=normal", "--skip-test-db",
        ]  # fmt: skip
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False, **self._account)
        if done.returncode:
            raise RuntimeError(f"mariadb-install-db failed: {done.stdout}{done.stderr}")

    def start(self) -> None:
        options = [
            *_SETTINGS, f"--datadir={self.folder / 'data'}", f"--socket={self.folder / 'sock'}", f"--port={self.port}",
            f"--pid-file={self.folder / 'pid'}",
        ]  # fmt: skip
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [self._server, *options], cwd=self.folder, stdout=log, stderr=log, **self._account
            )
        self._wait()
        self._welcome()

    def _wait(self) -> None:
        log = self.folder / "log"
        deadline = time.monotonic() + 60
        while "ready for connections" not in log.read_text(encoding="utf-8", errors="replace"):
            if time.monotonic() > deadline or self._process is None or self._process.poll() is not None:
                raise RuntimeError(log.read_text(encoding="utf-8", errors="replace"))
            time.sleep(0.05)

    def _welcome(self) -> None:
        with (
            contextlib.closing(
                pymysql.connect(unix_socket=str(self.folder / "sock"), user="root", autocommit=True)
            ) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(f"GRANT ALL ON *.* TO '{SUPERUSER}'@'%' IDENTIFIED BY '{PASSWORD}' WITH GRANT OPTION")

    def stop(self) -> None:
        """End the server at once; its clients lose their connections."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(60)
            self._process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str = "", user: str = SUPERUSER, password: str = PASSWORD) -> str:
        """An address with a password; without one for an empty ``password``."""
        secret = f":{quote(password)}" if password else ""
        return f"mysql://{user}{secret}@127.0.0.1:{self.port}/{quote(database)}"

    def execute(self, sql: str, database: str = "") -> list[tuple[Any, ...]]:
        """Run statements as the superuser, each at once; the rows of the last one."""
        options: dict[str, Any] = {"database": database} if database else {}
        connection = pymysql.connect(
            host="127.0.0.1", port=self.port, user=SUPERUSER, password=PASSWORD, autocommit=True, charset="utf8mb4",
            client_flag=CLIENT.MULTI_STATEMENTS, **options,
        )  # fmt: skip
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(sql)
            rows = list(cursor.fetchall())
            while cursor.nextset():
                rows = list(cursor.fetchall())
            return rows

    def create_database(self, name: str, script: str = "") -> str:
        """A new database in place of an old one of the name; returns its address."""
        self.execute(f"DROP DATABASE IF EXISTS `{name}`; CREATE DATABASE `{name}` CHARACTER SET utf8mb4")
        if script:
            self.execute(script, name)
        return self.url(name)

    def activity(self, containing: str = "") -> Sequence[Activity]:
        """What other clients are at; only those whose query holds the text."""
        rows = self.execute("SELECT id, user, command, coalesce(info, '') FROM information_schema.processlist")
        return [Activity(*row) for row in rows if containing in row[3] and "processlist" not in row[3]]
