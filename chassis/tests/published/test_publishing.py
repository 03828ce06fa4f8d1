"""Publishing a package of events: written, compared, and never so that a reader trips."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from chassis import events as registry
from chassis.published.command import publish
from chassis.published.files import differences, events_of, write

TALES = '''"""What tale says."""

from chassis.events import Event


class Told(Event, name="tale.told.v1", subject="tale_id"):
    """Somebody told it."""

    tale_id: str
    {field}
'''


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["Package"]:
    monkeypatch.syspath_prepend(str(tmp_path))
    written = Package(tmp_path / "tales")
    yield written
    written.forget()


class Package:
    """A package with one event, which can be written anew."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        (folder / "__init__.py").touch()
        self.folder = folder
        self.published = folder.parent / "published"

    def says(self, field: str) -> None:
        self.forget()
        (self.folder / "tale.py").write_text(TALES.format(field=field))

    def forget(self) -> None:
        registry._registry.pop("tale.told.v1", None)
        for name in [name for name in sys.modules if name.split(".")[0] == "tales"]:
            del sys.modules[name]
        for cached in self.folder.rglob("*.pyc"):
            cached.unlink()


def test_what_is_written_is_as_published(package: Package) -> None:
    package.says("teller: str")

    publish(package="tales", into=package.published)
    publish(package="tales", into=package.published, check=True)

    names = sorted(
        p.relative_to(package.published).as_posix() for p in package.published.glob("*/*")
    )
    assert names == ["asyncapi/tale.json", "schemas/tale.told.v1.json"]
    document = json.loads((package.published / "asyncapi" / "tale.json").read_text())
    assert document["info"]["title"] == "What tale says"
    assert document["channels"]["tale-told-v1"]["address"] == "tale.told.v1"


def test_a_field_more_is_noticed_by_the_check_and_can_be_written(package: Package) -> None:
    package.says("teller: str")
    publish(package="tales", into=package.published)

    package.says("teller: str\n    place: str | None = None")

    with pytest.raises(typer.Exit):
        publish(package="tales", into=package.published, check=True)
    publish(package="tales", into=package.published)
    publish(package="tales", into=package.published, check=True)


@pytest.mark.parametrize("field", ["teller: int", "narrator: str", "teller: str | None"])
def test_a_break_is_refused_even_when_it_would_be_written(
    package: Package, field: str, capsys: pytest.CaptureFixture[str]
) -> None:
    package.says("teller: str")
    publish(package="tales", into=package.published)
    before = (package.published / "schemas" / "tale.told.v1.json").read_text()

    package.says(field)

    with pytest.raises(typer.Exit):
        publish(package="tales", into=package.published)
    assert "tale.told.v1: the data" in capsys.readouterr().err
    assert (package.published / "schemas" / "tale.told.v1.json").read_text() == before


def test_an_event_that_is_gone_is_a_break(
    package: Package, capsys: pytest.CaptureFixture[str]
) -> None:
    package.says("teller: str")
    publish(package="tales", into=package.published)
    package.forget()
    (package.folder / "tale.py").write_text('"""Silence."""\n')

    with pytest.raises(typer.Exit):
        publish(package="tales", into=package.published, check=True)

    assert "tale.told.v1: the event is gone" in capsys.readouterr().err


def test_a_file_that_belongs_to_no_event_is_noticed_and_removed(package: Package) -> None:
    package.says("teller: str")
    events = events_of("tales")
    write(events, package.published)
    stray = package.published / "asyncapi" / "stray.json"
    stray.write_text("{}")

    found = differences(events, package.published)
    write(events, package.published)

    assert found == ["asyncapi/stray.json belongs to no event"]
    assert not stray.exists()
