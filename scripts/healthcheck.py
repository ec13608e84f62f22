"""Ends with 0 when the web process on this machine answers and reaches the database; takes its port."""

import os
import sys
import urllib.request


def main(port: str) -> int:
    # As through the proxy: a known host, and https, or the answer would be a redirect.
    headers = {"Host": os.environ["ALLOWED_HOSTS"].split(",")[0], "X-Forwarded-Proto": "https"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/kunto/", headers=headers)
    with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
        return 0 if response.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
