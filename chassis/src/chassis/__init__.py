"""The chassis: everything technical that the services share, and not one insurance word."""
