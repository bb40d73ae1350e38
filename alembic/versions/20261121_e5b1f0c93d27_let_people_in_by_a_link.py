"""Let people in by a link.

Revision ID: e5b1f0c93d27
Revises: d52e6a90c3b1
Create Date: 2026-11-21 13:30:00

Two new tables, which nothing that runs reads yet, and a column with a constant default: no row is rewritten.
"""

import sqlalchemy as sa
from alembic import op

revision = "e5b1f0c93d27"
down_revision = "d52e6a90c3b1"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "sign_in_links",
        sa.Column("user_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_sign_in_links_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_sign_in_links")),
    )
    op.create_index("uq_sign_in_links_digest", "sign_in_links", ["digest"], unique=True)
    op.create_index("ix_sign_in_links_expires_at", "sign_in_links", ["expires_at"])
    op.create_table(
        "invitations",
        sa.Column("id", BIG_ID, sa.Identity(always=False), nullable=False),
        sa.Column("ledger_id", BIG_ID, nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_by", BIG_ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("accepted_by", BIG_ID, nullable=True),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.CheckConstraint("role IN ('owner', 'member', 'viewer')", name=op.f("ck_invitations_role")),
        sa.ForeignKeyConstraint(
            ["ledger_id"], ["ledgers.id"], name=op.f("fk_invitations_ledger_id_ledgers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_invitations_created_by_users"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["users.id"], name=op.f("fk_invitations_accepted_by_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_invitations_digest", "invitations", ["digest"], unique=True)
    op.create_index("ix_invitations_ledger_id_id", "invitations", ["ledger_id", "id"])
    op.create_index("ix_invitations_created_by", "invitations", ["created_by"])
    op.create_index("ix_invitations_accepted_by", "invitations", ["accepted_by"])
    op.create_index("ix_invitations_expires_at", "invitations", ["expires_at"])
    op.add_column("members", sa.Column("revision", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    op.drop_column("members", "revision")
    op.drop_table("invitations")
    op.drop_table("sign_in_links")
