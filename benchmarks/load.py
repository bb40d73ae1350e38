"""A light HTTP/1.1 client, so that on two cores the server is what is measured."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """What one kind of request came to."""

    requests: int
    seconds: float
    p50: float
    p95: float
    p99: float

    @property
    def rate(self) -> float:
        """Requests answered per second."""
        return self.requests / self.seconds


class Connection:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.head = b""

    async def open(self) -> None:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)

    async def send(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Send a request and wait for its answer."""
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
        named = {"Content-Type": "application/json", **(headers or {})}
        lines += [f"{name}: {value}" for name, value in named.items()]
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = self.head = await self._reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        return int(head[9:12]), await self._reader.readexactly(length)

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


async def measure(
    port: int,
    method: str,
    path: str,
    *,
    clients: int,
    requests: int,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    expected: int = 200,
) -> Load:
    """Send so many requests from so many clients, each waiting for its answer before the next."""
    times: list[float] = []
    left = iter(range(requests))

    async def client() -> None:
        connection = Connection(port)
        await connection.open()
        for _ in left:
            began = time.perf_counter()
            status, answer = await connection.send(method, path, body, headers)
            times.append(time.perf_counter() - began)
            if status != expected:
                raise AssertionError(f"{method} {path}: {status} {answer[:300]!r}")
        connection.close()

    began = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    seconds = time.perf_counter() - began
    times.sort()
    return Load(
        len(times),
        seconds,
        *(times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95, 0.99)),
    )
