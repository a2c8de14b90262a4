"""What the programs of `files/` say to their readers, in Chinese, by their English words."""

CAPTIONS = {
    "One indicator over time: what happened and what is forecast told apart, each figure with its source.":
        "一个指标随时间的变化：已发生的与预测的分开显示，每个数据都附来源。",
    "One indicator over time": "一个指标随时间的变化",
    "What happened and what is forecast told apart, each figure with its source.": "已发生的与预测的分开显示，每个数据都附来源。",
    "`pip install jupyterlab pandas altair requests`, then run all cells.": "先 `pip install jupyterlab pandas altair requests`，再运行全部单元格。",
    "Figures and their sources": "数据与来源",
    "Figures and what they rest on": "数据与依据",
    "▲ more than, ▼ less than, ◆ about; hollow and dashed: a forecast or target, which has not happened.":
        "▲ 超过，▼ 不足，◆ 约；空心和虚线：预测或目标，尚未发生。",
    "▲ more than, ▼ less than, ◆ about; hollow: a forecast or target, which has not happened.": "▲ 超过，▼ 不足，◆ 约；空心：预测或目标，尚未发生。",
    "Triangle: more than; star: less than; diamond: about. Hollow and dashed: a forecast or target, which has not happened.":
        "三角：超过；星形：不足；菱形：约。空心和虚线：预测或目标，尚未发生。",
    "A click opens the figure with its evidence.": "点击可打开该数据及其依据。",
    "≠ contradicted": "≠ 有矛盾",
    " (forecast)": "（预测）",
    'multiselect("Of",': 'multiselect("对象",',
    'display_text="open"': 'display_text="打开"',
    '["Period", "Of", "Figure", "", "In the document\'s words", "Source"]': '["时间", "对象", "数据", "", "文档原文", "来源"]',
    '["Period", "Of", "Figure", "In the document\'s words", "Source"]': '["时间", "对象", "数据", "文档原文", "来源"]',
    '"period": "Period", "series_name": "Of", "label": "Figure", "in_conflict": "In conflict", "publisher_kind_label": "Kind of source"':
        '"period": "时间", "series_name": "对象", "label": "数据", "in_conflict": "矛盾", "publisher_kind_label": "来源类型"',
    '"source_title": "Source", "source_url": "Cited page", "quote": "In the document\'s words", "fact_url": "Evidence"':
        '"source_title": "来源", "source_url": "被引网页", "quote": "文档原文", "fact_url": "依据"',
    # 万 and 亿 in place of thousands and billions
    'exponentformat="B"': 'exponentformat="none"',
    "replace(datum.label, 'G', ' bn')": (
        "abs(datum.value) >= 1e8 ? format(datum.value / 1e8, ',~r') + ' 亿' :"
        " abs(datum.value) >= 1e4 ? format(datum.value / 1e4, ',~r') + ' 万' : format(datum.value, ',~r')"
    ),
    'toLocaleString("en",': 'toLocaleString("zh",',
}  # fmt: skip

# names of columns that the views have in Chinese as well
COLUMNS = {
    name: f"{name}_zh" for name in ("indicator_name", "series_name", "label", "publisher_kind_label", "publisher_name")
}
# texts of the documents for Grafana, Datasette and Superset, each a value by itself
TEXTS = {
    "Figures and what they rest on": "数据与依据",
    "Each fact once, however often it is stated; forecasts dashed; each figure with its source and what contradicts it.":
        "每个事实只列一次，不论陈述几次；预测为虚线；每个数据都附来源以及与之矛盾的说法。",
    "Each fact once, however often it is stated. Forecasts and targets are apart from what happened.":
        "每个事实只列一次，不论陈述几次。预测和目标与已发生的分开。",
    "Open these figures": "打开这些数据", "Indicator": "指标", "Unit": "单位", "Entities": "实体", "Entity": "实体", "Period": "时间", "Of": "对象",
    "Figure": "数据", "Qualifiers": "限定", "In conflict": "矛盾", "In the document's words": "文档原文", "Kind of source": "来源类型",
    "Source": "来源",
    "Actual values are joined by a line; forecasts and targets are dashed. The table has every figure in words.":
        "实际值以线相连；预测和目标为虚线。表中有每个数据的文字。",
    "${__field.labels.series_name} ${__field.labels.qualifiers} (${__field.labels.status})":
        "${__field.labels.series_name} ${__field.labels.qualifiers}（预测或目标）",
    "Each figure with its source": "每个数据及其来源", "The figure and its evidence": "数据及其依据", "The cited page": "被引网页",
    "≠ contradicted": "≠ 有矛盾",
    "Facts with their sources": "事实及其来源",
    "Views first: facts_flat has each fact once. The tables behind them are hidden.": "先看视图：facts_flat 中每个事实只有一行。其后的表已隐藏。",
    "▲ more than, ▼ less than, ◆ about; hollow and dashed: a forecast or target, which has not happened.":
        "▲ 超过，▼ 不足，◆ 约；空心和虚线：预测或目标，尚未发生。",
    "replace(datum.label, 'G', ' bn')": CAPTIONS["replace(datum.label, 'G', ' bn')"],
    "One indicator over time": "一个指标随时间的变化", "Each fact once; forecasts and targets are marked.": "每个事实一行；预测和目标已标出。",
    "What is contradicted": "有矛盾的数据", "Facts of which another figure or sentence says something else.": "另有数据或句子说法不同的事实。",
    "What is uncited": "没有引用的数据", "Facts without a marker behind the words that state them.": "陈述之后没有引用标记的事实。",
    "Which pages carry most": "哪些网页支撑最多", "Sources by the claims that rest on them alone.": "来源，按只依据它的陈述数排列。",
    "What is stated more than once": "不止一次陈述的事实", "Facts with more than one statement.": "有多处陈述的事实。",
    "Actual, forecast or target": "实际、预测或目标",
    "Each fact once, forecasts and targets apart. A bar of 'over 80 billion' stands at 80 billion: the table says so.":
        "每个事实只画一次，预测和目标分开。“超过 800 亿”的条形画在 800 亿处：表中有说明。",
    "What the bars say in words, whose words, and what contradicts them.": "条形所示数据的文字、出处，以及与之矛盾的说法。",
    "What facts rest on": "事实的依据", "Facts by the kind of publisher of their first source.": "事实，按首个来源的发布者类型。",
    "What is measured": "衡量了什么", "Facts by indicator, forecasts and targets apart.": "事实，按指标；预测和目标分开。",
    "Facts of which another figure or sentence says something that cannot also be right.": "与另一数据或句子不能同时成立的事实。",
    "Lowest": "最低", "Highest": "最高", "Facts": "事实", "Contradicted facts": "有矛盾的事实", "Uncited facts": "无来源的事实", "Statements": "陈述",
    "Sentences": "句子", "Cited statements": "有来源的陈述",
    "The figure; the largest where several meet. Empty where indicators or units are mixed.": "数据；多个时取最大。指标或单位混在一起时为空。",
    "The lowest lower end; open ones left out.": "最低的下限；开口的不计。", "The highest upper end; open ones left out.": "最高的上限；开口的不计。",
    "How many facts there are, each once.": "事实个数，每个只计一次。",
    "How many facts another figure or sentence contradicts.": "与其他数据或句子矛盾的事实个数。",
    "How many facts no marker supports.": "没有引用标记支持的事实个数。",
    "How many statements there are; a fact that is stated three times is three.": "陈述个数；陈述三次的事实计三次。",
    "How many sentences state them.": "作此陈述的句子数。", "How many statements a marker supports.": "有引用标记支持的陈述个数。",
}  # fmt: skip
