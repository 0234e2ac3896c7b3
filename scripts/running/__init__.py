"""Authors' code, each piece in a process of its own and only when it is stale."""
