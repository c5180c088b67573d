"""A PostgreSQL that may be hurt: with fsync, and databases to throw away."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import postgres
from tests.service import Service

_numbers = itertools.count(1)


class Cluster:
    """A server, and the product's database as the template of others."""

    def __init__(self, server: Any, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.server.psql("CREATE DATABASE product")
        self.service("product").prepare()

    def new_database(self, options: str = "") -> str:
        name = f"hurt{next(_numbers)}"
        self.server.psql(f"CREATE DATABASE {name} TEMPLATE product {options}")
        return name

    def service(self, database: str) -> Service:
        return Service.at(self.server.get_uri(database), self.folder)

    @property
    def socket(self) -> str:
        return f"{self.server.get_postmaster_info().socket_dir}/.s.PGSQL.5432"

    def crash(self) -> None:
        postgres.crash(self.server)


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    with postgres.started(f"hurt-{folder.name}") as server:
        assert "on" in server.psql("SHOW fsync")
        yield Cluster(server, folder)
