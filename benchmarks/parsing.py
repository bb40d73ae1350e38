"""Time the parser: a message, a list, growth with length, hostile input. `python -m benchmarks.parsing`."""

# ruff: noqa: E501 - hostile pieces read better in one row

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

NOW = datetime(2026, 11, 21, 19, 30, tzinfo=ZoneInfo("Asia/Seoul"))
MESSAGES = (
    "커피 4500", "어제 택시 12,000원", "점심 김치찌개 8천원", "국밥 팔천원", "월급 350만원 들어옴", "lunch 12.50",
    "스벅 아아 4,500원 신한카드로", "11/18 이마트 장보기 5만 6천 7백원", "어제 김밥 4천원 그리고 라면 4,500원",
    "spent 45 on groceries at trader joes last friday", "오늘 점심 뭐 먹지", "머그컵 각 5천원씩 3개",
)  # fmt: skip
HOSTILE = (
    "1", "1,", "만", "1만 ", "가", "a", "(", "[", "1/", "1:", "-1", "일이삼", "천 ", "1x", "1+", "원", "었", "서 ", ".", " ",
    "\n", "1\n", "*", "1*", "₩", "of ", "one ", "a b ", "나 ", "11/1 ", "@", "가*나 ", "승인 ", "승인 1,000원 ", "[Web발신]\n",
    "은행 ", "1-1-", "월", "1월", "3일 ", "오늘", "카드 ", "누적1원", "잔액", "커피 4500 ", "커피4500", "$1 ", "→ 통장", "a 1 ", "🍕",
    "가a1", "KB국민카드(", "1개", "2 coffees ", "\u1100", "ﷺ",
)  # fmt: skip


def _best(work: Callable[[], object], repeat: int) -> list[float]:
    times = []
    for _ in range(repeat):
        # Processor time: a busy machine does not make the parser slower.
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return times


def main() -> None:
    began = time.perf_counter()
    from backend.parsing import read  # noqa: PLC0415 - the import is what is timed

    imported = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    for message in MESSAGES:
        read(message, NOW, "KRW")
    warmed = time.perf_counter() - began
    print(f"import {imported * 1000:.0f} ms, word lists and patterns {warmed * 1000:.0f} ms")
    print(
        f"memory of the process {memory / 1024:.0f} MB after import, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB warm"
    )

    texts = list(MESSAGES)
    for name in sys.argv[1:]:
        texts += [
            json.loads(line)["text"]
            for line in Path(name).read_text(encoding="utf-8").splitlines()
            if line.strip()
        ]
    one_line = [text for text in texts if "\n" not in text and len(text) <= 80]
    times = sorted(min(_best(lambda text=text: read(text, NOW, "KRW"), 5)) for text in one_line)
    print(
        f"one line ({len(times)} messages): median {statistics.median(times) * 1e6:.0f} µs, "
        f"p99 {times[int(len(times) * 0.99)] * 1e6:.0f} µs, {1 / statistics.mean(times):.0f} messages a second"
    )

    previous = 0.0
    for lines in (25, 50, 100, 200):
        text = "\n".join(MESSAGES[index % 4] for index in range(lines))
        best = min(_best(lambda text=text: read(text, NOW, "KRW"), 5))
        print(
            f"{lines:4} lines, {len(text):5} characters: {best * 1000:6.2f} ms"
            + (f", x{best / previous:.2f}" if previous else "")
        )
        previous = best
    previous = 0.0
    for size in (512, 1024, 2048, 4096):
        text = ("커피 4500원 그리고 어제 택시 12,000원, " * 200)[:size]
        best = min(_best(lambda text=text: read(text, NOW, "KRW"), 5))
        print(
            f"one line of {size:5} characters: {best * 1000:6.2f} ms"
            + (f", x{best / previous:.2f}" if previous else "")
        )
        previous = best

    worst: list[tuple[float, str]] = []
    for piece in HOSTILE:
        for text in (
            (piece * 4096)[:4096],
            ("커피 4500 " + piece * 4096)[:4096],
            (piece * 4096)[:4080] + " 4500원 커피",
        ):
            seconds = min(_best(lambda text=text: read(text, NOW, "KRW"), 2))
            worst.append((seconds, piece))
    worst.sort(reverse=True)
    print(
        "worst of 4,096 hostile characters: "
        + ", ".join(f"{piece!r} {seconds * 1000:.1f} ms" for seconds, piece in worst[:8])
    )


if __name__ == "__main__":
    main()
