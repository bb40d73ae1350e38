"""Tell who came into a ledger.

Revision ID: f6c2a1d84e39
Revises: e5b1f0c93d27
Create Date: 2026-11-21 15:00:00

A column with a constant default: no row is rewritten, and what runs still writes rows without it.
"""

import sqlalchemy as sa
from alembic import op

revision = "f6c2a1d84e39"
down_revision = "e5b1f0c93d27"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "untold_acts", sa.Column("joined", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    # A program of before would take them for acts on entries.
    op.execute("DELETE FROM untold_acts WHERE joined")
    op.drop_column("untold_acts", "joined")
