"""One indicator over time: what happened and what is forecast told apart, each figure with its source.

pip install streamlit
streamlit run streamlit_app.py
"""

import io

import altair as alt
import pandas as pd
import requests
import streamlit as st

API = "http://127.0.0.1:8000/api/v1"
QUESTION = {"indicator": "market-size", "unit": "CNY", "entity": ["china-llm-market"]}
# each fact once, however often it is stated; thresholds and the like are no points of a line
FACTS = {"repeats": "first", "roles": "plain", "period__isnull": "false", "sort": "period"}
FIELDS = (
    "period,series_name,label,in_conflict,source_title,source_url,publisher_kind_label,quote,qualifier_label,fact_url,"
    "is_forecast,value,comparator"
)
st.set_page_config("Figures and their sources", layout="wide")


@st.cache_data(ttl=600)
def ask(**parameters):
    answer = requests.get(f"{API}/metrics", {**FACTS, **parameters}, timeout=30)
    if not answer.ok:
        # the problem says which parameter is wrong, and what is allowed
        st.error(answer.json()["detail"])
        st.stop()
    return answer


asked = {name: value for name, value in QUESTION.items() if name not in ("indicator", "unit", "entity")}
names = {}
for name, choose in (
    ("indicator", st.sidebar.selectbox),
    ("unit", st.sidebar.selectbox),
    ("entity", st.sidebar.multiselect),
):
    found = ask(**asked, facets=name, facet_limit=1000, limit=1).json()["facets"][name]
    names[name] = {one["value"]: one["label"] for one in found if one["value"]}
    options, given = list(names[name]), QUESTION.get(name, [])
    if name == "entity":
        extra = {"default": [one for one in given if one in options]}
    else:
        extra = {"index": options.index(given) if given in options else 0}
    asked[name] = choose(name.capitalize(), options, format_func=names[name].get, **extra)

facts = pd.read_csv(io.StringIO(ask(**asked, fields=FIELDS, format="csv", bom="false").text))
st.title(names["indicator"][asked["indicator"]])
dashed = alt.condition("datum.is_forecast", alt.value([4, 4]), alt.value([1, 0]))
base = alt.Chart(facts).encode(
    x=alt.X("period:N", title=None, axis=alt.Axis(labelAngle=0)),
    y=alt.Y(
        "value:Q",
        title=names["unit"][asked["unit"]],
        axis=alt.Axis(format="~s", labelExpr="replace(datum.label, 'G', ' bn')"),
    ),
    color=alt.Color("series_name:N", title=None, legend=alt.Legend(orient="top", labelLimit=0)),
    tooltip=["series_name", "period", "label", "qualifier_label", "publisher_kind_label", "source_title", "in_conflict"],
)
shapes = {
    "eq": "circle",
    "approx": "diamond",
    "gt": "triangle-up",
    "ge": "triangle-up",
    "lt": "triangle-down",
    "le": "triangle-down",
}
shape = alt.Shape("comparator:N", scale=alt.Scale(domain=list(shapes), range=list(shapes.values())), legend=None)
hollow = alt.condition("datum.is_forecast", alt.value("white"), alt.Color("series_name:N"))
st.altair_chart(
    base.mark_rule(strokeWidth=2).encode(y2=alt.datum(0), strokeDash=dashed)
    + base.mark_point(size=140, opacity=1, strokeWidth=2).encode(shape=shape, fill=hollow)
    + base.mark_text(dy=-14).encode(text="label", color=alt.value("#333")),
)
st.caption("▲ more than, ▼ less than, ◆ about; hollow and dashed: a forecast or target, which has not happened.")
shown = facts.assign(in_conflict=facts["in_conflict"].map({True: "≠ contradicted", False: ""}))
links = {name: st.column_config.LinkColumn(name, display_text="open") for name in ("source_url", "fact_url")}
st.dataframe(shown.drop(columns=["is_forecast", "value", "comparator"]), hide_index=True, column_config=links)
