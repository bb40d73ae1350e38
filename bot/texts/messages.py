"""What the bot says besides receipts."""

from __future__ import annotations

import re
from html import escape

from backend.kit.i18n import Translator
from backend.parsing.categories import score_of
from backend.parsing.drafts import Kind, Why

ECHOED = 24
"""Characters of a person's own words that fit into an example made of them."""

THANKS = {
    *("고마워", "고마워요", "고맙습니다", "감사", "감사해요", "감사합니다", "땡큐", "ㄱㅅ"),
    *("thanks", "thx", "ty", "thank you", "thanks a lot"),
}
TAKE_BACK = {
    *("취소", "취소해", "취소해줘", "삭제", "삭제해", "삭제해줘", "지워", "지워줘", "되돌려", "되돌려줘"),
    *("되돌리기", "방금 취소", "방금 거 취소", "undo", "cancel", "delete"),
    *("undo that", "cancel that", "delete that", "remove that"),
}
PAYDAY = re.compile(r"(내 )?(월급날|급여일|월급일)|(my )?payday\b")
"""How a word about the day of the salary begins; with an amount it were an entry."""
GREETINGS = {
    "안녕",
    "안녕하세요",
    "하이",
    "ㅎㅇ",
    "반가워",
    "hi",
    "hello",
    "hey",
    "good morning",
    "좋은 아침",
}
NEEDS_NO_EXAMPLE = {Why.QUESTION, Why.PLAN, Why.NOT_A_PAYMENT, Why.TOO_LONG}


def welcome(t: Translator, *, is_new: bool) -> str:
    """Greet, and show in three examples how to write."""
    greeting = (
        t("👋 Hello! I am Podo, your household ledger. Just write what you spent, as you would say it:")
        if is_new
        else t("👋 Good to see you again. Write what you spent, as you would say it:")
    )
    return "\n".join(
        [
            greeting,
            "",
            t("• <code>lunch 12.50</code>"),
            t("• <code>yesterday taxi 18, coffee 4.50</code>"),
            t("• <code>salary 3200</code>"),
            "",
            t("I sort it, add it up and tell you what you have spent. /help shows more."),
        ]
    )


def help_text(t: Translator) -> str:
    """Say all that can be done by writing."""
    return "\n".join(
        [
            t("<b>Record</b>: <code>lunch 12.50</code> · several in one message, by commas or lines."),
            t("<b>Another day</b>: <code>yesterday taxi 18</code> · <code>11/3 rent 900</code>"),
            t("<b>Income</b>: <code>salary 3200</code>"),
            t("<b>Correct</b>: edit your message, and the entry follows. Or reply to my receipt with an "
              "amount, a day, a category or <code>delete</code>."),
            t("<b>Take back</b>: the ↩️ button or /undo, for 30 days. If you delete your message, Telegram "
              "does not tell me: use the button."),
            t("<b>Learn</b>: choose another category, and I file these words there from now on. /why tells "
              "what decided, and lets me forget it."),
            t("<b>Budgets</b>: <code>food budget 400</code> or <code>total budget 2000</code> sets one, "
              "/budget shows what is left and changes them, /today what you can spend today."),
            t("<b>Look</b>: /recent · /report · <code>/report october</code> · <code>/report week</code> · "
              "<code>/search starbucks</code>"),
            t("<b>Ask</b>: <code>how much did I spend this month?</code> · "
              "<code>how much is left for food?</code>"),
            t("<b>On the web</b>: /web opens the pages, signed in. With an account there already: ask it for "
              "a code, and send me /link and the code. What you recorded here moves along."),
            t("<b>Together</b>: /invite gives you a link that lets somebody into your ledger, /members shows "
              "who is in it."),
            t("<b>In a group</b>: add me and send /bind; everybody in the ledger can write there."),
            t("<b>By itself</b>: pin the card of /today, and I keep it up to date; /settings sends you a "
              "weekly or monthly digest."),
            t("/language switches between Korean and English, /timezone sets where you are."),
        ]
    )  # fmt: skip


