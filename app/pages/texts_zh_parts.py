"""What pages of objects and empty lists say, and parts that are fetched later, in Chinese by its English."""

PARTS = {
    "Better": "何者为好",
    "a higher value, usually": "通常数值越高越好",
    "a lower value, usually": "通常数值越低越好",
    "neither a higher nor a lower value": "高低都不代表好坏",
    "Which sentences are uncited?": "哪些句子无引用？",
    "Show the figures of each side": "列出各方的数据",
    "All figures by indicator": "按指标列出全部数据",
    "Curators name these, and none is named yet.": "这些由整理者标出，目前还没有。",
    "Every place that states it": "所有陈述它的地方",
    "Figures are checked by curators, and none has been yet. Those that were read from a report are shown in it.": (
        "数据由整理者核对，目前还没有。从报告中自动读取的数据可在报告中看到。"
    ),
    "Figures with its models, products and subsidiaries": "数据（含其模型、产品和子公司）",
    "Figures of the same subject": "同一主体的数据",
    "Search everything for these words": "在全部内容中搜索这些词",
    "Search for it": "搜索这个词",
    "Show the chart": "显示图表",
    "The figures below, drawn": "下列数据的图",
    "There is nothing here yet.": "这里还没有内容。",
    "To the first": "到第一句",
    "{a} of {b} sentences carry a marker. No figure has been curated yet.": "{b} 句中 {a} 句有引用标记。还没有经过整理的数据。",
    "Without any filter": "去掉全部条件",
    "The table is made of the first {n} of {all} figures.": "此表由全部 {all} 个数据中的前 {n} 个得出。",
    "pages": "个页面",
}
