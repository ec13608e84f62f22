"""Import of cases from a CSV file: parse the text, plan what would happen, apply it to the database."""
