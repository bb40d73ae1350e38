"""What people write, turned into drafts: pure, deterministic, offline."""
