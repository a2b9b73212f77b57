from __future__ import annotations

import stat
import sys
import threading
from pathlib import Path

import keyring.errors
import pytest

from app.core.keys import KeyStore, Redactor, is_loopback, provider_of, redact, without_passwords
from app.errors import StorageError
from tests.helpers.memory_keyring import MemoryKeyring, no_keyring

OPENAI = "api.openai.com"


def store(folder: Path, backend: MemoryKeyring | None = None, **environ: str) -> KeyStore:
    return KeyStore(folder / "keys.json", environ, backend or MemoryKeyring())


def test_without_any_key_there_is_none(tmp_path: Path) -> None:
    keys = store(tmp_path)

    assert keys.get(OPENAI) is None
    assert keys.where(OPENAI).kind == "nowhere"


def test_a_key_goes_to_the_keyring_and_comes_back(tmp_path: Path) -> None:
    keys = store(tmp_path)

    place = keys.set(OPENAI, "  abc \n")

    assert keys.get(OPENAI) == "abc"
    assert place == keys.where(OPENAI)
    assert place.kind == "keyring"
    assert not place.is_plain
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "backend",
    [no_keyring(), MemoryKeyring(keyring.errors.KeyringLocked("locked")), MemoryKeyring(forgets=True)],
    ids=["none", "locked", "forgetful"],
)
def test_without_a_keyring_that_keeps_it_the_key_lies_in_a_file_with_a_warning(
    tmp_path: Path, backend: MemoryKeyring
) -> None:
    place = store(tmp_path, backend).set(OPENAI, "abc")

    again = store(tmp_path, backend)
    assert again.get(OPENAI) == "abc"
    assert place == again.where(OPENAI)
    assert place.kind == "file"
    assert place.is_plain
    assert "unencrypted" in place.text
    assert str(tmp_path / "keys.json") in place.text


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_the_file_is_for_its_owner_alone_even_if_it_was_not(tmp_path: Path) -> None:
    keys = store(tmp_path, no_keyring())
    keys.set(OPENAI, "abc")
    path = tmp_path / "keys.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)

    keys.get(OPENAI)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_environment_wins_and_is_named(tmp_path: Path) -> None:
    keys = store(tmp_path, OPENAI_API_KEY="from-env")
    keys.set(OPENAI, "stored")

    assert keys.get(OPENAI) == "from-env"
    assert "OPENAI_API_KEY" in keys.where(OPENAI).text


def test_a_makers_variable_is_not_sent_to_another_server(tmp_path: Path) -> None:
    keys = store(tmp_path, OPENAI_API_KEY="secret")

    assert keys.get("example.org") is None
    assert keys.get("notopenai.com") is None
    assert keys.get("eu.api.openai.com:443") == "secret"


def test_openais_variable_belongs_to_the_server_that_is_named_beside_it(tmp_path: Path) -> None:
    keys = store(tmp_path, OPENAI_API_KEY="secret", OPENAI_BASE_URL="https://proxy.example/v1")

    assert keys.get("proxy.example") == "secret"
    assert keys.get("other.example") is None


def test_the_programs_own_variable_serves_any_server(tmp_path: Path) -> None:
    assert store(tmp_path, POLYMATH_API_KEY="mine").get("example.org:8080") == "mine"


def test_keys_of_two_providers_are_kept_apart(tmp_path: Path) -> None:
    keys = store(tmp_path, no_keyring())
    keys.set("a.example", "1")
    keys.set("b.example", "2")

    keys.delete("a.example")

    assert keys.get("a.example") is None
    assert keys.get("b.example") == "2"


@pytest.mark.parametrize("backend", [None, no_keyring()])
def test_a_deleted_key_is_gone_and_deleting_twice_is_no_error(tmp_path: Path, backend: MemoryKeyring | None) -> None:
    keys = store(tmp_path, backend)
    keys.set(OPENAI, "abc")

    keys.delete(OPENAI)
    keys.delete(OPENAI)

    assert keys.get(OPENAI) is None


def test_moving_to_the_keyring_removes_the_plain_copy(tmp_path: Path) -> None:
    store(tmp_path, no_keyring()).set(OPENAI, "old-plain-key")

    keys = store(tmp_path, MemoryKeyring())
    keys.set(OPENAI, "new")

    assert keys.get(OPENAI) == "new"
    assert "old-plain-key" not in (tmp_path / "keys.json").read_text(encoding="utf-8")


def test_a_broken_key_file_is_named_and_not_quoted(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text('{"api.openai.com": "sk-very-secret', encoding="utf-8")

    with pytest.raises(StorageError, match=r"keys\.json") as caught:
        store(tmp_path, no_keyring()).get(OPENAI)

    assert "secret" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_key_that_cannot_be_saved_is_a_storage_error_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "keys.json.new").mkdir()
    keys = store(tmp_path, no_keyring())

    with pytest.raises(StorageError) as caught:
        keys.set(OPENAI, "abc-secret")

    assert "POLYMATH_API_KEY" in caught.value.hint
    assert "abc-secret" not in str(caught.value)


