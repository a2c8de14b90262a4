"""What operations, their groups, statuses and headers are, in Chinese, by operation id, tag or the English."""

TAGS = {
    "metrics": "陈述所给出的数据，每条说明一个主体。",
    "claims": "报告中的句子。",
    "entities": "公司、模型、芯片、政策等有名称的事物。",
    "indicators": "数据所测量的内容。",
    "sources": "参考文献所指的网页。",
    "conflicts": "在数值、计算、口径或时间上相互矛盾的数据和陈述。",
    "corroborations": "相互重复的数据。",
    "documents": "一切事实所出自的报告。",
    "sections": "报告的标题及其正文。",
    "references": "参考文献的条目。",
    "citations": "正文中的引用标记及其所支持的文字。",
    "relations": "报告所写明的实体之间的关系。",
    "numbers": "报告中每一个数字的台账。",
    "publishers": "发布或刊载来源者。",
    "topics": "陈述所涉及的主题。",
    "units": "计量单位。",
    "series": "一个指标随时间的变化。",
    "aggregate": "分组的数据，及各组的度量。",
    "availability": "筛选的哪些取值有数据。",
    "search": "跨列表的全文搜索，按相关程度排序。",
    "dashboards": "由整理者编排的页面，由多块组成。",
    "fields": "数据字典。",
    "export": "整个数据库，作为数据包。",
    "service": "索引、健康检查和问题的种类。",
}
# names of the groups; their names in English are those of their addresses
TAG_NAMES = {
    "metrics": "数据", "claims": "陈述", "entities": "实体", "indicators": "指标", "sources": "来源", "conflicts": "矛盾",
    "corroborations": "互证", "documents": "报告", "sections": "章节", "references": "参考文献", "citations": "引用标记", "relations": "关系",
    "numbers": "数字台账", "publishers": "发布者", "topics": "主题", "units": "单位", "series": "时间序列", "aggregate": "分组统计",
    "availability": "数据覆盖", "search": "搜索", "dashboards": "仪表板", "fields": "字段", "export": "导出", "service": "服务",
}  # fmt: skip
# summary and description
OPERATIONS = {
    "list_metrics": (
        "列出数据",
        "列出报告中经人整理的数据，附数值、单位、时期、原文和支持它的参考文献。其余数字在 `/api/v1/numbers`。",
    ),
    "get_metric": ("一条数据", "给出一条数据，附其句子、选择器，以及支持它的标记、参考文献和来源。"),
    "list_claims": ("列出陈述", "列出报告中的每个句子，附类型、英译和支持它的来源。"),
    "get_claim": ("一条陈述", "给出一条陈述及其全部来历：报告、选择器、标记、参考文献、来源、数据和实体。"),
    "get_claim_verification": ("核对陈述", "将一条陈述与所存正文核对，逐项给出结果。"),
    "list_entities": ("列出实体", "列出报告提到的有名称的事物：公司、模型、芯片、政策等。"),
    "get_entity": ("一个实体", "给出一个实体及其关系，每条关系附写明它的文字。"),
    "list_indicators": ("列出指标", "列出全部指标，即数据所测量内容的词表，附各自的数据数。"),
    "get_indicator": ("一个指标", "给出一个指标，附说明和可作的计算。"),
    "list_sources": ("列出来源", "列出参考文献所指的各个网页，附发布者和所支持的陈述数。"),
    "get_source": ("一个来源", "给出一个来源，附指向它的参考文献和引用它的陈述。"),
    "list_conflicts": ("列出矛盾", "列出报告自相矛盾之处，以及双方若都成立会得出什么。"),
    "get_conflict": ("一处矛盾", "给出一处矛盾，附各成员及对其数值的计算。"),
    "list_corroborations": ("列出互证", "列出报告中重复出现的数据，附支持它们的独立发布者数。"),
    "get_corroboration": ("一组互证", "给出一组互证，附其数据和来源。"),
    "list_documents": ("列出报告", "列出事实所出自的报告。"),
    "get_document": ("一份报告", "给出一份报告，附其自述和各项数量。"),
    "get_document_text": ("报告正文的一段", "原样给出从 `start` 到 `end` 的正文，例如用来核对原文。"),
    "get_document_coverage": (
        "覆盖范围",
        "说明数据库涵盖了一份报告的哪些内容：按类型的陈述、按原因的数字、按章节的有引用和无引用的行、按发布者类型的支持，以及未提取的内容和原因。",
    ),
    "list_sections": ("列出章节", "列出报告的章节，即目录。"),
    "get_section": ("一个章节", "给出一个章节，附其位置及陈述数、数据数。"),
    "list_references": ("列出参考文献", "列出每份报告的参考文献条目。"),
    "get_reference": ("一条参考文献", "给出一条参考文献，附其来源和引用它的标记。"),
    "list_citations": ("列出引用标记", "列出正文中的每个引用标记，附其所支持文字的范围。"),
    "get_citation": ("一个引用标记", "给出一个引用标记，附其参考文献、来源和所支持的文字。"),
    "list_relations": ("列出关系", "列出谁开发、制造、发行或发布了什么，附写明它的原文。"),
    "get_relation": ("一条关系", "给出一条关系，附写明它的文字的选择器。"),
    "list_numbers": (
        "列出数字",
        "列出正文中的每一个数字，按报告读取程序的判断，附其所属的数据。\n\n`quote`、`value`、`unit`、`comparator` 和 `evidence` 只由正文读出；"
        "有 `metric_ids` 的，以及 `reason` 不是 `not yet curated` 的，已由人看过。`reason=not yet curated&read_as=figure` 列出尚无人整理的数据。区间的两个数字同属一段原文。",
    ),
    "get_number": ("一个数字", "给出一个数字，附其位置和所属的数据，或没有数据的原因。"),
    "list_publishers": ("列出发布者", "列出来源的发布者和平台。"),
    "get_publisher": ("一个发布者", "给出一个发布者或平台，附其域名和来源数。"),
    "list_topics": ("列出主题", "列出全部主题；主题是封闭的词表。"),
    "get_topic": ("一个主题", "给出一个主题，附说明和陈述数。"),
    "list_units": ("列出单位", "列出全部计量单位。货币用 ISO 4217 代码。"),
    "get_unit": ("一个单位", "给出一个单位，附其符号和数据数。"),
    "get_series": (
        "一个指标随时间的变化",
        "给出一个指标随时间变化的数据，可限于若干实体，按绘图所用的时间排序。\n\n"
        "`shape=long` 是列表，每个事实一行，不论陈述几次（`repeats=all` 给出每条陈述），并标出预测值和目标值。没有时期的数据排在最后，没有时间；"
        "`period__isnull=false` 略去它们。有角色的数据（门槛、能力）被略去，数量在 `meta` 中；`roles=all` 予以显示。\n\n"
        "`shape=wide` 每个时期一行、每个序列一列，不分页。一格中有多条数据时，实际值先于预测值和目标值，有引用先于无引用，准确值先于带限定语的值。"
        "其余数据在 `alternatives` 中，`differs` 说明其中是否有不同的说法。这一顺序不判断哪个正确。`actuals`、`forecasts` 和 `targets` 将 `values` "
        "合在一起的内容分开，在 CSV 中各为列。`fields` 选择每条数据还要显示什么（`display,source_url,in_conflict`），`names=true` 以名称称呼序列。\n\n"
        "单位不止一个时拒绝（422，附各单位），因为一根轴无法表示。",
    ),
    "get_aggregate": (
        "汇总数据",
        "将符合 `/api/v1/metrics` 筛选的数据按最多三个维度分组，并计算各组的度量。\n\n"
        "**组。** 一组包含同名筛选所符合的数据：章节的组包含其下级；有多个主题、参考文献、来源或发布者的数据在每一组中都有。"
        "只有当每条数据在某维度上只有一个值时，才可将各组相加。没有值的数据在值为 null 的组中。`period` 按所写的时期分组，"
        "`year` 按包含该时期的公历年分组，没有时期或跨年则为 null。章节和参考文献在各报告内编号，因此同时按 `document` 分组。"
        "`count__gte=2` 和 `max__lt=…` 选择组；`sort` 可用度量和分组的维度。默认数量最多的在前，没有值的组在最后。\n\n"
        "**拒绝的请求。** 会得出误导性数字的请求返回 422，附造成问题的值。除计数外，每组只能有一个单位，中位数还要求只有一个指标。"
        "求和或平均还要求主体各不相同、只有一个且 `aggregation` 允许的指标、一个状态（预测值和目标值不能与实际值相加）、一个时期，限定语至多一个方向。"
        "一个主体只可出现一次，除非有共同的限定词区分其各部分；实体不可与其所属的实体同时出现。一个主体是否为其他写法不同的主体的合计不得而知；"
        "请循 `metric_ids` 核对。\n\n"
        "**结果。** 数字是精确的小数。`min` 和 `max` 是所写的最外端的值。一组中陈述同一事实的数据只计入并列出第一条，`repeated_count` 说明略去多少。"
        "使用 `repeats=all` 时每条都计入，但各方面都相同者在中位数、和与平均中只计一次。有角色的数据（门槛、能力）被略去，数量在 `meta` 中，"
        "除非用 `roles=all` 或按 `qualifier.role` 筛选。数据为区间时，度量由下限算出，其 `…_max` 由上限算出。`comparator` 说明度量与真实值的关系："
        "“超过 70” 与 “80” 之和至少为（`ge`）150。\n\n"
        "**图表。** `vega-lite`、`svg`、`png` 和 `svg-narrow`（用于手机）画出一个度量：按大小的条形，或用 `group_by=year` 按时间。\n\n"
        "**数据很多时。** 按数据自身字段的计数，以及对全部数据按 `indicator,unit` 预存的全部度量，都是精确的。其他计数、`min` 和 `max` 最多取 50,000 条数据："
        "符合者更多时取编号最前的至多 20,000 条，编号是随机的。`metrics_counted` 说明取了多少条：此时计数为下限，真实的 `min` 可能更低、`max` 可能更高，可能缺组，也不列出数据。"
        "部分数据无法得知的则拒绝：超过 20,000 条数据的中位数、和与平均，对度量的条件，文件，图表。\n\n"
        "**依据。** 不超过 `members` 条数据的组列出其数据、来源和参考文献。更大的组中这些为 null，`metrics_url` 逐页列出数据。`members=0` 使返回内容较小。",
    ),
    "get_availability": (
        "筛选会得到什么",
        "列出 `/api/v1/metrics` 的每个筛选在其他筛选之下有数据的取值，附数据数。\n\n与分面一样，不计该筛选自身的条件，从而显示当前取值之外的选择。"
        "`period` 按所写的时期计数，而筛选符合重叠的时期。符合的数据多到无法一次读完时，计数和范围只涉及其中一部分，并予以说明"
        "（`rows_counted`、`count_is_estimate`）。自由文字的筛选没有取值列表。取值多于 `limit` 时用 `/api/v1/aggregate?group_by=…` 翻页；其他列表用 `facets=`。",
    ),
    "search": (
        "全部搜索",
        "在多个列表中搜索含有全部词语的行，最相关的在前，各附最相关的字段和标出的匹配处。\n\n"
        "任意长度的中文词在任何位置匹配，拉丁文词按整词匹配任何词形（`centre` 找到 `centers`）。全角半角、大小写、繁体简体和不可见字符没有区别；"
        "`LLM` 与 `大模型` 等同义词互相找到。`OR` 或 `|` 表示二者之一，`NOT` 或 `-` 表示排除，引号表示短语，括号表示分组。\n\n"
        "问句读作其所问的词（`百度的市场份额是多少` 读作 `百度 市场份额`），含年份的中文词读作两个；`read_as` 予以说明。问句或没有行同时含有的词，"
        "其结果是含有大部分词语或相关词的行；`missing` 说明各条结果所缺的词，`note` 说明什么完全没有找到。句子和数据附有其依据和句子中的全部数据。\n\n"
        "没有行含有全部词时，在已知名称处切开，`left_out` 说明 `lists` 的计数略去了哪些词，`nearest` 为没有任何行含有的英文词各提示一个相近的词。"
        "用 `/{list}?q=` 翻看一个列表的全部匹配行。",
    ),
    "suggest": (
        "补全名称",
        "按中文或英文的名称、别名或同义词中以 `q` 开头的词，找出筛选所用的值。\n\n没有时，找名称含有 `q` 各词者；再没有时，找问题或句子所提到的一切，"
        "按其次序：`百度的市场份额是多少` 提到 `entity=baidu` 和 `indicator=market-share`。",
    ),
    "list_dashboards": ("列出仪表板", "列出全部仪表板：由多块组成的页面，每块附其行的地址。供人阅读的页面在 `/dashboard`。"),
    "get_dashboard": ("一个仪表板", "给出一个仪表板，附其各块和编排它的文件。"),
    "list_fields": ("数据字典", "说明每个列表的每个字段：类型、单位、含义、来历、筛选、排序键和示例值。"),
    "get_export": (
        "整个数据库",
        "下载数据库，格式为 [Frictionless Data Package](https://datapackage.org)：每个列表和关联表各一个 CSV 文件，`datapackage.json` 有类型、说明、键和"
        "哈希值，另有原样的报告和一份 README。数据集版本和代码不变，字节就不变。`factbase export FILE` 写出同样的文件。",
    ),
    "get_index": ("索引", "列出文档、各列表和其他端点的地址。"),
    "get_health": ("存活", "只要进程在运行就有应答，不论数据库的状态。"),
    "get_readiness": ("就绪", "检查数据库。数据库停机、无响应、未迁移、未载入数据或有表无法读取时返回 503 和原因。"),
    "get_problem": ("一种问题", "说明一种问题：其 `type` 所指的页面（RFC 9457 第 3.1.1 节）。"),
}
ABOUT = """来自报告的事实：每条附写明它的文字；文字后有引文标记的，附标记所引的网页。{evidence}

**列表** 用同一套语法：`field=value`（可重复，或用逗号分隔多个值，表示“或”）、`field__ne`、`__gt`、`__gte`、`__lt`、`__lte`、`__contains`、
`__isnull`；`q` 为全文搜索；`sort=-value,period`；`limit` 为 1 到 1000；`cursor` 取自 `page.next_cursor`；`fields=a,b`；`include=` 用于嵌入；
`facets=` 用于计数；`count=exact|none`；`lang=en|zh`；`format=`，或 `Accept`。对相关行的多个筛选须由同一行符合：
`/api/v1/sources?section=3&topic=market` 找出被第 3 章中关于市场的一个句子引用的来源。使用 `__ne` 时，没有任何相关行有该值。未带任何值的筛选（`entity=`）视为没有给出，`meta.cleared_filters` 会列出它。未知的参数或取值会被拒绝，绝不忽略。

**错误** 是问题说明（RFC 9457），指出参数、允许的内容和最接近的写法；`type` 中的地址说明这种问题。若 `Accept` 接受 JSON 而更偏好 `text/plain`，问题以一行文字给出。

**缓存**：应答带有强 `ETag`。请求在 `If-None-Match` 中带回它，数据未变则得到 304。每个路径都接受 `GET`、`HEAD` 和 `OPTIONS`；其他方法返回 405。

**位置** 是在报告原文中的 Unicode 码位，含起始、不含结束。

`/guide` 有 pandas、DuckDB、电子表格和仪表板的用法；`/api/v1/fields` 说明每个字段的含义。示例是服务自带数据的应答。
"""
RESPONSES = {
    "Successful Response": "成功",
    "The address is too long": "地址过长",
    "Temporarily unavailable": "暂时无法应答",
    "Invalid parameter": "有参数无法使用",
    "No acceptable format": "没有可接受的格式",
    "Not found": "没有这一项",
    "No longer available": "这项内容已不在",
    "The query ran too long": "查询用时过长",
    "Guide and recipes": "指南和用法",
}
HEADERS = {
    "Strong entity tag of the response; unchanged as long as data, code and request are the same.": "应答的强标签；数据、代码和请求不变，它就不变。",
    "When the data was loaded.": "数据载入的时间。",
    "How long the response may be reused without asking again.": "应答可用多久而不必再次请求。",
    "Request headers that the response depends on.": "应答所取决于的请求头。",
    "Version of the data; changes whenever any row changes.": "数据的版本；任何一行变化，它就变化。",
    "Language of names and labels.": "名称和标签的语言。",
    "RFC 8288: the `next` page, `alternate` formats, what the fields mean (`describedby`), the permanent address (`cite-as`).": "RFC 8288：`next` 下一页，`alternate` 其他格式，`describedby` 字段的含义，`cite-as` 永久地址。",
    "File name to save the response under.": "保存文件所用的名称。",
    "Number of seconds to wait before trying again.": "多少秒之后值得再试。",
}
