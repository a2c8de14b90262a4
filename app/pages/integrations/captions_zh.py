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
    "' bn'": "' 十亿'",
    'toLocaleString("en",': 'toLocaleString("zh",',
}  # fmt: skip
