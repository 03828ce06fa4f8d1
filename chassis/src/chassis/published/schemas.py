"""An event class as JSON Schema.

What is required is what every reader may rely on, events said long ago included: fields without a
default. Titles that only repeat a field's name are left out.
"""

from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema

from chassis.events import Event

DRAFT: Final = "http://json-schema.org/draft-07/schema#"  # the one AsyncAPI parsers understand


class _Untitled(GenerateJsonSchema):
    """Draft 7 reads what pydantic writes of our events; it only lacks a name for `$defs`."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def schema_of(event: type[Event]) -> dict[str, Any]:
    """The schema of its data, as readers may rely on it."""
    schema = event.model_json_schema(schema_generator=_Untitled)
    return {"$schema": DRAFT, "$id": f"urn:yinbao:{event.wire_name}", **schema}
