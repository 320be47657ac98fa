"""Users who ask for a page every five seconds, for minutes, from the same machine as the server."""

from __future__ import annotations

import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import httpx

EVERY = 5.0  # seconds between two requests of one user


@dataclass(frozen=True, slots=True)
class Page:
    """One request: which kind of page, and its address."""

    kind: str
    path: str


@dataclass
class Taken:
    """What came back, by kind: seconds of each answer, and how many were no answer."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    wall: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, seconds: float, *, failed: bool) -> None:
        """One answer."""
        with self.lock:
            self.seconds[kind].append(seconds)
            self.errors[kind] += failed

    def table(self) -> list[dict[str, object]]:
        """A row a kind: how many, errors, median, p95 and the longest in milliseconds."""
        return [
            {
                "kind": kind,
                "requests": len(times),
                "errors": self.errors[kind],
                "median_ms": round(percentile(times, 0.5) * 1000, 1),
                "p95_ms": round(percentile(times, 0.95) * 1000, 1),
                "longest_ms": round(max(times) * 1000, 1),
            }
            for kind, times in sorted(self.seconds.items())
        ]


def percentile(times: Sequence[float], share: float) -> float:
    """The value that this share of the times does not exceed (nearest rank)."""
    ordered = sorted(times)
    return ordered[max(0, min(len(ordered) - 1, -(-int(len(ordered) * share * 1000) // 1000) - 1))]


def press(base: str, pages: Sequence[Page], *, users: int, minutes: float, role: str, seed: int = 1) -> Taken:
    """Let users walk through pages in an order of their own; the demo signs them in with one click."""
    taken = Taken()
    begun = time.monotonic()
    until = begun + minutes * 60
    threads = [
        threading.Thread(
            target=_walk, args=(base, _shuffled(pages, random.Random(seed * 1000 + number)), taken, until, role)
        )
        for number in range(users)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken.wall = time.monotonic() - begun
    return taken


def _walk(base: str, pages: Iterator[Page], taken: Taken, until: float, role: str) -> None:
    with httpx.Client(base_url=base, timeout=30, follow_redirects=False, trust_env=False) as client:
        sign_in(client, role)
        # Not all at once: a click every few hundredths of a second, as from an office in the morning.
        time.sleep(random.random() * EVERY)
        for page in pages:
            if time.monotonic() >= until:
                return
            begun = time.perf_counter()
            failed = True
            try:
                failed = not _answered(client.get(page.path))
            except httpx.HTTPError:
                failed = True
            seconds = time.perf_counter() - begun
            taken.note(page.kind, seconds, failed=failed)
            time.sleep(max(0.0, EVERY - seconds))


def _answered(answer: httpx.Response) -> bool:
    """A page, or straight to the one person that a number means."""
    return answer.status_code == 200 or (answer.status_code == 302 and answer.headers["location"].startswith("/nguoi/"))


def sign_in(client: httpx.Client, role: str) -> None:
    """The demo's one click."""
    client.get("/dang-nhap/")
    token = client.cookies["csrftoken"]
    answer = client.post("/dang-nhap/vai/", data={"role": role, "csrfmiddlewaretoken": token})
    if answer.status_code != 302 or "sessionid" not in client.cookies:
        raise RuntimeError(f"the demo did not sign in {role}: {answer.status_code}")


def _shuffled(pages: Sequence[Page], dice: random.Random) -> Iterator[Page]:
    by_kind: Mapping[str, list[Page]] = defaultdict(list)
    for page in pages:
        by_kind[page.kind].append(page)
    kinds = sorted(by_kind)
    while True:
        yield dice.choice(by_kind[dice.choice(kinds)])
