"""The policy service as deployed, one replica. Arguments: port, its database, trial issuer.

What it says stays in the outbox, and nothing rings; the day is the one on which terms begin soon.
"""

import json
import sys
from pathlib import Path
from typing import Any

import uvicorn
import uvloop

from chassis.clock import StoppedClock
from chassis.identity.tokens import GivenKeys, TokenVerifier
from chassis.service.serving import keep_for_good
from chassis.settings import Settings
from chassis.telemetry.logs import configure_logs
from chassis.testing.recording import RecordingBus
from policy.examples import NOW
from policy.service import policy


async def main(port: int, database: str, given: dict[str, Any]) -> None:
    verifier = TokenVerifier(
        issuer=given["issuer"], audience=given["audience"], keys=GivenKeys(given["jwks"])
    )
    settings = Settings(database_url=database, workers=False)
    async with policy.open(
        settings, bus=RecordingBus(), verifier=verifier, clock=StoppedClock(NOW)
    ) as running:
        keep_for_good()
        config = uvicorn.Config(
            running.app,
            port=port,
            http="httptools",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
        )
        await uvicorn.Server(config).serve()


if __name__ == "__main__":
    configure_logs(service="bench", level="WARNING", style="console")
    trial = json.loads(Path(sys.argv[3]).read_text(encoding="utf-8"))
    uvloop.run(main(int(sys.argv[1]), sys.argv[2], trial))
