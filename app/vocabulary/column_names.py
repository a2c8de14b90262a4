"""What the column of a field is called: for SQL, as in CSV, flat Parquet, the data package and the views; and for people."""

from app.vocabulary.names import Language

# words that SQL reserves, and one that does not say that it is a boolean
_COLUMNS = {"start": "start_offset", "end": "end_offset", "as_of": "is_cumulative"}
# where the name itself is no plain English
_ENGLISH = {
    "as_of": "Cumulative", "is_forecast": "Forecast", "is_total": "Contains another", "in_conflict": "In conflict",
    "same_as": "Same article", "sha256": "SHA-256", "id": "ID",
    "url": "URL", "number": "No.", "start": "Start offset", "end": "End offset",
}  # fmt: skip
_CHINESE = {
    "list": "列表", "field": "字段", "column": "列名", "nullable": "可为空", "meaning": "含义", "origin": "来历种类", "origin_detail": "来历说明",
    "filters": "筛选", "sorts": "排序键", "include": "嵌入", "example": "示例", "facet": "是否为分面", "differs": "说法是否不同",
    "alternatives": "其余数据", "topic": "主题代号", "reference": "参考文献代号", "count": "数量", "min": "最小值", "max": "最大值",
    "median": "中位数", "sum": "合计", "mean": "平均值", "hedged_count": "带限定语的数据数", "range_count": "区间数据数",
    "forecast_count": "预测和目标数", "undated_count": "无时期的数据数", "qualified_count": "有限定词的数据数", "conflict_count": "有矛盾的数据数",
    "repeated_count": "重复的数据数", "metrics_url": "各数据的地址",
    "after": "其后文字", "aggregation": "聚合方式", "aliases": "别名", "as_of": "是否累计", "author": "作者", "before": "其前文字",
    "body_end": "自身正文结束位置", "caveat": "文件自述", "caveat_end": "自述结束位置", "caveat_start": "自述起始位置",
    "citation_count": "引用标记数",
    "citations": "引用标记", "cited": "是否被引", "claim": "陈述", "claim_count": "陈述数", "claim_id": "陈述编号", "claim_ids": "各陈述编号",
    "claims": "各陈述", "code": "代码", "comparator": "比较关系", "complete": "是否整理完毕", "computed": "计算", "conflict_ids": "各矛盾编号",
    "conflicts": "各矛盾", "corroboration_ids": "各互证编号", "corroborations": "各互证", "curated": "是否已整理", "description": "说明",
    "deviation": "允差", "direction": "方向", "display": "数据", "document": "报告", "document_count": "报告数",
    "end": "结束位置", "entities": "各实体", "entity": "实体代号",
    "entity_detail": "实体", "entity_details": "所涉实体", "entity_name": "实体名称", "entity_type": "实体类型", "evidence": "依据",
    "evidence_count": "陈述句数", "exempt": "不由引文得出的原因", "explanation": "解释", "fact_url": "数据页面",
    "granularity": "时期长短", "metric_id": "数据编号", "metric_url": "数据地址", "hedge": "限定语", "hosts": "域名",
    "id": "编号", "in_conflict": "是否有矛盾", "independent_publisher_count": "独立发布者数", "indicator": "指标代号", "indicator_detail": "指标",
    "indicator_name": "指标名称", "is_forecast": "是否预测", "is_total": "是否含另一数据",
    "issuer": "发布机构", "kind": "类型", "label": "标注", "language": "语言",
    "length": "长度", "level": "层级", "metric_count": "数据数", "metric_ids": "各数据编号", "metrics": "各数据", "name": "名称", "note": "备注",
    "number": "号", "number_count": "数字数", "object": "客体代号", "object_entity": "客体", "object_name": "客体名称", "ordinal": "序号",
    "origins": "来历", "paragraph": "段落", "parent": "上级章节", "period": "时期", "period_basis": "时期依据", "period_end": "时期末日",
    "period_kind": "时期种类", "period_mid": "时期中点", "period_start": "时期首日", "platform": "平台", "predicate": "谓词",
    "published_from": "日期出处", "published_on": "发布日期", "publisher": "发布者代号", "publisher_count": "发布者数", "publisher_detail": "发布者",
    "publisher_kind": "发布者类型代号", "publisher_kind_label": "发布者类型", "publisher_name": "发布者名称", "qualifier_label": "限定词说明",
    "qualifiers": "限定词", "quote": "原文", "read_as": "读作", "reason": "原因", "reference_count": "参考文献数", "reference_ids": "各参考文献编号",
    "reference_numbers": "参考文献号", "references": "参考文献", "scope_end": "支持范围结束位置", "scope_start": "支持范围起始位置", "script": "书写",
    "section": "章节代号", "section_count": "章节数", "section_title": "章节标题", "same_as": "同一文章", "series": "序列", "series_name": "序列名称",
    "sha256": "SHA-256", "slug": "代号", "sole_support_count": "唯一支持数", "source": "来源", "source_count": "来源数", "source_id": "来源编号",
    "source_ids": "各来源编号", "source_link": "来源页面", "source_title": "来源标题", "source_url": "来源网址", "sources": "来源",
    "start": "起始位置",
    "status": "状态", "subject": "主体", "subject_entity": "主体实体", "subject_name": "主体名称", "symbol": "符号", "text": "文字",
    "time": "日期", "times_stated": "陈述次数",
    "title": "标题", "topics": "主题", "type": "类型", "uncited_count": "无引用数", "unit": "单位代码", "unit_kinds": "单位种类", "unit_name": "单位",
    "unit_text": "原文单位", "url": "网址", "value": "数值", "value_high": "上限", "value_low": "下限", "value_max": "区间上限", "year": "年份",
}  # fmt: skip
_ENDS = {
    "_en": (" (English)", "（英文）"), "_zh": (" (Chinese)", "（中文）"), "_label": (" (name)", "（名称）"), "_max": (" (upper end)", "（上限）"),
}  # fmt: skip


def column_name(field: str) -> str:
    """The column of a field of the API: the field's name, but for reserved words."""
    return _COLUMNS.get(field, field)


def column_label(field: str, lang: Language) -> str:
    """What a column is called for people; `sources.url` of embedded rows is `Sources: URL`."""
    return ("：" if lang == "zh" else ": ").join(_label(one, lang) for one in field.split("."))


def _label(name: str, lang: Language) -> str:
    end_of = "" if name in _CHINESE else next((end for end in _ENDS if name.endswith(end)), "")
    base, end = name.removesuffix(end_of), _ENDS.get(end_of, ("", ""))
    if lang == "zh":
        return _CHINESE.get(base, base) + end[1]
    return _ENGLISH.get(base, base.replace("_", " ").capitalize()) + end[0]