def not_recorded(text: str, why: Why | None, t: Translator) -> str:
    """Say why a text gave no entry and what to write instead."""
    words = " ".join(text.split())
    if why is Why.AMOUNT_UNCLEAR and words and not any(char.isalpha() for char in words):
        return t("What was it for? Write it with the amount: <code>coffee {amount}</code>",
                 amount=escape(words[:ECHOED]))  # fmt: skip
    plain = words.casefold().rstrip("!?.~ ")
    if plain in GREETINGS:
        return t("Hello! Write what you spent, and I record it. For example: <code>lunch 12.50</code>")
    if plain in THANKS:
        return t("You are welcome!")
    if plain in TAKE_BACK:
        return t("/undo takes back your last change. To change or delete one entry, reply to its receipt, "
                 "for example with <code>delete</code>.")  # fmt: skip
    if PAYDAY.match(plain):
        return t("On which day your months begin is settled on the web, under Settings › Ledger; /web "
                 "opens it. A salary is recorded like this: <code>salary 3200</code>")  # fmt: skip
    told = {
        Why.AMOUNT_ZERO: t("An amount has to be more than zero, so I recorded nothing."),
        Why.AMOUNT_OUT_OF_RANGE: t("That amount is too large to be true, so I recorded nothing."),
        Why.AMOUNT_UNCLEAR: t(
            "I am not sure how much that is in which money, so I recorded nothing. "
            "Write the amount with its unit."
        ),
        Why.NOT_MONEY: t("I see a number there, but no money, so I recorded nothing."),
        Why.QUESTION: t(
            "That sounds like a question, so I recorded nothing. /recent shows the last entries, "
            "/help what I can do."
        ),
        Why.PLAN: t("That sounds like a plan, so I recorded nothing. Write it once it is paid."),
        Why.NOT_A_PAYMENT: t("I see no payment in this notice, so I recorded nothing."),
        Why.TOO_LONG: t("That is more than I can read at once. Send it in parts of up to 4,096 characters."),
    }
    no_amount = t("How much was it? I found no amount, so I recorded nothing.")
    answer = told.get(why, no_amount) if why else no_amount
    example = t("For example: <code>{words} 12.50</code>", words=escape(_example(words, t)))
    return answer if why in NEEDS_NO_EXAMPLE else f"{answer} {example}"


def _example(words: str, t: Translator) -> str:
    """Take the person's own words where they are known to be something one buys."""
    is_short = 0 < len(words) <= ECHOED and not any(char.isdigit() for char in words)
    return words if is_short and score_of(words, Kind.EXPENSE)[0] > 0 else t("lunch")


def amendment_unclear(t: Translator) -> str:
    """Say what a reply to a receipt may be."""
    return t(
        "I did not understand what to change. Reply with an amount (<code>9.50</code>), a day "
        "(<code>yesterday</code>), a category (<code>transport</code>), <code>description noodles</code> or "
        "<code>delete</code>."
    )


def nothing_to_amend(t: Translator) -> str:
    """Say that what a receipt showed is deleted."""
    return t("What this receipt shows was deleted, so there is nothing to change. ↩️ or /undo brings it back.")


def which_entry(t: Translator) -> str:
    """Ask which entry of several is meant."""
    return t(
        "That receipt has several entries. Begin with its number: <code>2 9.50</code>, <code>1 delete</code>"
    )


def edited_without_amount(t: Translator) -> str:
    """Say that an edit took the amount away and what stays."""
    return t(
        "Your edited message holds no amount any more, so I left what was recorded. "
        "To take it back, press ↩️ or 🗑 on the receipt."
    )


def edited_after_delete(t: Translator) -> str:
    """Say that an edit does not bring back what was deleted."""
    return t("What this message recorded was deleted, so I left it so. Write it anew if you want it back.")


def nothing_to_correct(t: Translator) -> str:
    """Say that an edit changed no entry."""
    return t("Your edit changes nothing that is recorded.")


def only_text(t: Translator) -> str:
    """Say that pictures and voices are not read."""
    return t("I read text only. Write it to me, for example: <code>lunch 12.50</code>")


