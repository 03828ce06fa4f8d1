"""`yinbao statutes`: look at the law, ask it about a day, write it down for people."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from statutes.asking import given_for, in_jurisdiction
from statutes.days import days_of
from statutes.document import as_text
from statutes.explaining import explain as sentences
from statutes.library import law
from statutes.limits import limit
from statutes.month import months
from statutes.reckoning import Reckoning
from statutes.refusals import Refused
from statutes.showing import as_json, shown

app = typer.Typer(help="What the law promises, and to the day.", no_args_is_help=True)

Jurisdiction = Annotated[
    str, typer.Argument(metavar="JURISDICTION", help="cn, es, us-ny, company …")
]
Language = Annotated[str, typer.Option(help="en, es or zh.")]
Json = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command()
def show(
    jurisdiction: Jurisdiction,
    case_type: Annotated[str | None, typer.Argument(metavar="[CASE_TYPE]")] = None,
    *,
    line: Annotated[str, typer.Option(help="Only what holds for this line of business.")] = "",
    at: Annotated[str, typer.Option(help="Only what is in force at this instant.")] = "",
    language: Language = "en",
    as_json_: Json = False,
) -> None:
    """List the limits of a jurisdiction: `yinbao statutes show es claims`."""
    with _told():
        found = shown(law(), jurisdiction, case_type, line, at)
        if as_json_:
            typer.echo(
                json.dumps([as_json(entry) for entry in found], ensure_ascii=False, indent=2)
            )
            return
        if not found:
            typer.echo("no limit fits")
        for entry in found:
            typer.echo(f"{entry.id}  {limit(entry, language)}  [{entry.kind}, {entry.grade}]")
            typer.echo(f"    {entry.obligation.say(language)}")
            typer.echo(f"    {entry.citation}")


@app.command()
def explain(
    jurisdiction: Jurisdiction,
    entry_id: Annotated[str, typer.Argument(metavar="ID", help="As `show` lists it.")],
    *,
    from_: Annotated[str, typer.Option("--from", help="The event, e.g. 2026-02-05T10:00+08:00.")],
    known: Annotated[list[str], typer.Option(help="Another event: EVENT=INSTANT.")] = [],  # noqa: B006 - typer copies it
    pause: Annotated[list[str], typer.Option(help="REASON=INSTANT/INSTANT.")] = [],  # noqa: B006 - typer copies it
    extend: Annotated[list[str], typer.Option(help="A reason, in order.")] = [],  # noqa: B006 - typer copies it
    language: Language = "en",
    as_json_: Json = False,
) -> None:
    """Count one limit: `yinbao statutes explain cn CN-23A --from 2026-02-05T10:00+08:00`."""
    with _told():
        entry = in_jurisdiction(law(), jurisdiction, entry_id)
        reckoning = Reckoning(entry, given_for(entry, from_, known, pause, extend))
        if as_json_:
            typer.echo(json.dumps(_counted(reckoning, language), ensure_ascii=False, indent=2))
            return
        for sentence in sentences(reckoning, language):
            typer.echo(sentence)
        typer.echo()
        for row in months(reckoning, language):
            typer.echo(row)


@app.command()
def document(
    into: Annotated[Path, typer.Option(help="The file.")] = Path("docs/statutes.md"),
    *,
    check: Annotated[bool, typer.Option("--check", help="Compare, and write nothing.")] = False,
) -> None:
    """Write every limit with its citation, or compare the file with the packs."""
    with _told():
        text = as_text(law())
    if not check:
        into.write_text(text, encoding="utf-8")
    elif not into.is_file() or into.read_text(encoding="utf-8") != text:
        typer.echo(f"{into} is not what the packs say: run `yinbao statutes document`", err=True)
        raise typer.Exit(1)
    count = len(law().entries)
    typer.echo(f"{count} limits {'are' if check else 'written'} as the packs have them in {into}")


def _counted(reckoning: Reckoning, language: str) -> dict[str, object]:
    """The shape other programs rely on."""
    return {
        "id": reckoning.entry.id,
        "due": _instant(reckoning.due),
        "target": None if reckoning.target is None else _instant(reckoning.target),
        "days": [
            {"date": day.date.isoformat(), "counted": day.counted, "why": day.why}
            for day in days_of(reckoning, language)
        ],
        "provisional": reckoning.provisional,
    }


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


@contextmanager
def _told() -> Iterator[None]:
    """A refusal is told in one line, without a traceback."""
    try:
        yield
    except Refused as refusal:
        typer.echo(f"yinbao: {refusal}", err=True)
        raise typer.Exit(1) from None
