"""Give ledgers budgets, rates of their own, and days on which nothing was spent.

Revision ID: c41d7be2a906
Revises: 0c89c519a4d5
Create Date: 2026-11-21 10:52:00

Five new tables, which nothing that runs reads yet: no row is rewritten, nobody waits for a lock.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "c41d7be2a906"
down_revision = "0c89c519a4d5"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "budget_history",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("ledger_id", BIG_ID, nullable=False),
        sa.Column("budget_id", BIG_ID, nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("before", JSON, nullable=True),
        sa.Column("author_id", BIG_ID, nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "action IN ('created', 'edited', 'deleted')", name=op.f("ck_budget_history_action")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_budget_history_author_id_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["ledger_id"],
            ["ledgers.id"],
            name=op.f("fk_budget_history_ledger_id_ledgers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_history")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_budget_history_author_id", "budget_history", ["author_id"])
    op.create_index("ix_budget_history_ledger_id_act", "budget_history", ["ledger_id", "act"])
    op.create_index(
        "ix_budget_history_ledger_id_budget_id_id", "budget_history", ["ledger_id", "budget_id", "id"]
    )
    op.create_table(
        "manual_rates",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("ledger_id", BIG_ID, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rate", sa.String(length=32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_manual_rates_currency_length")),
        sa.CheckConstraint("length(rate) <= 32", name=op.f("ck_manual_rates_rate_length")),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledgers.id"], name=op.f("fk_manual_rates_ledger_id_ledgers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manual_rates")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_manual_rates_ledger_id_currency_day",
        "manual_rates",
        ["ledger_id", "currency", "day"],
        unique=True,
    )
    op.create_table(
        "quiet_days",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("ledger_id", BIG_ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledgers.id"], name=op.f("fk_quiet_days_ledger_id_ledgers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiet_days")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_quiet_days_ledger_id_day", "quiet_days", ["ledger_id", "day"], unique=True)
    op.create_table(
        "budgets",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("ledger_id", BIG_ID, nullable=False),
        sa.Column("category_id", BIG_ID, nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("rollover", sa.String(length=8), nullable=False),
        sa.Column("alert_at", JSON, nullable=False),
        sa.Column("chain", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "period IN ('monthly', 'weekly', 'yearly', 'daily')", name=op.f("ck_budgets_period")
        ),
        sa.CheckConstraint("rollover IN ('none', 'surplus', 'balance')", name=op.f("ck_budgets_rollover")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_budgets_amount_positive")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_budgets_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["ledger_id", "category_id"],
            ["categories.ledger_id", "categories.id"],
            name=op.f("fk_budgets_ledger_id_category_id_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledgers.id"], name=op.f("fk_budgets_ledger_id_ledgers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budgets")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_budgets_ledger_id_category_id", "budgets", ["ledger_id", "category_id"])
    op.create_index("uq_budgets_ledger_id_id", "budgets", ["ledger_id", "id"], unique=True)
    op.create_table(
        "budget_alerts",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("ledger_id", BIG_ID, nullable=False),
        sa.Column("budget_id", BIG_ID, nullable=False),
        sa.Column("threshold", sa.SmallInteger(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("reached_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["ledger_id", "budget_id"],
            ["budgets.ledger_id", "budgets.id"],
            name=op.f("fk_budget_alerts_ledger_id_budget_id_budgets"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledgers.id"], name=op.f("fk_budget_alerts_ledger_id_ledgers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_alerts")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_budget_alerts_ledger_id_budget_id_threshold_period_start",
        "budget_alerts",
        ["ledger_id", "budget_id", "threshold", "period_start"],
        unique=True,
    )


def downgrade() -> None:
    op.drop_table("budget_alerts")
    op.drop_table("budgets")
    op.drop_table("quiet_days")
    op.drop_table("manual_rates")
    op.drop_table("budget_history")
