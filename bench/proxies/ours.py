"""The gateway as deployed, before one upstream. Arguments: port, upstream URL, trial issuer.

Token check and rate limit are on; only the quota is out of the generator's reach.
"""

import json
import sys
from pathlib import Path

import uvicorn

from chassis.identity.tokens import GivenKeys, TokenVerifier
from gateway.app import Gateway
from gateway.rates import Policies, Policy
from gateway.upstreams.http import HTTPUpstream

port, upstream, trial = sys.argv[1:]
given = json.loads(Path(trial).read_text(encoding="utf-8"))
gateway = Gateway(
    {"claims": HTTPUpstream(upstream)},
    TokenVerifier(
        issuer=given["issuer"], audience=given["audience"], keys=GivenKeys(given["jwks"])
    ),
    policies=Policies(staff=Policy("staff", 100_000_000, 60)),
)
uvicorn.run(
    gateway,
    port=int(port),
    http="httptools",
    loop="uvloop",
    ws="none",
    lifespan="off",
    log_config=None,
    access_log=False,
    server_header=False,
    proxy_headers=False,
)
