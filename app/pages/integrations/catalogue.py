"""The files that there are: for which tool, what it does with them, and what makes each."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from app.pages.integrations import datasette, framework, grafana, sheets, superset
from app.pages.integrations.filling import program, python
from app.pages.integrations.question import Question
from app.pages.page_view import PageView

Make = Callable[[PageView, Question], Awaitable[bytes]]


class Integration(NamedTuple):
    """A file for a tool. `start` are the commands that use it, with `{url}` for its quoted address; `about` is one of our texts."""

    tool: str
    about: str
    start: tuple[str, ...]
    media_type: str
    make: Make
    # parameters besides the filters of the question
    takes: tuple[str, ...] = ()


def _program(name: str) -> Make:
    async def make(view: PageView, question: Question) -> bytes:
        return python(program(name, view.lang), view.base, question).encode()

    return make


_PYTHON = "text/x-python; charset=utf-8"
INTEGRATIONS: dict[str, Integration] = {
    "streamlit_app.py": Integration(
        "Streamlit",
        "An app of one file: choose an indicator, and see its figures with their sources.",
        ("pip install streamlit", "curl -o streamlit_app.py {url}", "streamlit run streamlit_app.py"),
        _PYTHON,
        _program("streamlit_app.py"),
    ),
    "dash_app.py": Integration(
        "Dash",
        "The same as an app of Plotly Dash.",
        ("pip install dash pandas", "curl -o dash_app.py {url}", "python dash_app.py"),
        _PYTHON,
        _program("dash_app.py"),
    ),
    "grafana_dashboard.json": Integration(
        "Grafana",
        "A dashboard on the Infinity data source: actual values as lines, forecasts dashed, and each figure with its source.",
        ("grafana cli plugins install yesoreyeram-infinity-datasource", "curl -o grafana_dashboard.json {url}"),
        "application/json",
        grafana.dashboard,
    ),
    "datasette_metadata.json": Integration(
        "Datasette",
        "Metadata for a copy of the SQLite file: views first, tables hidden, questions to begin with.",
        (
            "pip install datasette datasette-dashboards",
            "curl -o metadata.json {url}",
            "datasette factbase.db -m metadata.json",
        ),
        "application/json",
        datasette.metadata,
    ),
    "superset.zip": Integration(
        "Superset",
        "A dashboard of five charts with filters, over the views of the database; `database` is its address, without a password.",
        (
            "curl -G -o superset.zip --data-urlencode 'database=postgresql://dashboards@localhost/factbase' {url}",
            "superset import-dashboards -p superset.zip -u admin",
        ),
        "application/zip",
        superset.bundle,
        (superset.DATABASE,),
    ),
    "notebook.ipynb": Integration(
        "Jupyter",
        "A notebook with pandas and Altair.",
        ("pip install jupyterlab pandas altair requests", "curl -o notebook.ipynb {url}", "jupyter lab notebook.ipynb"),
        "application/x-ipynb+json",
        sheets.notebook,
    ),
    "spreadsheet.txt": Integration(
        "Excel, Calc, Sheets",
        "The one line that a spreadsheet takes, and where to paste it.",
        ("curl {url}",),
        "text/plain; charset=utf-8",
        sheets.spreadsheet,
    ),
    "framework.zip": Integration(
        "Observable Framework",
        "A starter whose page is built from the facts and loads nothing from another host.",
        ("curl -o framework.zip {url}", "unzip framework.zip && cd framework", "npm install && npm run dev"),
        "application/zip",
        framework.starter,
    ),
}
