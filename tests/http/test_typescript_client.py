"""A TypeScript program over openapi-typescript and openapi-fetch: it must compile against what is made of the document.

They are on npm alone. `make test` installs what `typescript/package-lock.json` names, where there is npm; elsewhere this is skipped.
"""

import json
import subprocess
from pathlib import Path

import pytest

from app.config import HOME
from tests.support.openapi import document

MODULES = HOME / ".venv" / "typescript" / "node_modules"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (MODULES / "openapi-typescript").is_dir(), reason="openapi-typescript is not installed"),
]
PROGRAM = """
import createClient from "openapi-fetch";
import type { components, paths } from "./api";

const client = createClient<paths>({ baseUrl: "http://127.0.0.1:8000" });

export async function figures(): Promise<number> {
  const { data, error } = await client.GET("/api/v1/metrics", {
    params: { query: { indicator: ["market-size"], status: ["forecast"], fields: ["id", "claim.text"], include: ["claim"] } },
  });
  if (error) throw new Error(error.detail ?? "");
  const rows: components["schemas"]["MetricRow"][] = data.data;
  const status: components["schemas"]["Status"] | undefined = rows[0].status;
  const text: string | undefined = rows[0].claim?.text;
  const repeats: "first" | "all" | null = data.meta.repeats;
  // @ts-expect-error a status is one of a closed list
  const wrong: "expected" | undefined = rows[0].status;
  return (data.page.count ?? 0) + (text?.length ?? 0) + (status ?? "").length + (repeats ?? "").length + (wrong ? 1 : 0);
}

export async function one(): Promise<string> {
  const { data } = await client.GET("/api/v1/metrics/{id}", { params: { path: { id: "met_x" } } });
  return data!.claim.text + data!.status;
}

export async function drawn(): Promise<number> {
  const { data } = await client.GET("/api/v1/series", { params: { query: { indicator: ["market-size"] } } });
  return data!.data.length;
}
"""
COMPILE = ["tsc", "--strict", "--noEmit", "--target", "es2022", "--module", "nodenext", "--moduleResolution", "nodenext"]


def test_a_program_compiles(tmp_path: Path) -> None:
    (tmp_path / "openapi.json").write_text(json.dumps(document()))
    (tmp_path / "use.ts").write_text(PROGRAM)
    (tmp_path / "node_modules").symlink_to(MODULES)
    for command in (["openapi-typescript", "openapi.json", "-o", "api.d.ts"], [*COMPILE, "--skipLibCheck", "use.ts"]):
        program = str(MODULES / ".bin" / command[0])
        made = subprocess.run([program, *command[1:]], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stdout + made.stderr
