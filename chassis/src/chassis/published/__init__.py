"""What is published of a package of events: JSON Schema for each, AsyncAPI 3 for each publisher.

schemas    an event class as JSON Schema
asyncapi   the events of one publisher as an AsyncAPI document
evolution  what readers of a schema would trip over in its next form
files      all of it as files: rendered, compared, written
command    the same on the command line
"""
