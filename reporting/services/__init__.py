"""Services of the reporting app, by subject."""
