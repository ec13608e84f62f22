"""Static files with hashed names; the modules of our own scripts are rewritten too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    # Only our own folder: the scripts that htmx brings along import files that are not there.
    support_js_module_import_aggregation = True

    def url_converter(self, name, hashed_files, template=None):  # type: ignore[no-untyped-def]
        """Leaves the addresses inside other people's scripts alone."""
        if name.endswith(".js") and not name.startswith(("js/", "vendor/")):
            return lambda match: match.group(0)
        return super().url_converter(name, hashed_files, template)
