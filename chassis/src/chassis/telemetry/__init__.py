"""What the house tells its operators: logs, traces and metrics, never personal data."""