def test_a_redactor_hides_every_key_that_passed_through_the_store(tmp_path: Path) -> None:
    keys = store(tmp_path, POLYMATH_API_KEY="hunter2")
    redactor = Redactor(keys.secrets)
    keys.get(OPENAI)
    keys.set("b.example", "stored-one")

    assert redactor("a hunter2 b stored-one c") == "a [key hidden] b [key hidden] c"


@pytest.mark.parametrize("text", ["sk-proj-AbCdEf123456", "sk-abcd****wxyz", "gsk_0123456789ab"])
def test_what_looks_like_a_key_is_hidden_in_texts_of_servers(text: str) -> None:
    said = f"Incorrect API key provided: {text}. See"

    assert redact(said, (), shapes=True) == "Incorrect API key provided: [key hidden] See"
    assert redact(said, ()) == said


def test_a_bearer_header_is_hidden() -> None:
    assert redact("Authorization: Bearer abc.def", (), shapes=True) == "Authorization: Bearer [key hidden]"


def test_ordinary_text_is_left_alone() -> None:
    text = "SELECT risk-level, sk_customer, task_name FROM desk-jobs"

    assert redact(text, ("", "unrelated"), shapes=True) == text


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://api.openai.com/v1", "api.openai.com"),
        ("http://User:pw@Host.Example:8080/x", "host.example:8080"),
    ],
)
def test_a_provider_is_named_by_its_host(url: str, name: str) -> None:
    assert provider_of(url) == name


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("http://localhost:11434/v1", True),
        ("http://127.0.0.1:8000/v1", True),
        ("http://[::1]:8000/v1", True),
        ("http://192.168.1.5:8000/v1", False),
        ("https://api.openai.com/v1", False),
        ("https://localhost.example.com/v1", False),
    ],
)
def test_loopback_is_told_from_the_network(url: str, answer: bool) -> None:
    assert is_loopback(url) is answer


def test_a_machine_without_any_keyring_backend_falls_back_to_the_file(tmp_path: Path) -> None:
    keys = KeyStore(tmp_path / "keys.json", {})  # Tests run with keyring's own backend that always fails.

    assert keys.get(OPENAI) is None
    assert keys.set(OPENAI, "abc").kind == "file"
    assert keys.get(OPENAI) == "abc"
    keys.delete(OPENAI)
    assert keys.get(OPENAI) is None


def test_the_log_does_not_wait_for_a_keyring_that_asks_to_be_unlocked(tmp_path: Path) -> None:
    backend, asked, unlocked = MemoryKeyring(), threading.Event(), threading.Event()

    def locked(_service: str, _username: str) -> str:
        asked.set()
        assert unlocked.wait(5)
        return "secret"

    backend.get_password = locked  # type: ignore[method-assign]  # a dialogue is open
    keys = KeyStore(tmp_path / "keys.json", {}, backend)
    reader = threading.Thread(target=keys.get, args=(OPENAI,))
    reader.start()
    assert asked.wait(5)
    line = threading.Thread(target=Redactor(keys.secrets), args=("a line of the log",))
    line.start()
    line.join(2)
    waits = line.is_alive()
    unlocked.set()
    reader.join(5)
    assert not waits
    assert Redactor(keys.secrets)("the secret") == "the [key hidden]"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_a_key_file_on_a_disk_that_takes_no_changes_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "keys.json"
    path.write_text('{"api.openai.com": "abc"}', encoding="utf-8")
    path.chmod(0o644)

    def read_only(_self: Path, _mode: int) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "chmod", read_only)
    assert KeyStore(path, {}).get(OPENAI) == "abc"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("postgresql://ann:s3cret@db.example.org/sales", "postgresql://ann@db.example.org/sales"),
        ("mysql+pymysql://ann:p/w?x@db/sales and more", "mysql+pymysql://ann@db/sales and more"),
        ("postgres://ann:p@ss@w0rd@db/sales", "postgres://ann@db/sales"),
        ("postgres://:s3cret@db", "postgres://@db"),
        ('{"database": "postgres://ann:s3cret@[::1]:5432/x"}', '{"database": "postgres://ann@[::1]:5432/x"}'),
        ("postgres://db/x?user=ann&password=s3cret&sslmode=require", "postgres://db/x?user=ann&sslmode=require"),
        ("https://example.org:8080/@ann", "https://example.org:8080/@ann"),
        ("postgresql://ann@db:5432/sales", "postgresql://ann@db:5432/sales"),
        ("mail ann:bob@example.org", "mail ann:bob@example.org"),
    ],
)
def test_a_password_in_an_address_is_struck_out(text: str, kept: str) -> None:
    assert without_passwords(text) == kept
    assert Redactor(lambda: ())(text) == kept
