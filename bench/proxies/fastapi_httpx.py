"""The proxy most would write: a FastAPI route, an httpx client. Arguments: port, upstream URL."""

import sys

import httpx
import uvicorn
from fastapi import FastAPI, Request, Response

app = FastAPI()
client = httpx.AsyncClient(base_url=sys.argv[2], trust_env=False)


@app.api_route("/{path:path}", methods=["GET", "POST", "PUT", "DELETE"])
async def forward(request: Request) -> Response:
    """Send the request on and give back what comes."""
    headers = {name: value for name, value in request.headers.items() if name != "host"}
    answer = await client.request(
        request.method, request.url.path, headers=headers, content=await request.body()
    )
    return Response(answer.content, answer.status_code, dict(answer.headers))


uvicorn.run(app, port=int(sys.argv[1]), loop="uvloop", http="httptools", log_level="error")
