"""The verbs of an application, one file per step of the sale."""
