"""Documents of a funder report, rendered from its frozen snapshot alone: no database, no clock."""
