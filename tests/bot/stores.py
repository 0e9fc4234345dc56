"""Stores of every kind for tests, each with a place of its own that is gone afterwards."""

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg  # type: ignore[import-untyped]  # has no types
import pytest

from bot.store.postgres import PostgresStore, open_postgres
from tests.fakes import MONDAY_7AM

SERVER = os.environ.get("TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/test")
KEY = bytes(range(32))


@asynccontextmanager
async def postgres_schema() -> AsyncIterator[str]:
    """Yield the address of an empty schema; skip the test if there is no server, except where all must be tested."""
    try:
        connection = await asyncpg.connect(SERVER)
    except OSError:
        if os.environ.get("BACKSTRIDE_CI") == "1":
            raise
        pytest.skip("no PostgreSQL answers at TEST_DATABASE_URL or on this machine")
    name = f"test_{secrets.token_hex(8)}"
    await connection.execute(f"CREATE SCHEMA {name}")
    try:
        yield f"{SERVER}{'&' if '?' in SERVER else '?'}search_path={name}"
    finally:
        await connection.execute(f"DROP SCHEMA {name} CASCADE")
        await connection.close()


async def opened_postgres(url: str) -> PostgresStore:
    return await open_postgres(url, lambda: MONDAY_7AM)
