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
FIELDS = (
    "period,series_name,value,comparator,label,is_forecast,in_conflict,"
    "publisher_kind_label,source_title,source_url,quote,fact_url"
)
SYMBOLS = {"eq": "circle", "approx": "diamond", "gt": "triangle-up", "ge": "triangle-up", "lt": "triangle-down"}


def ask(**parameters):
    answer = requests.get(f"{API}/metrics", {**FACTS, **QUESTION, **parameters}, timeout=30)
    if not answer.ok:
        # the problem says which parameter is wrong, and what is allowed
        raise ValueError(answer.json()["detail"])
    return answer


def layout():
    found = ask(facets="entity", facet_limit=1000, limit=1).json()["facets"]["entity"]
    entities = [{"value": one["value"], "label": one["label"]} for one in found if one["value"]]
    note = html.P("▲ more than, ▼ less than, ◆ about; hollow: a forecast or target, which has not happened.")
    chosen = dcc.Dropdown(entities, QUESTION["entity"], id="entity", multi=True)
    return html.Main([chosen, dcc.Graph(id="chart"), note, html.Table(id="table")], style={"font": "15px system-ui"})


app = Dash(title="Figures and their sources")
app.layout = layout


@app.callback(Output("chart", "figure"), Output("table", "children"), Input("entity", "value"))
def draw(entity):
    figure = go.Figure(layout={"xaxis": {"type": "category"}, "yaxis": {"title": QUESTION["unit"], "rangemode": "tozero"}})
    figure.update_layout(legend={"orientation": "h", "y": 1.2})
    try:
        text = ask(entity=entity or [], fields=FIELDS, format="csv", bom="false").text
    except ValueError as problem:
        return figure.update_layout(title=str(problem)), []
    facts = pd.read_csv(io.StringIO(text), keep_default_na=False)
    figure.update_xaxes(categoryorder="array", categoryarray=sorted(facts["period"].astype(str).unique()))
    for (series, is_forecast), rows in facts.groupby(["series_name", "is_forecast"]):
        symbols = [SYMBOLS.get(one, "square") + ("-open" if is_forecast else "") for one in rows["comparator"]]
        figure.add_scatter(
            x=rows["period"].astype(str), y=rows["value"], text=rows["label"], mode="markers+text", textposition="top center", cliponaxis=False,
            marker={"symbol": symbols, "size": 14}, name=f"{series} (forecast)" if is_forecast else series,
        )  # fmt: skip
    heads = ("Period", "Of", "Figure", "In the document's words", "Source")
    return figure, [html.Tr([html.Th(one) for one in heads]), *(row(fact) for fact in facts.to_dict("records"))]


def row(fact):
    source = html.A(fact["source_title"], href=fact["source_url"]) if fact["source_url"] else fact["publisher_kind_label"]
    figure = html.A(fact["label"] + (" ≠ contradicted" if fact["in_conflict"] else ""), href=fact["fact_url"])
    return html.Tr([html.Td(one) for one in (fact["period"], fact["series_name"], figure, fact["quote"], source)])


if __name__ == "__main__":
    app.run()
