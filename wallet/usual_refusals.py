"""Refusals that many tables have."""

from wallet.triggers import Refusal


def append_only(table: str) -> list[Refusal]:
    """The rows of `table` are never changed and never deleted."""
    return [
        Refusal(
            f"{table}_no_{act.lower()}", table, act, "1 = 1", f"{table}: append-only"
        )
        for act in ("UPDATE", "DELETE", "TRUNCATE")
    ]


def permanent(table: str) -> list[Refusal]:
    """The rows of `table` are never deleted."""
    return [each for each in append_only(table) if each.act != "UPDATE"]


def frozen(table: str, *columns: str) -> Refusal:
    """The columns keep what was inserted. None of them may be NULL."""
    changed = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns)
    message = f"{table}: {', '.join(columns)} never change"
    return Refusal(f"{table}_frozen", table, "UPDATE", changed, message)


def irreplaceable(table: str, *keys: str) -> list[Refusal]:
    """SQLite's REPLACE deletes the row of the same key, and asks no trigger for it.

    `keys` are conditions of NEW and the table's `old` row that has the key.
    """
    same_key = " OR ".join(("old.rowid = NEW.rowid", *keys))
    message = f"{table}: no row replaces another"
    return [
        Refusal(
            f"{table}_no_replace",
            table,
            "INSERT",
            "EXISTS (SELECT 1 FROM {rows} old WHERE {same_key})",
            message,
            only="sqlite",
            parts={"rows": table, "same_key": same_key},
        ),
        Refusal(
            f"{table}_no_renumber",
            table,
            "UPDATE",
            "OLD.rowid <> NEW.rowid",
            message,
            only="sqlite",
        ),
    ]


def whole(table: str, act: str, *columns: str) -> Refusal:
    """SQLite would take 1.5 or 'many' for an integer."""
    return Refusal(
        f"{table}_whole",
        table,
        act,
        " OR ".join(f"typeof(NEW.{column}) <> 'integer'" for column in columns),
        f"{table}: {', '.join(columns)} are whole numbers",
        only="sqlite",
    )
