"""The only things a document may load: resources given by name, nothing from disk or network."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "asset:"
MEDIA_TYPES = {".svg": "image/svg+xml", ".woff2": "font/woff2"}


class NamedResources(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serves `asset:<name>` from the resources given and refuses every other address with ValueError."""

    def __init__(self, resources: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=())
        self._resources = resources

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The named resource; `headers` belong to the interface and play no part."""
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or name not in self._resources:
            raise ValueError(f"a document may not load {url}")
        media_type = MEDIA_TYPES[PurePosixPath(name).suffix]
        return URLFetcherResponse(url, self._resources[name], headers={"Content-Type": media_type})
