"""Forms of the settings of an organisation."""
