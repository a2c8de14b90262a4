"""What pages say of the parts of them that are fetched later, in Chinese by its English."""

PARTS = {
    "All figures by indicator": "按指标列出全部数据",
    "Every place that states it": "所有陈述它的地方",
    "Figures with its models, products and subsidiaries": "数据（含其模型、产品和子公司）",
    "Figures of the same subject": "同一主体的数据",
    "Show the chart": "显示图表",
    "The figures below, drawn": "下列数据的图",
    "The table is made of the first {n} of {all} figures.": "此表由全部 {all} 个数据中的前 {n} 个得出。",
    "pages": "个页面",
}
