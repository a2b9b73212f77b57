"""The only crossing between the threads: out of the loop thread and its pool, one signal with one frozen dataclass.

Whoever waits for an event or an answer gives a function here; it is called on the GUI thread, and no more once its owner is gone or
another run has taken the place of the one that was asked for.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import Shiboken

from app.core.result import RunCancelled, RunEvent, RunFailed, RunFinished
from app.core.router import StepName
from app.errors import AppError

if TYPE_CHECKING:
    from app.core.gate import Consent

T = TypeVar("T")
_log = logging.getLogger("polymath.ui.bridge")


@dataclass(frozen=True, slots=True)
class Crossing:
    """What arrives: an event of a run, news of a feed, or the answer to a call (a value, or the exception that ended it)."""

    event: RunEvent | None = None
    call_id: int = 0
    feed_id: int = 0
    value: Any = None
    error: BaseException | None = None


@dataclass(frozen=True, slots=True)
class _Follower:
    """Who hears of a run."""

    tool_id: str
    hear: Callable[[RunEvent], None]
    owner: QObject | None


@dataclass(frozen=True, slots=True)
class _Call:
    """Who waits for an answer."""

    owner: QObject
    done: Callable[[Any], None]
    failed: Callable[[AppError], None]


@dataclass(frozen=True, slots=True)
class _Feed:
    """Who hears of news. ``end`` is what the source gave to end it."""

    owner: QObject
    hear: Callable[[Any], None]
    end: Callable[[], None]


class StartsRuns(Protocol):
    """What is used of ``app.core.run.Runs``."""

    def start(
        self,
        tool: str,
        inputs: Mapping[str, Any],
        on_event: Callable[[RunEvent], None],
        override: StepName | None = None,
        *,
        private: str = "",
        asks: bool = False,
    ) -> str: ...

    def answer(self, run_id: str, consent: Consent) -> None: ...

    def cancel(self, run_id: str) -> None: ...


class RunsElsewhere(Protocol):
    """What is used of ``app.core.loop.LoopThread``."""

    def submit(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]: ...

    def in_thread(self, function: Callable[[], T]) -> Future[T]: ...


class Bridge(QObject):
    """Lives on the GUI thread; its methods are called there.

    Signals:
        crossed: something arrived from another thread; ``Crossing``.
        run_started: a run began; the tool's id.
        run_ended: a run is over; the tool's id.
    """

    crossed = Signal(object)
    run_started = Signal(object)
    run_ended = Signal(object)

    def __init__(self, runs: StartsRuns, loop: RunsElsewhere, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs = runs
        self._loop = loop
        self._followers: dict[str, _Follower] = {}
        self._calls: dict[int, _Call] = {}
        self._feeds: dict[int, _Feed] = {}
        self._numbers = itertools.count(1)
        self._is_closed = False
        self.crossed.connect(self._arrived)

    def start(
        self,
        tool_id: str,
        inputs: Mapping[str, Any],
        follower: Callable[[RunEvent], None],
        override: StepName | None = None,
        *,
        owner: QObject | None = None,
        private: str = "",
        asks: bool = False,
    ) -> str:
        """Start a run; ``follower`` gets its events until its last one, or ``drop``, or the end of ``owner``. Returns the run's id.

        ``private`` says why the inputs must stay on this machine; ``asks``, whether ``follower`` answers a ``SendAsked``.
        """
        run_id = self._runs.start(tool_id, inputs, self._from_run, override, private=private, asks=asks)
        self._followers[run_id] = _Follower(tool_id, follower, owner)
        self.run_started.emit(tool_id)
        return run_id

    def answer(self, run_id: str, consent: Consent) -> None:
        """The person's answer to a ``SendAsked``."""
        self._runs.answer(run_id, consent)

    def cancel(self, run_id: str) -> None:
        """Stop a run; its last event still arrives."""
        self._runs.cancel(run_id)

    def drop(self, run_id: str) -> None:
        """Hear no more of a run."""
        if follower := self._followers.pop(run_id, None):
            self.run_ended.emit(follower.tool_id)

    def close(self) -> None:
        """Hear no more of anything: the window is gone, and what still arrives from other threads has no one to go to."""
        self._is_closed = True
        self._followers.clear()
        self._calls.clear()
        for feed_id in list(self._feeds):
            self._end_feed(feed_id)

    @property
    def running_tools(self) -> frozenset[str]:
        """Tools with a run that is not over."""
        return frozenset(follower.tool_id for follower in self._followers.values())

    def call(
        self,
        owner: QObject,
        function: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[AppError], None],
    ) -> None:
        """Run a blocking ``function`` in the pool and hand its answer over; nothing is called once ``owner`` is gone."""
        self._expect(self._loop.in_thread(function), _Call(owner, done, failed))

    def await_(
        self,
        owner: QObject,
        coroutine: Coroutine[Any, Any, T],
        done: Callable[[T], None],
        failed: Callable[[AppError], None],
    ) -> Future[T]:
        """Run a coroutine on the loop and hand its answer over; cancel it by the future that is returned."""
        future = self._loop.submit(coroutine)
        self._expect(future, _Call(owner, done, failed))
        return future

    def follow(
        self,
        owner: QObject,
        listen: Callable[[Callable[[T], None]], Callable[[], None]],
        hear: Callable[[T], None],
    ) -> None:
        """Hear of what is told again and again on other threads, until ``owner`` is gone.

        Args:
            listen: takes the function that is to be told, and returns the one that ends it.
        """
        feed_id = next(self._numbers)
        self._feeds[feed_id] = _Feed(owner, hear, listen(lambda value: self._from_feed(feed_id, value)))

    def _expect(self, future: Future[Any], call: _Call) -> None:
        number = next(self._numbers)
        self._calls[number] = call
        future.add_done_callback(lambda over: self._answered(number, over))

    def _from_run(self, event: RunEvent) -> None:
        """Called on the loop thread."""
        if Shiboken.isValid(self):
            self.crossed.emit(Crossing(event=event))

    def _answered(self, number: int, future: Future[Any]) -> None:
        """Called on whatever thread ended the call."""
        if not Shiboken.isValid(self):
            return
        error = CancelledError() if future.cancelled() else future.exception()
        self.crossed.emit(Crossing(call_id=number, value=None if error else future.result(), error=error))

    def _from_feed(self, feed_id: int, value: Any) -> None:
        """Called on whatever thread has news."""
        if Shiboken.isValid(self):
            self.crossed.emit(Crossing(feed_id=feed_id, value=value))

    def _arrived(self, crossing: Crossing) -> None:
        if self._is_closed:
            return
        if crossing.event is not None:
            self._deliver(crossing.event)
        elif crossing.feed_id:
            self._tell(crossing.feed_id, crossing.value)
        else:
            self._hand_over(crossing)

    def _deliver(self, event: RunEvent) -> None:
        follower = self._followers.get(event.run_id)
        if follower is None:
            return
        if isinstance(event, RunFinished | RunFailed | RunCancelled):
            self.drop(event.run_id)
        if follower.owner is None or Shiboken.isValid(follower.owner):
            follower.hear(event)

    def _tell(self, feed_id: int, value: Any) -> None:
        feed = self._feeds.get(feed_id)
        if feed is None:
            return
        if Shiboken.isValid(feed.owner):
            feed.hear(value)
        else:
            self._end_feed(feed_id)

    def _end_feed(self, feed_id: int) -> None:
        self._feeds.pop(feed_id).end()

    def _hand_over(self, crossing: Crossing) -> None:
        call = self._calls.pop(crossing.call_id, None)
        if call is None or not Shiboken.isValid(call.owner):
            return
        match crossing.error:
            case None:
                call.done(crossing.value)
            case AppError() as known:
                call.failed(known)
            case CancelledError():
                _log.debug("a call was cancelled")
            case bug:
                raise bug
