"""Payment notices that people paste: card approvals, bank movements, pay services, read field by field."""

from backend.parsing.notices.reader import looks_like_notice, read_notices

__all__ = ["looks_like_notice", "read_notices"]
