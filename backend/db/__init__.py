"""The database: one async layer on SQLite and Postgres, which knows no table."""
