"""What people are shown of reports."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from backend.categories.defaults import display_name
from backend.kit.money import Money
from backend.parsing.drafts import Kind
from backend.reports.rules import CategoryRow, DayRow, MemberRow, Summary, TrendPoint
from backend.web.api.entries.schemas import EntryAuthor, EntryCategory, EntryShown, show_entry
from backend.web.api.fields import Shown, ShownId
from backend.web.api.spans import PeriodShown, ShownDay, show_period

Amount = Annotated[str, Field(examples=["230000"], description="In the ledger's currency.")]
Percent = Annotated[float, Field(examples=[12.5])]


class ReportCategory(EntryCategory):
    """A category, and the one it stands under."""

    parent_id: ShownId | None


class CategorySum(Shown):
    """A category's own entries added up; its children's are in rows of their own."""

    category: ReportCategory | None
    kind: Kind
    amount: Amount
    count: int


class CategoryShare(CategorySum):
    """A category's sum, its share of all of its kind, and what it was before."""

    share_percent: Percent
    previous_amount: Amount
    change_percent: Percent | None


class DaySum(Shown):
    """A day's entries added up."""

    date: ShownDay
    income: Amount
    expense: Amount


class MemberSum(Shown):
    """What one member recorded; null is who is no more."""

    author: EntryAuthor | None
    income: Amount
    expense: Amount
    count: int


class SummaryShown(Shown):
    """A span of days summed up; excluded entries are in no figure."""

    period: PeriodShown
    income: Amount
    expense: Amount
    net: Amount
    count: int
    by_category: list[CategoryShare]
    by_day: list[DaySum]
    by_member: list[MemberSum]
    top_entries: Annotated[list[EntryShown], Field(description="The largest expenses.")]


class TrendItem(Shown):
    """One period of a trend."""

    period: PeriodShown
    income: Amount
    expense: Amount
    net: Amount
    by_category: list[CategorySum]


class TrendShown(Shown):
    """Periods summed up, oldest first."""

    items: list[TrendItem]


class Shower:
    """Shows a report in a ledger's currency, to a reader of a language."""

    def __init__(self, currency: str, language: str) -> None:
        self.currency = currency
        self.language = language

    def summary(self, summary: Summary) -> SummaryShown:
        """Show a summary."""
        return SummaryShown.model_construct(
            period=show_period(summary.period),
            income=self._plain(summary.income),
            expense=self._plain(summary.expense),
            net=self._plain(summary.income - summary.expense),
            count=summary.count,
            by_category=[self._share(row) for row in summary.by_category],
            by_day=[self._day(row) for row in summary.by_day],
            by_member=[self._member(row) for row in summary.by_member],
            top_entries=[show_entry(entry, self.language) for entry in summary.top_entries],
        )

    def trend_item(self, point: TrendPoint) -> TrendItem:
        """Show a trend's period."""
        rows = [
            CategorySum.model_construct(
                category=self._category(row), kind=row.kind, amount=self._plain(row.total), count=row.count
            )
            for row in point.by_category
        ]
        return TrendItem.model_construct(
            period=show_period(point.period),
            income=self._plain(point.income),
            expense=self._plain(point.expense),
            net=self._plain(point.income - point.expense),
            by_category=rows,
        )

    def _plain(self, minor: int) -> str:
        return Money(minor, self.currency).plain()

    def _category(self, row: CategoryRow) -> ReportCategory | None:
        if row.category is None:
            return None
        return ReportCategory.model_construct(
            id=str(row.category.id),
            key=row.category.key,
            name=display_name(row.category, self.language),
            emoji=row.category.emoji,
            parent_id=None if row.parent_id is None else str(row.parent_id),
        )

    def _share(self, row: CategoryRow) -> CategoryShare:
        return CategoryShare.model_construct(
            category=self._category(row),
            kind=row.kind,
            amount=self._plain(row.total),
            count=row.count,
            share_percent=row.share_percent,
            previous_amount=self._plain(row.previous),
            change_percent=row.change_percent,
        )

    def _day(self, row: DayRow) -> DaySum:
        return DaySum.model_construct(
            date=row.day.isoformat(), income=self._plain(row.income), expense=self._plain(row.expense)
        )

    def _member(self, row: MemberRow) -> MemberSum:
        author = None
        if row.author is not None:
            author = EntryAuthor.model_construct(id=str(row.author.id), display_name=row.author.display_name)
        return MemberSum.model_construct(
            author=author,
            income=self._plain(row.income),
            expense=self._plain(row.expense),
            count=row.count,
        )
