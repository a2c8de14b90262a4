"""The process that draws: reads requests from standard input, writes pictures to standard output.

vl-convert holds Python's lock while it draws and takes 160 MB, so it is kept out of the processes that answer. It is given
specifications of ours only, with their data inside: no address is ever loaded.

A request is a line of JSON, `{"spec": …, "format": "svg" | "png" | "script", "lang": …}`; an answer is a line with the length of what follows,
or `error`.
"""

import json
import sys
from pathlib import Path
from typing import Any

from app.formats.charts.stand_ins import IN_MEMORY, StandIns

PNG_SCALE = 2.0
REFUSED = b"error"


def main() -> None:
    import pylopdf_fonts_zh_cn
    import vl_convert

    vl_convert.register_font_directory(str(Path(pylopdf_fonts_zh_cn.__file__).parent))
    for line in sys.stdin.buffer:
        try:
            body = _draw(vl_convert, json.loads(line))
        except Exception as error:
            print(f"a chart could not be drawn: {error}", file=sys.stderr)
            sys.stdout.buffer.write(REFUSED + b"\n")
        else:
            sys.stdout.buffer.write(b"%d\n" % len(body) + body)
        sys.stdout.buffer.flush()


def _draw(vl_convert: Any, request: dict[str, Any]) -> bytes:
    if request["format"] == "script":
        script: str = vl_convert.javascript_bundle()
        return script.encode()
    options: dict[str, Any] = {"allowed_base_urls": []} | (
        {"time_format_locale": "zh-CN"} if request["lang"] == "zh" else {}
    )
    stand_ins = StandIns()
    spec = stand_ins.put(request["spec"])
    font = spec["config"]["font"]
    spec["config"]["font"] = IN_MEMORY
    svg: str = vl_convert.vegalite_to_svg(spec, **options)
    svg = stand_ins.taken_out(svg).replace(f'font-family="{IN_MEMORY}"', f'font-family="{font}"')
    # painted from the SVG, not laid out again
    return svg.encode() if request["format"] == "svg" else bytes(vl_convert.svg_to_png(svg, scale=PNG_SCALE))


if __name__ == "__main__":
    main()
