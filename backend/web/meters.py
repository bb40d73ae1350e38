"""What Prometheus is told: requests as they are answered, the road's figures as they stand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from backend.messaging.service import Measures

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Meters:
    """The meters of one application, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ["method", "route", "status"]
        self._requests = Counter("podo_http_requests", "Requests answered.", labels, registry=self.registry)
        self._seconds = Histogram(
            "podo_http_request_seconds",
            "Time from a request's first byte to the end of its answer.",
            ["method", "route"],
            registry=self.registry,
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
        )
        self._up = self._gauge("podo_database_up", "Whether the database answered this scrape.")
        self._inbox_age = self._gauge("podo_inbox_oldest_seconds", "Age of the oldest update not handled.")
        self._inbox_new = self._gauge("podo_inbox_waiting", "Updates not handled yet.")
        self._inbox_dead = self._gauge("podo_inbox_dead", "Updates set aside after their last try.")
        self._outbox_lag = self._gauge("podo_outbox_lag_seconds", "How long the oldest owed call is due.")
        self._outbox_new = self._gauge("podo_outbox_waiting", "Calls to Telegram that are owed.")
        self._outbox_dead = self._gauge("podo_outbox_dead", "Calls to Telegram that were given up.")
        self._last_poll = self._gauge(
            "podo_last_poll_timestamp_seconds", "When the bot last polled; 0: never."
        )

    def _gauge(self, name: str, meaning: str) -> Gauge:
        return Gauge(name, meaning, registry=self.registry)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def show(self, road: Measures | None) -> bytes:
        """Write everything as Prometheus reads it; None says that the database did not answer."""
        self._up.set(road is not None)
        if road is not None:
            self._inbox_age.set(road.inbox_oldest)
            self._inbox_new.set(road.inbox_new)
            self._inbox_dead.set(road.inbox_dead)
            self._outbox_lag.set(road.outbox_lag)
            self._outbox_new.set(road.outbox_new)
            self._outbox_dead.set(road.outbox_dead)
            self._last_poll.set((road.last_poll_at or NEVER).timestamp())
        return generate_latest(self.registry)
