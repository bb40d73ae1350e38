"""The bot and the API as processes: polling, webhook, sudden death, orderly end."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from backend.db.session import Database, read_session
from backend.models import Entry
from tests.end_to_end.emulator import TOKEN, Emulator, answers, free_port, running_emulator, wait_for
from tests.end_to_end.processes import SECRET, Podo, run

pytestmark = [
    pytest.mark.skipif(shutil.which("npm") is None, reason="the emulator needs npm"),
    pytest.mark.xdist_group("end_to_end"),
]


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with running_emulator() as emulator:
        yield emulator


def settings_for(emulator: Emulator, database_url: str, **more: str) -> dict[str, str]:
    bot = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": emulator.url}
    return bot | {"DATABASE_URL": database_url} | more


async def entries(url: str) -> list[tuple[str, int]]:
    database = Database.open(url, role="tool")
    try:
        async with read_session(database) as session:
            rows = await session.execute(
                select(Entry.description, Entry.amount_minor).order_by(Entry.source_message_id)
            )
            return [(name, amount) for name, amount in rows]
    finally:
        await database.close()


def answered(emulator: Emulator, chat_id: int, count: int) -> bool:
    return len(emulator.said(chat_id)) >= count


def deliver(address: str, update: dict, headers: dict[str, str | bytes]) -> int:
    return httpx.post(address, json=update, headers=headers, trust_env=False).status_code


def spoil(url: str) -> None:
    Path(url.partition("///")[2]).write_text("not a database, but somebody's notes\n" * 100)


async def test_polling(emulator: Emulator, fresh_database_url: str, tmp_path: Path) -> None:
    emulator.say(77, "점심 8천원")  # sent while the bot was down
    settings = settings_for(emulator, fresh_database_url, PUBLIC_URL="https://podo.test")
    with Podo(tmp_path, "bot", **settings) as bot:
        await asyncio.to_thread(wait_for, lambda: answered(emulator, 77, 1), 20, "answer")
        assert "8,000원" in emulator.said(77)[0]["text"]
        emulator.say(77, "커피 4500")
        await asyncio.to_thread(wait_for, lambda: answered(emulator, 77, 2), 5, "second answer")
        code, seconds = await asyncio.to_thread(bot.stop)
    assert (code, seconds < 10) == (0, True)
    assert await entries(fresh_database_url) == [("점심", 8000), ("커피", 4500)]
    commands = emulator.calls("setMyCommands")
    assert {call["params"].get("language_code", "") for call in commands} == {"ko", "en", ""}
    assert ["https://podo.test/app" in str(one) for one in emulator.calls("setChatMenuButton")] == [True]
    assert all(call["params"]["drop_pending_updates"] == "false" for call in emulator.calls("deleteWebhook"))


async def test_commands_are_told_once(emulator: Emulator, fresh_database_url: str, tmp_path: Path) -> None:
    for starts in (1, 2):
        with Podo(tmp_path, "bot", **settings_for(emulator, fresh_database_url)) as bot:
            await asyncio.to_thread(
                wait_for, lambda n=starts: len(emulator.calls("getUpdates")) >= n, 20, "poll"
            )
            await asyncio.sleep(1)
            await asyncio.to_thread(bot.stop)
    assert len(emulator.calls("setMyCommands")) == 6


async def test_webhook_through_the_api(emulator: Emulator, fresh_database_url: str, tmp_path: Path) -> None:
    port = free_port()
    public = f"http://127.0.0.1:{port}"
    settings = settings_for(
        emulator,
        fresh_database_url,
        TELEGRAM_MODE="webhook",
        TELEGRAM_WEBHOOK_SECRET=SECRET,
        PUBLIC_URL=public,
    )
    address = f"{public}/api/v1/telegram/webhook"
    with (
        Podo(tmp_path, "serve", "--port", str(port), **settings) as api,
        Podo(tmp_path, "bot", **settings) as bot,
    ):
        await asyncio.to_thread(wait_for, lambda: emulator.calls("setWebhook"), 20, "webhook")
        await asyncio.to_thread(wait_for, lambda: answers(f"{public}/healthz"), 20, "API")
        update = emulator.say(78, "점심 8천원")
        await asyncio.to_thread(wait_for, lambda: answered(emulator, 78, 1), 10, "answer")
        header = "X-Telegram-Bot-Api-Secret-Token"
        assert await asyncio.to_thread(deliver, address, update, {header: SECRET}) == 200
        for wrong in ({}, {header: "wrong"}, {header: "ключ".encode()}, {header: ""}):
            forged = emulator.message(78, "택시 9천원")
            assert await asyncio.to_thread(deliver, address, forged, wrong) in {401, 403}
        emulator.say(78, "커피 4500")
        await asyncio.to_thread(wait_for, lambda: answered(emulator, 78, 2), 10, "second answer")
        for process in (api, bot):
            code, seconds = await asyncio.to_thread(process.stop)
            assert (code, seconds < 10) == (0, True)
    assert await entries(fresh_database_url) == [("점심", 8000), ("커피", 4500)]


async def test_killed_in_the_middle(emulator: Emulator, fresh_database_url: str, tmp_path: Path) -> None:
    settings = settings_for(emulator, fresh_database_url)
    emulator.fail("sendMessage", 500, times=2)
    emulator.fail("sendMessage", 429, retry_after=1)
    sent = [(f"점심{number}", 1000 + number) for number in range(20)]
    for number, (name, amount) in enumerate(sent):
        emulator.say(80 + number % 4, f"{name} {amount}원")
    for life in (1.6, 2.0, 2.4):
        with Podo(tmp_path, "bot", **settings) as bot:
            await asyncio.sleep(life)
            bot.kill()
    with Podo(tmp_path, "bot", **settings):
        for chat in range(80, 84):
            await asyncio.to_thread(wait_for, lambda chat=chat: answered(emulator, chat, 5), 25, "answers")
    found = await entries(fresh_database_url)
    assert sorted(amount for _, amount in found) == sorted(amount for _, amount in sent)


async def test_a_second_bot_stands_by_and_takes_over(
    emulator: Emulator, fresh_database_url: str, dialect: str, tmp_path: Path
) -> None:
    if dialect == "sqlite":
        return  # one household, one bot: there Telegram's own 409 keeps two apart
    settings = settings_for(emulator, fresh_database_url)
    with Podo(tmp_path, "bot", **settings) as first:
        await asyncio.to_thread(wait_for, lambda: emulator.calls("getUpdates"), 20, "poll")
        with Podo(tmp_path, "bot", **settings) as second:
            await asyncio.to_thread(
                wait_for, lambda: "polling_stands_by" in second.log.read_text(), 20, "stand-by"
            )
            first.kill()
            emulator.say(95, "점심 8천원")
            await asyncio.to_thread(wait_for, lambda: answered(emulator, 95, 1), 10, "answer")


async def test_up_is_both_and_ends_in_peace(
    emulator: Emulator, fresh_database_url: str, tmp_path: Path
) -> None:
    port = free_port()
    settings = settings_for(emulator, fresh_database_url)
    with Podo(tmp_path, "up", "--port", str(port), **settings) as both:
        emulator.say(90, "점심 8천원")
        await asyncio.to_thread(wait_for, lambda: answered(emulator, 90, 1), 20, "answer")
        await asyncio.to_thread(wait_for, lambda: answers(f"http://127.0.0.1:{port}/healthz"), 20, "API")
        code, seconds = await asyncio.to_thread(both.stop)
    assert (code, seconds < 10) == (0, True)


async def test_telegram_away_at_the_start(fresh_database_url: str, tmp_path: Path) -> None:
    settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": f"http://127.0.0.1:{free_port()}"}
    with Podo(tmp_path, "bot", DATABASE_URL=fresh_database_url, **settings) as bot:
        await asyncio.sleep(4)
        assert bot.process.poll() is None
        code, seconds = await asyncio.to_thread(bot.stop)
    assert (code, seconds < 10) == (0, True)
    assert TOKEN not in bot.log.read_text()


async def test_a_refused_database_is_a_sentence_before_any_call(
    emulator: Emulator, empty_database_url: str, dialect: str, tmp_path: Path
) -> None:
    if dialect == "sqlite":
        spoil(empty_database_url)
    for command in ("bot", "serve", "up"):
        extra = () if command == "bot" else ("--port", str(free_port()))
        done = await asyncio.to_thread(
            run, tmp_path, command, *extra, **settings_for(emulator, empty_database_url)
        )
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        if dialect == "postgres":
            assert "podo db upgrade" in done.stderr
    assert emulator.calls() == []


async def test_no_token_is_said_in_one_line(fresh_database_url: str, tmp_path: Path) -> None:
    done = await asyncio.to_thread(run, tmp_path, "bot", DATABASE_URL=fresh_database_url)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    with Podo(tmp_path, "up", "--port", str(free_port()), DATABASE_URL=fresh_database_url) as both:
        await asyncio.to_thread(wait_for, lambda: "podo chat" in both.log.read_text(), 20, "hint")
        code, _ = await asyncio.to_thread(both.stop)
    assert code == 0


async def test_the_terminal_is_a_chat_too(fresh_database_url: str, tmp_path: Path) -> None:
    typed = "점심 8천원\n:3\n/edit 1 저녁 9천원\n/reply 2 커피\n:77\n/edit x\n안녕\n/quit\nnever"
    done = await asyncio.to_thread(run, tmp_path, "chat", stdin=typed, DATABASE_URL=fresh_database_url)
    assert (done.returncode, done.stderr) == (0, "")
    assert "8,000원" in done.stdout
    assert "There is no button [77]" in done.stdout
    assert "never" not in done.stdout


async def test_users_and_jobs_by_hand(fresh_database_url: str, tmp_path: Path) -> None:
    async def podo(*words: str, stdin: str = ""):
        return await asyncio.to_thread(run, tmp_path, *words, stdin=stdin, DATABASE_URL=fresh_database_url)

    create = ("user", "create", "--email", "jimin@example.com", "--password-stdin")
    assert (await podo(*create, stdin="short\n")).returncode == 1
    assert (await podo(*create, stdin="correct horse battery\n")).returncode == 0
    again = await podo(*create, stdin="correct horse battery\n")
    assert (again.returncode, len(again.stderr.splitlines())) == (1, 1)
    assert (await podo("job", "run", "purge")).stdout == "purge: 0 dealt with\n"
    assert (await podo("job", "run", "nothing")).returncode == 1


def test_score_by_the_command(tmp_path: Path) -> None:
    case = '{"id": "a", "text": "점심 8천원", "now": "2026-11-21T12:00", "currency": "KRW"}\n'
    done = run(tmp_path, "parse", "--jsonl", stdin=case)
    assert done.stdout.startswith('{"id": "a", "entries": [{"kind": "expense", "amount": "8000"')
    broken = run(tmp_path, "parse", "--jsonl", stdin="{")
    assert (broken.returncode, len(broken.stderr.splitlines())) == (1, 1)
    assert run(tmp_path, "parse", "x", "--now", "soon").returncode == 1
    assert run(tmp_path, "parse", "x", "--currency", "XXY").returncode == 1
