"""Give users a link code, and chats the one they are asked to confirm.

Revision ID: b308aef03164
Revises: 7ae3b3dc3a32
Create Date: 2026-11-21 10:10:00

Nullable columns without a default: on Postgres no row is rewritten, on SQLite no table is made anew. The
unique index is built on a column that is still empty, so it need not be built concurrently.
"""

import sqlalchemy as sa
from alembic import op

revision = "b308aef03164"
down_revision = "7ae3b3dc3a32"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("users", sa.Column("telegram_link_code", sa.String(64), nullable=True))
    op.add_column("users", sa.Column("telegram_link_code_expires_at", MOMENT, nullable=True))
    op.create_index("uq_users_telegram_link_code", "users", ["telegram_link_code"], unique=True)
    op.add_column("chats", sa.Column("pending_link_code", sa.String(64), nullable=True))


def downgrade() -> None:
    op.drop_column("chats", "pending_link_code")
    op.drop_index("uq_users_telegram_link_code", table_name="users")
    op.drop_column("users", "telegram_link_code_expires_at")
    op.drop_column("users", "telegram_link_code")
