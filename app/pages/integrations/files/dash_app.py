"""One indicator over time: what happened and what is forecast told apart, each figure with its source.

pip install dash pandas
python dash_app.py
"""

import io

import pandas as pd
import plotly.graph_objects as go
import requests
from dash import Dash, Input, Output, dcc, html

API = "http://127.0.0.1:8000/api/v1"
QUESTION = {"indicator": "market-size", "unit": "CNY", "entity": ["china-llm-market"]}
# each fact once, however often it is stated; thresholds and the like are no points of a line
FACTS = {"repeats": "first", "roles": "plain", "period__isnull": "false", "sort": "period"}
FIELDS = "period,series_name,value,comparator,label,is_forecast,in_conflict,publisher_kind_label,source_title,source_url,quote,fact_url"
UP, DOWN = "triangle-up", "triangle-down"
SYMBOLS = {"eq": "circle", "approx": "diamond", "gt": UP, "ge": UP, "lt": DOWN, "le": DOWN}
HEADS = ["Period", "Of", "Figure", "In the document's words", "Source"]
NOTE = "▲ more than, ▼ less than, ◆ about; hollow: a forecast or target, which has not happened."
app = Dash(title="Figures and their sources")


def ask(**parameters):
    return requests.get(f"{API}/metrics", {**FACTS, **QUESTION, **parameters}, timeout=30)


@app.callback(Output("chart", "figure"), Output("table", "children"), Input("entity", "value"))
def draw(entity):
    figure = go.Figure(layout={"xaxis": {"type": "category"}, "legend": {"orientation": "h", "y": 1.2}})
    figure.update_yaxes(title=QUESTION["unit"], rangemode="tozero", exponentformat="B", separatethousands=True)
    answer = ask(entity=entity, fields=FIELDS, format="csv", bom="false")
    if not answer.ok:  # the problem says which parameter is wrong, and what is allowed
        return figure.update_layout(title=answer.json()["detail"]), []
    facts = pd.read_csv(io.StringIO(answer.text), keep_default_na=False, dtype={"period": str})
    figure.update_xaxes(categoryorder="category ascending")
    for (name, forecast), rows in facts.groupby(["series_name", "is_forecast"]):
        symbols = [SYMBOLS.get(one, "square") + "-open" * forecast for one in rows["comparator"]]
        figure.add_scatter(
            x=rows["period"], y=rows["value"], text=rows["label"], mode="markers+text", textposition="top center", cliponaxis=False,
            marker={"symbol": symbols, "size": 14}, name=name + " (forecast)" * forecast,
        )  # fmt: skip
    rows = [html.Tr([html.Td(cell) for cell in cells(fact)]) for fact in facts.to_dict("records")]
    return figure, [html.Tr([html.Th(one) for one in HEADS]), *rows]


def cells(fact):
    source = html.A(fact["source_title"], href=fact["source_url"]) if fact["source_url"] else fact["publisher_kind_label"]
    figure = html.A(fact["label"] + " ≠ contradicted" * fact["in_conflict"], href=fact["fact_url"])
    return fact["period"], fact["series_name"], figure, fact["quote"], source


def layout():
    found = ask(entity=None, facets="entity", facet_limit=1000, limit=1).json()["facets"]["entity"]
    entities = [{"value": one["value"], "label": one["label"]} for one in found if one["value"]]
    chosen = dcc.Dropdown(entities, QUESTION.get("entity"), id="entity", multi=True)
    return html.Main([chosen, dcc.Graph(id="chart"), html.P(NOTE), html.Table(id="table")])


app.layout = layout
if __name__ == "__main__":
    app.run()