def unknown_command(t: Translator) -> str:
    """Say which commands there are."""
    return t("I do not know that command. /help shows what I can do.")


def link_how(t: Translator) -> str:
    """Say how to come by a code."""
    return t(
        "To link this chat to your web account, sign in there, ask for a code, and send it to me: "
        "<code>/link ABCD2345</code>"
    )


def link_proposal(account: str, ledger: str, entries: int, t: Translator) -> str:
    """Ask whether to link."""
    lines = [t("Link this chat to <b>{account}</b>?", account=escape(account))]
    if entries:
        lines.append(
            t.plural(
                "The {count} entry recorded here moves along: into “{ledger}”, or as a ledger of its own.",
                "The {count} entries recorded here move along: into “{ledger}”, or as a ledger of their own.",
                entries,
                ledger=escape(ledger),
            )
        )
    lines.append(t("Only go on if this is your own account."))
    return "\n".join(lines)


def linked(account: str, ledger: str, moved: int, t: Translator) -> str:
    """Say that it is linked and where entries go now."""
    lines = [
        t("🔗 Linked to <b>{account}</b>.", account=escape(account)),
        t("What you write here goes to “{ledger}”.", ledger=escape(ledger)),
    ]
    if moved:
        lines.append(t.plural("{count} entry moved along.", "{count} entries moved along.", moved))
    return "\n".join(lines)


def link_cancelled(t: Translator) -> str:
    """Say that nothing was linked."""
    return t("Not linked. The code stays good until it expires.")


def unlink_question(account: str, t: Translator) -> str:
    """Ask whether to unlink."""
    return t(
        "Part this chat from <b>{account}</b>? All entries stay in that account; what you write here "
        "afterwards starts a ledger of its own.",
        account=escape(account),
    )


def not_linked(t: Translator) -> str:
    """Say that there is nothing to part."""
    return t("This chat is not linked to a web account, so there is nothing to unlink. /link links it.")


def unlinked(t: Translator) -> str:
    """Say that it is unlinked."""
    return t("Unlinked. Your entries are safe in your web account.")


def only_in_private(t: Translator) -> str:
    """Say that this is for the private chat."""
    return t("For your safety this works only in our private chat.")


def language_question(t: Translator) -> str:
    """Ask for a language."""
    return t("Which language shall I speak?")


def language_set(t: Translator) -> str:
    """Say that the language is set."""
    return t("I speak English now.")


def ledger_question(current: str, t: Translator) -> str:
    """Ask which ledger the chat shall write in."""
    return t("This chat writes in “{ledger}”. Which one shall it be?", ledger=escape(current))


def ledger_chosen(name: str, t: Translator) -> str:
    """Say where the chat writes now."""
    return t("📒 This chat writes in “{ledger}” now.", ledger=escape(name))


def group_hello(t: Translator) -> str:
    """Say in a group what is needed first."""
    return t(
        "👋 I am Podo, a household ledger. Somebody who has a ledger with me sends /bind here; then every "
        "member of that ledger can write what was spent, and I answer with 👌."
    )


def group_needs_ledger(t: Translator) -> str:
    """Say that whoever binds a group needs a ledger."""
    return t(
        "Write to me in our private chat first, then send /bind here: it binds this group to your ledger."
    )


def group_which_ledger(t: Translator) -> str:
    """Ask which ledger a group shall write in."""
    return t("Which ledger shall this group write in?")


def bind_in_group(t: Translator) -> str:
    """Say where binding belongs."""
    return t("Add me to a group and send /bind there. Here, /ledger chooses where you write.")


def only_ledger(name: str, t: Translator) -> str:
    """Say that there is nothing to choose."""
    return t("You have one ledger, “{ledger}”, and this chat writes in it.", ledger=escape(name))


def group_bound(name: str, t: Translator) -> str:
    """Say which ledger a group is bound to."""
    return t("📒 This group writes in “{ledger}” now. I answer with 👌 when something is recorded.",
             ledger=escape(name))  # fmt: skip


def already_closed(t: Translator) -> str:
    """Say that a button does nothing any more."""
    return t("This button no longer works. Please use the newest message.")
