"""The texts of /llms.txt in Chinese, by their English."""

HEAD = """# factbase

> 从文件中整理出的事实数据库。每条陈述、每个数据都可以追溯到说出它的原文；原文后有引文标记的，还可以追溯到标记所引用的网页。
> 只读，无需密钥，默认返回 JSON，错误是 RFC 9457 问题说明。

{evidence}每行的 `evidence` 说明它有没有引文标记。
陈述记录文件说了什么，标记记录文件为此引用了哪个网页；网页说得对不对，没有核实过。
文件自己的文字才是依据；其他语言的文字，其英文由机器译出。下面的每个网址都可以直接使用。
"""

TEXTS = {
    "DO": "要",
    "DON'T": "不要",
    "Resolve a name to its slug first": "先把名称查成代号",
    "guess slugs: an unknown value gets 422 with the nearest one": "猜代号：不认识的值得到 422，并附最接近的一个",
    "Search with words in Chinese or English": "用中文或英文的词搜索",
    "page through a whole list to find a word": "为了找一个词而翻完整个列表",
    "Ask a whole question": "把问题整句提出",
    "take a result for an answer if `missing` names the word that matters": "把 `missing` 中有关键词的结果当作回答",
    "Include an entity's models and products with `related=true`": "用 `related=true` 把实体的模型和产品一并包括进来",
    "conclude from one slug alone that nothing is known": "只查了一个代号就断定没有数据",
    "Filter by unit before comparing metrics": "比较数据之前先按单位筛选",
    "add or rank values in mixed units, or sum an indicator whose `aggregation` is not `sum`": (
        "把不同单位的值相加或排名，或对 `aggregation` 不是 `sum` 的指标求和"
    ),
    "Read what an indicator means and whether it can be summed": "查看指标的含义以及能否求和",
    "infer it from its name": "凭名称推断",
    "Keep forecasts and targets apart from actual values": "把预测值和目标值与实际值分开",
    "state a forecast as a fact": "把预测当作事实陈述",
    "Quote `quote` and name its sources": "引用 `quote` 并说明来源",
    "cite a source for a row whose `evidence` is `uncited`": "为 `evidence` 是 `uncited` 的行写上来源",
    "Look for metrics that contradict each other": "查看相互矛盾的数据",
    "silently pick one of two metrics": "在两个数据中悄悄选用一个",
    "Look up the values of a filter before choosing one": "先查筛选有哪些可用的值，再从中选择",
    "try values until one returns something": "逐个试值，直到有结果为止",
    "Use a series for charts": "作图用序列",
    "join forecasts to actual values unmarked: `is_forecast` tells them apart": (
        "不加标记就把预测值与实际值连成一线：`is_forecast` 区分两者"
    ),
    "Count with `count=exact` or `facets`": "用 `count=exact` 或 `facets` 计数",
    "count rows by loading them all": "为了计数而取回所有的行",
    "Follow `page.next_cursor` until it is null": "沿 `page.next_cursor` 翻页，直到它为 null",
    "make up cursors or offsets": "自己编造游标或偏移量",
    "Request only the fields you need": "只取需要的字段",
    "load whole rows to read one field": "为了一个字段取回整行",
    "Documentation": "文档",
    "Lists": "列表",
    "Other endpoints and single objects": "其他端点和单个对象",
    "How to cite": "如何引用",
    "Guide": "指南",
    "recipes for pandas, DuckDB, spreadsheets and dashboards": "pandas、DuckDB、电子表格和仪表板的做法",
    "every parameter, response and error with real examples": "每个参数、回答和错误，附真实的例子",
    "Data dictionary": "数据字典",
    "meaning, unit and origin of each field": "每个字段的含义、单位和来历",
    "Integrations": "对接文件",
    "files for Superset, Grafana, Streamlit, notebooks and the like, ready to run": (
        "供 Superset、Grafana、Streamlit、笔记本等使用的文件，可以直接运行"
    ),
    "Index": "索引",
    "the address of everything": "各项内容的地址",
    "A figure as text": "一个数据的文字引文",
    "APA; `gbt7714` is GB/T 7714-2015": "APA 格式；`gbt7714` 为 GB/T 7714-2015",
    "A source, for reference managers": "一个来源，供文献管理软件使用",
    "also `ris`, `csl`": "另有 `ris`、`csl`",
    "A claim with its full provenance": "一条陈述及其全部依据",
    "selectors, markers, references, sources": "选择器、标记、参考文献、来源",
    "The same claim as linked data": "同一条陈述的关联数据形式",
}
