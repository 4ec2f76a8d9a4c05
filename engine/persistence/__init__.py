"""Rows: one file per aggregate, each a table and its repository. SQLAlchemy Core, no ORM; nothing here commits."""
