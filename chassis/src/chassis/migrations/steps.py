"""Alembic, as we use it: only what migrates loads it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData

from chassis.migrations import versions_of


def upgrade(connection: Connection, package: str) -> None:
    """Take every step the database lacks."""
    if versions_of(package).is_dir():  # a service without tables has none
        command.upgrade(_configuration(connection, package), "head")


def draft(connection: Connection, package: str, message: str, metadata: MetaData) -> None:
    """Write the step from the database as it is to `metadata`."""
    config = _configuration(connection, package)
    config.attributes["metadata"] = metadata
    versions_of(package).mkdir(parents=True, exist_ok=True)
    number = len(list(versions_of(package).glob("[0-9]*.py"))) + 1
    command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")


def _configuration(connection: Connection, package: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(versions_of(package)).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["package"] = package
    return config
