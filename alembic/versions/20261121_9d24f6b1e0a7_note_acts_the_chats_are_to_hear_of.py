"""Note acts that the chats are to hear of.

Revision ID: 9d24f6b1e0a7
Revises: c41d7be2a906
Create Date: 2026-11-21 13:45:00

A table of its own, empty at first: nothing that is there is touched.
"""

import sqlalchemy as sa
from alembic import op

revision = "9d24f6b1e0a7"
down_revision = "c41d7be2a906"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "untold_acts",
        sa.Column("id", BIG_ID, sa.Identity(), nullable=False),
        sa.Column("ledger_id", BIG_ID, nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("author_id", BIG_ID, nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledgers.id"], name=op.f("fk_untold_acts_ledger_id_ledgers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_untold_acts_author_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_untold_acts")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_untold_acts_ledger_id_act", "untold_acts", ["ledger_id", "act"], unique=True)
    op.create_index("ix_untold_acts_author_id", "untold_acts", ["author_id"])


def downgrade() -> None:
    op.drop_table("untold_acts")
