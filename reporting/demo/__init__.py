"""The demo's organisations, projects and made-up people: planned in memory, then written to an empty database."""
