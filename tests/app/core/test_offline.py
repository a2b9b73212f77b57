from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

from app.core.offline import OfflineLockError, SocketGuard, caused_by_lock

ROOT = Path(__file__).resolve().parents[3]

PRELUDE = """
import asyncio, socket, sys, threading, urllib.error, urllib.request
from app.core.offline import OfflineLockError, SocketGuard, caused_by_lock

def serve():
    server = socket.create_server(("127.0.0.1", 0))
    def accept():
        while True:
            try:
                peer, _ = server.accept()
            except OSError:
                return
            accepted.append(peer.recv(16))
            peer.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\nhi")
            peer.close()
    threading.Thread(target=accept, daemon=True).start()
    return server

accepted = []
server = serve()
port = server.getsockname()[1]
address = ("127.0.0.1", port)
url = f"http://127.0.0.1:{port}/"
guard = SocketGuard()
guard.install()

def refused(call):
    try:
        call()
    except OSError as error:
        return caused_by_lock(error) or caused_by_lock(getattr(error, "reason", None))
    return False
"""


def in_a_process_of_its_own(code: str) -> None:
    """An audit hook stays for the life of a process, so that each test gets one."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PRELUDE + textwrap.dedent(code)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_with_the_lock_on_no_socket_reaches_even_this_machine_and_unlocking_opens_it() -> None:
    in_a_process_of_its_own("""
    guard.set_locked(True)

    assert refused(lambda: socket.create_connection(address))
    assert refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", address))
    assert refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendmsg([b"x"], [], 0, address))
    assert refused(lambda: socket.socket(socket.AF_INET6).connect(("::1", port)))
    assert refused(lambda: socket.getaddrinfo("localhost", 80))
    assert refused(lambda: socket.gethostbyname("localhost"))
    assert refused(lambda: urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5))
    assert accepted == []

    guard.set_locked(False)

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=5) as answer:
        assert answer.read() == b"hi"
    assert len(accepted) == 1
    server.close()
    """)


def test_the_lock_leaves_event_loops_pipes_and_child_processes_alone() -> None:
    in_a_process_of_its_own("""
    guard.set_locked(True)

    async def main():
        child = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(5)", stdout=asyncio.subprocess.PIPE)
        out, _ = await child.communicate()
        assert out.strip() == b"5"
        try:
            await asyncio.open_connection(*address)
        except OfflineLockError:
            return
        raise AssertionError("a connection was opened")

    asyncio.run(main())
    left, right = socket.socketpair()
    left.sendall(b"x")
    assert right.recv(1) == b"x"
    left.close(), right.close(), server.close()
    """)


def test_without_the_lock_the_guard_refuses_nothing() -> None:
    in_a_process_of_its_own("""
    guard.install()

    with socket.create_connection(address) as peer:
        peer.sendall(b"x")
        assert peer.recv(4) == b"HTTP"
    server.close()
    """)


def test_the_flag_is_off_at_first_and_follows() -> None:
    guard = SocketGuard()
    assert not guard.locked

    guard.set_locked(True)

    assert guard.locked


def test_the_lock_is_found_behind_wrapped_and_grouped_errors() -> None:
    outer = ConnectionError("wrapped")
    outer.__cause__ = ExceptionGroup("attempts", [OSError("other"), OfflineLockError()])

    assert caused_by_lock(outer)
    assert not caused_by_lock(OSError("other"))
    assert not caused_by_lock(None)
