"""Pure rules of funder reporting: ESF+ figures, their checks, money and periods; `today` is an argument."""
