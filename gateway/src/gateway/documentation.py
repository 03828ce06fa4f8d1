"""The documentation page: Swagger UI on the merged document, out of an installed package.

`fastapi-offline` carries swagger-ui 5 (which renders OpenAPI 3.1); its files are read where they
are installed, the package itself is never imported.
"""

import gzip
import hashlib
from functools import cache
from importlib.metadata import distribution
from typing import Final, NamedTuple

# data: for the arrows in swagger-ui's style sheet
POLICY: Final = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    b"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

PAGE: Final = b"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Yinbao</title>
<link rel="icon" type="image/png" href="/docs/favicon.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""

START: Final = b"""SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  persistAuthorization: false,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
});
"""

ASSET_TYPES: Final = {
    "swagger-ui-bundle.js": b"text/javascript; charset=utf-8",
    "swagger-ui.css": b"text/css; charset=utf-8",
    "favicon.png": b"image/png",
    "start.js": b"text/javascript; charset=utf-8",
}


class Asset(NamedTuple):
    """A file of the page, packed once."""

    type: bytes
    etag: bytes
    plain: bytes
    packed: bytes


@cache
def asset(name: str) -> Asset:
    """A file of the page: one of ASSET_TYPES."""
    plain = START if name == "start.js" else _installed(name)
    etag = b'"%s"' % hashlib.sha256(plain).hexdigest()[:20].encode()
    return Asset(ASSET_TYPES[name], etag, plain, gzip.compress(plain, mtime=0))


def _installed(name: str) -> bytes:
    path = distribution("fastapi-offline").locate_file(f"fastapi_offline/static/{name}")
    with open(str(path), "rb") as file:  # noqa: PTH123 - a SimplePath has no open()
        return file.read()
