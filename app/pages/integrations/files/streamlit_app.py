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
HEADS = {
    "period": "Period", "series_name": "Of", "label": "Figure", "in_conflict": "In conflict", "publisher_kind_label": "Kind of source",
    "source_title": "Source", "source_url": "Cited page", "quote": "In the document's words", "fact_url": "Evidence",
}  # fmt: skip
FIELDS = "period,series_name,label,in_conflict,publisher_kind_label,source_title,source_url,quote,fact_url,is_forecast,value,comparator"


@st.cache_data(ttl=600)
def ask(**parameters):
    answer = requests.get(f"{API}/metrics", {**FACTS, **QUESTION, **parameters}, timeout=30)
    if not answer.ok:
        st.error(answer.json()["detail"])  # which parameter is wrong, and what is allowed
        st.stop()
    return answer


st.set_page_config("Figures and their sources", layout="wide")
st.title("Figures and their sources")
found = ask(entity=None, facets="entity", facet_limit=1000, limit=1).json()["facets"]["entity"]
names = {one["value"]: one["label"] for one in found if one["value"]}
chosen = st.multiselect("Of", list(names), QUESTION.get("entity"), format_func=names.get)
facts = pd.read_csv(io.StringIO(ask(entity=chosen, fields=FIELDS, format="csv", bom="false").text))

x = alt.X("period:N", title=None, axis=alt.Axis(labelAngle=0))
y = alt.Y("value:Q", title=QUESTION["unit"], axis=alt.Axis(format="~s", labelExpr="replace(datum.label, 'G', ' bn')"))
color = alt.Color("series_name:N", title=None, legend=alt.Legend(orient="top", labelLimit=0))
base = alt.Chart(facts).encode(x, y, color)
up, down = "triangle-up", "triangle-down"
shapes = {"eq": "circle", "approx": "diamond", "gt": up, "ge": up, "lt": down, "le": down}
scale = alt.Scale(domain=list(shapes), range=list(shapes.values()))
shape = alt.Shape("comparator:N", scale=scale, legend=None)
tips = [alt.Tooltip(name, title=HEADS[name]) for name in ("label", "source_title", "in_conflict")]
hollow = alt.condition("datum.is_forecast", alt.value("white"), alt.Color("series_name:N"))
dashed = alt.condition("datum.is_forecast", alt.value([4, 4]), alt.value([1, 0]))
st.altair_chart(
    base.mark_rule().encode(y2=alt.datum(0), strokeDash=dashed)
    + base.mark_point(size=140, opacity=1).encode(shape=shape, fill=hollow, tooltip=tips)
    + base.mark_text(dy=-14).encode(text="label", color=alt.value("#333"))
)
st.caption("▲ more than, ▼ less than, ◆ about; hollow and dashed: a forecast or target, which has not happened.")
links = {name: st.column_config.LinkColumn(HEADS[name], display_text="open") for name in ("source_url", "fact_url")}
facts["in_conflict"] = facts["in_conflict"].map({True: "≠ contradicted", False: ""})
st.dataframe(facts[list(HEADS)], hide_index=True, column_config={**HEADS, **links})
