"""The sentence of every error code; `locale/<language>/errors.po` translates them, a test misses none.

A sentence may name the facts of its error as `{fact}`. It tells a person what was wrong, and what helps.
"""

from __future__ import annotations

from backend.kit.errors import DomainError
from backend.kit.i18n import N_, Translator

SENTENCES = {
    # What is asked for
    "account.not_found": N_("There is no such account."),
    "category.not_found": N_("There is no such category."),
    "category.parent_not_found": N_("There is no such parent category."),
    "category.move_to_not_found": N_("There is no such category to move to."),
    "entry.not_found": N_("There is no such entry."),
    "ledger.not_found": N_("There is no such ledger."),
    "member.not_found": N_("There is no such member."),
    "invitation.not_found": N_("There is no such invitation. It may have been taken back."),
    "lesson.not_found": N_("There is no such lesson: it has been forgotten already."),
    "token.not_found": N_("There is no such token."),
    "request.no_such_page": N_("There is nothing at this address."),
    "request.method_not_allowed": N_("This address does not take this method."),
    # Who asks
    "account.email_taken": N_("There already is an account with this e-mail address."),
    "auth.required": N_("Please sign in."),
    "auth.wrong_credentials": N_("E-mail or password is wrong."),
    "auth.token_invalid": N_("This token is not valid, or no longer."),
    "auth.too_many_tries": N_("Too many tries. Please wait {minutes} minutes and try again."),
    "account.not_confirmed": N_("This is not what had to be typed. Nothing was deleted."),
    "page.form_expired": N_("This form is from another visit, so nothing was done. Please send it again."),
    "auth.cross_site": N_("This request came from another site, so it was not carried out."),
    "account.too_many_registrations": N_("Too many accounts were made from here. Please try again later."),
    "email.malformed": N_("This is not an e-mail address."),
    "token.too_many": N_("There are {most} tokens already. Please delete one first."),
    "token.expired_already": N_("The end of a token's life must lie in the future."),
    # Ledgers and categories
    "ledger.read_only": N_("You may read this ledger, not write in it."),
    "ledger.owner_only": N_("Only an owner of the ledger may do this."),
    "ledger.last_one": N_("This is the only ledger of one of its members, so it cannot be deleted."),
    "ledger.needs_owner": N_("A ledger needs an owner. Please make somebody else one first."),
    "ledger.last_member": N_("You are the only one in this ledger, so you cannot leave it."),
    "ledger.too_many_members": N_("There are {most} people in this ledger already."),
    "invitation.over": N_("This invitation has been used or is too old. Please ask for a new one."),
    "invitation.too_many": N_("There are {most} open invitations already. Please take one back first."),
    "ledger.too_many": N_("There are {most} ledgers already."),
    "ledger.currency_in_use": N_("The currency cannot change once something has been recorded."),
    "category.in_use": N_("This category is in use. Say where its contents shall move."),
    "category.too_many": N_("There are {most} categories already."),
    "category.too_deep": N_("Categories have two levels at most."),
    "category.wrong_kind": N_("That category is for the other kind: expense and income do not mix."),
    "category.name_required": N_("A category needs a name."),
    "category.move_to_itself": N_("A category cannot be moved into itself."),
    # Entries and money
    "entry.day_out_of_range": N_("The day must lie between 1900 and 2999."),
    "day.out_of_range": N_("Please name a day between 1900 and 2999."),
    "day.ahead": N_("That day is still to come."),
    "notice.decided": N_("This payment notice has been decided already."),
    "entry.none_chosen": N_("Please choose some entries first."),
    "entry.too_many_chosen": N_("Please choose at most {most} entries at once."),
    "entry.not_deleted": N_("This entry is not deleted."),
    "entry.rate_unknown": N_(
        "There is no known rate from {currency} to {into}. Give one under the ledger's rates, with the day "
        "it holds from."
    ),
    "money.currency_unknown": N_("There is no currency {currency}."),
    "money.malformed": N_("This is not an amount."),
    "money.not_positive": N_("An amount must be above zero."),
    "money.out_of_range": N_("An amount has at most {digits} digits."),
    "money.sum_too_large": N_("Together these amounts are too large to be counted."),
    "money.too_precise": N_("{currency} has at most {digits} decimals."),
    "rate.exists": N_("There is a rate from that day on already. Please delete it first."),
    "rate.known": N_("The rate from {currency} to {into} is known: the reference rate of the day counts."),
    "rate.malformed": N_("This is not a rate: a number above zero, such as 1350.5."),
    "rate.not_found": N_("There is no such rate."),
    "rate.own_currency": N_("This is the ledger's own currency: it needs no rate."),
    "rate.too_many": N_("There are {most} rates already."),
    "budget.not_found": N_("There is no such budget."),
    "budget.overlaps": N_(
        "There is a budget for this category and kind of period at that time already. Change or end it first."
    ),
    "budget.too_many": N_("There are {most} budgets already."),
    "budget.other_currency": N_("A budget is in the ledger's currency, {currency}."),
    "budget.fixed": N_("From a day on, only the amount, the rollover, the alerts and the end can change."),
    "budget.ended": N_("The budget ends before that day."),
    "report.ends_before_start": N_("A report cannot end before it starts."),
    "report.too_long": N_("A report is of at most {most} years."),
    "report.too_many_periods": N_("A trend is of 1 to {most} periods."),
    "report.span_unclear": N_("Name either both days, from and to, or a period with a day of it."),
    "budget.ends_before_start": N_("A budget cannot end before it starts."),
    "budget.alert_out_of_range": N_("Alerts are up to {most} whole percentages above zero."),
    "undo.nothing": N_("There is nothing to undo."),
    "undo.already_done": N_("This has already been undone."),
    "undo.too_old": N_("This is more than 30 days ago and cannot be undone any more."),
    "undo.changed_since": N_("It was changed since, so it cannot be undone."),
    # Telegram
    "group.not_member": N_(
        "Only members of this group's ledger can do this. One of its owners can send you an invitation."
    ),
    "group.unbound": N_("This group is not connected to a ledger yet."),
    "digest.no_chat": N_("Digests come into your chat with the bot. Please link Telegram first."),
    "link.code_wrong": N_("This code is wrong. Please check it, or get a new one."),
    "link.code_expired": N_("This code has been used or is too old. Please get a new one."),
    "link.nothing_to_confirm": N_("There is nothing to confirm. Please send the code again."),
    "link.too_many_tries": N_("Too many wrong codes. Please wait {minutes} minutes and try again."),
    "link.too_many_asked": N_("You asked for many links just now. Please wait {minutes} minutes."),
    "link.used_or_old": N_("This link has been used or is too old. Send /web to the bot for a new one."),
    "miniapp.not_telegram": N_("This was not opened by Telegram. Please open it from the bot."),
    "miniapp.stale": N_("This is from an earlier visit. Please close it and open it from the bot again."),
    "telegram.already_linked": N_("This account is already linked to a Telegram account."),
    "telegram.linked_elsewhere": N_("This Telegram account is linked to {account}. Unlink it there first."),
    "telegram.not_linked": N_("This account is not linked to Telegram."),
    "telegram.only_way_in": N_("Telegram is the only way into this account, so it cannot be unlinked."),
    "telegram.secret_wrong": N_("The webhook secret is missing or wrong."),
    # The request itself
    "cursor.invalid": N_("This cursor is not one that was given out."),
    "idempotency.key_invalid": N_("An Idempotency-Key is 1 to 64 printable characters."),
    "idempotency.key_reused": N_("This Idempotency-Key was used for another request."),
    "request.invalid": N_("The request is not valid. The errors say where."),
    "request.malformed": N_("The body cannot be read. It must be JSON in UTF-8."),
    "request.not_a_form": N_("The body must be a form: Content-Type: application/x-www-form-urlencoded."),
    "request.refused": N_("The request cannot be carried out."),
    "request.too_large": N_("The body is too large."),
    "request.wrong_type": N_("The body must be JSON: Content-Type: application/json."),
    "resource.changed": N_("It was changed since you read it. Please read it again."),
    "resource.conflict": N_("It clashes with another change made at the same moment. Please try again."),
    "service.unavailable": N_("The database does not answer. Please try again soon."),
    "service.unexpected": N_("Something went wrong on our side. It has been noted."),
    # One field of it
    "field.invalid": N_("This value is not valid."),
    "field.missing": N_("This is missing."),
    "field.unknown": N_("There is no such field."),
    "field.too_short": N_("This is too short: at least {min_length} characters."),
    "field.too_long": N_("This is too long: at most {max_length} characters."),
    "field.too_small": N_("This must be at least {ge}."),
    "field.too_large": N_("This must be at most {le}."),
    "field.not_text": N_("This must be text."),
    "field.not_number": N_("This must be a whole number."),
    "field.not_boolean": N_("This must be true or false."),
    "field.not_day": N_("This must be a day such as 2026-01-31."),
    "field.not_moment": N_("This must be a moment such as 2026-01-31T09:30:00Z."),
    "field.not_object": N_("This must be an object."),
    "field.not_one_of": N_("This must be one of: {expected}."),
    "field.not_printable": N_("This has characters that cannot be stored."),
    "field.blank": N_("This must not be blank."),
}


def say(code: str, translator: Translator, **facts: object) -> str:
    """Say what a code means; facts that are not there leave the place empty rather than fail."""
    return translator(SENTENCES.get(code, SENTENCES["request.refused"])).format_map(_Facts(facts))


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence(error: DomainError, translator: Translator) -> str:
    """Say an error to a person, in the translator's language."""
    facts: dict[str, object] = dict(error.facts)
    retry_after = getattr(error, "retry_after", None)
    if isinstance(retry_after, int):
        facts["minutes"] = max(1, -(-retry_after // 60))
    return say(error.code, translator, **facts)
