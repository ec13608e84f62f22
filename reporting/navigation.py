"""What the reporting app adds to the main menu."""
