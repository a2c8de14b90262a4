"""One error of each kind that a second reading found, planted in a copy of the seeds: `factbase check` names it."""

import re
import shutil
from pathlib import Path

import pytest

from app.config import HOME
from app.seeding.build import build
from app.seeding.seed_files.problems import SeedError

FACTS = "facts/china-llm-industry-2025"
CORROBORATIONS = "corroborations/china-llm-industry-2025.yaml"
# kind, file, what is replaced, by what, the problem
PLANTED = [
    ("a multiple of growth as a ratio", f"{FACTS}/1.2.yaml", r'quote: "5 倍"', 'quote: "5 倍", value: 5', "value 5, but the quote '5 倍' says 500"),
    ("a ratio for a growth", f"{FACTS}/4.3.yaml", r'quote: "翻倍"', 'quote: "翻倍", value: 2', "value 2, but the quote '翻倍' says 100"),
    (
        "a hedge before the thing compared",
        f"{FACTS}/4.1.yaml",
        r'quote: "12 倍"',
        'quote: "12 倍", comparator: eq',
        "comparator eq, but the quote '12 倍' says approx",
    ),
    (
        "a tolerance as a bound",
        f"{FACTS}/2.2.yaml",
        'quote: "±0.8 微米"',
        'quote: "±0.8 微米", comparator: le',
        "comparator le, but the quote '±0.8 微米'",
    ),
    ("twins coded apart", f"{FACTS}/3.3.yaml", 'period: "2030"', 'period: "2031"', "the members differ in period: '2030', '2031'"),
    (
        "twins that nothing joins",
        CORROBORATIONS,
        r"- slug: ai-deals-2025\n(?:  .*\n)+",
        "",
        "'709 起' is said of china-ai-sector in",
    ),
    (
        "an alias of two entities",
        "entities/region.yaml",
        r"    - \{text: 美国, lang: zh\}\n",
        "    - {text: 美国, lang: zh}\n    - {text: 我国, lang: zh}\n",
        "'我国' is an alias of china as well",
    ),
    ("an opinion as a fact", f"{FACTS}/6.2.yaml", r"kind: opinion(?=, topics: \[[a-z, -]+\]\}\n\n)", "kind: fact", "this is an opinion"),
    ("a share without its whole", f"{FACTS}/5.2.yaml", "of: deal-count, denominator: unstated", "of: deal-count", "share needs a denominator"),
    (
        "a qualifier that is neither a word nor rendered",
        f"{FACTS}/1.2.yaml",
        'baseline: "国际竞品"',
        'baseline: "国际竞争者"',
        "国际竞争者",
    ),
    (
        "a conflict of one of several that are said together",
        "conflicts/china-llm-industry-2025.yaml",
        r"    achieved_retail: .*\n",
        "",
        "'超过 50%' is said of '零售电商' in the same words",
    ),
    (
        "a word of the clause that no qualifier says",
        f"{FACTS}/1.2.yaml",
        "of: inference-latency, basis: lowest",
        "of: inference-latency",
        "'低至' qualifies '20 毫秒'",
    ),
    (
        "a day's cost as a cost",
        f"{FACTS}/3.3.yaml",
        r'(quote: "8.7 万美元".*of: "推理系统"), per: day',
        r"\1",
        "'单日' qualifies '8.7 万美元'",
    ),
    (
        "a year's gain as a gain",
        f"{FACTS}/2.2.yaml",
        r'(quote: "超 15 亿元".*of: "收益"), per: year',
        r"\1",
        "'年增收益' qualifies '超 15 亿元'",
    ),
    (
        "filings of nothing",
        f"{FACTS}/1.3.yaml",
        r'(subject: "浙江省".*), qualifiers: \{of: large-model-filings\}',
        r"\1",
        "nothing says what is counted: give the figure a qualifier `of`, or filing-count a `noun`",
    ),
    (
        "a number of nothing",
        "vocabulary/indicators.yaml",
        r"  noun: \{one: device, many: devices, zh: 设备\}\n",
        "",
        "nothing says what is counted: give the figure a qualifier `of`, or shipment-volume a `noun`",
    ),
    (
        "a hedge that the English drops",
        f"{FACTS}/5.2.yaml",
        "of which about 40% will",
        "of which 40% will",
        "the rendering drops the hedge of '约 40%'",
    ),
    (
        "a figure that the English has otherwise",
        f"{FACTS}/2.1.yaml",
        "a share of 16.6%",
        "a share of 16.9%",
        "the rendering lacks '16.6%'",
    ),
    (
        "a member of a conflict that no sentence states",
        "conflicts/china-llm-industry-2025.yaml",
        r'    alibaba: \{section: "1.3", quote: "18 个"\}',
        '    alibaba: {section: "1.3", quote: "19 个"}',
        "19 个",
    ),
    (
        "a share of which the subject is the whole",
        f"{FACTS}/4.1.yaml",
        'subject: "源自企业研发的重要模型"',
        'subject: "重要模型"',
        "'重要模型' is the whole of this share",
    ),
    (
        "a growth by times in percent only",
        f"{FACTS}/2.3.yaml",
        r"improved by 5 times \(500%\)",
        "improved by 500%",
        "the rendering has '5 倍' in percent only",
    ),
    (
        "a period that nothing around gives",
        f"{FACTS}/5.2.yaml",
        r'(quote: "近 3 亿美元".*)period: "2025"',
        r'\1period: "2021"',
        "neither the sentence nor its section before it says 2021",
    ),
    (
        "a version without a series",
        f"{FACTS}/3.2.yaml",
        r"      - \{subject: ernie-x1, predicate: part_of_series, .*\n",
        "",
        "ernie-x1 is a version of ernie by its name",
    ),
    (
        "a version that is only put into a wider series",
        f"{FACTS}/2.3.yaml",
        r"      - \{subject: hunyuanworld-1-0, predicate: part_of_series, object: hunyuanworld, .*\n",
        "",
        "hunyuanworld-1-0 is a version of hunyuanworld by its name",
    ),
    (
        "a version whose series its sentence does not list",
        f"{FACTS}/4.1.yaml",
        r"      - \{subject: deepseek-r1, predicate: part_of_series, object: deepseek-r, .*\n",
        "",
        "the names of deepseek-r1 and deepseek-r state deepseek-r1 part_of_series deepseek-r here as well",
    ),
    (
        "an owner's name in front whose relation its sentence does not list",
        f"{FACTS}/4.3.yaml",
        r"      - \{subject: ascend, predicate: made_by, .*\n",
        "",
        "the names of huawei and ascend state ascend made_by huawei here as well",
    ),
    (
        "a company that is built on something",
        f"{FACTS}/3.2.yaml",
        r"(      - \{subject: baidu-apollo, predicate: developed_by, .*\n)",
        r'\1      - {subject: horizon-robotics, predicate: based_on, object: domestic-frameworks, quote: "基于国产框架"}\n',
        "horizon-robotics is a company, which is not built on anything",
    ),
    (
        "use as authorship",
        f"{FACTS}/4.2.yaml",
        r"(      - \{subject: doubao, predicate: developed_by, .*\n)",
        r'\1      - {subject: glm-architecture, predicate: developed_by, object: zhipu, quote: "智谱 AI 专注于技术创新，通过 GLM 架构"}\n',
        "says that glm-architecture is used, not whose it is",
    ),
    (
        "a relation with what the sentence does not name",
        f"{FACTS}/4.2.yaml",
        "predicate: developed_by, object: anthropic",
        "predicate: developed_by, object: amazon",
        "amazon is not among the entities of this sentence",
    ),
    (
        "a series mentioned within its version's name",
        f"{FACTS}/4.1.yaml",
        r"subject: \[claude-3-5, gpt-4-5\], mentioned: \[",
        "subject: [claude-3-5, gpt-4-5], mentioned: [claude, ",
        "'Claude' of 'Claude 3.5' is no mention of claude",
    ),
    (
        "an act as an opinion",
        f"{FACTS}/5.1.yaml",
        r"kind: fact(?=, topics: \[policy\], subject: \[china\]\}\n\n  - text: \"北京、上海、深圳)",
        "kind: opinion",
        "'出台了' says what was done",
    ),
    (
        "a pronoun of another sentence",
        f"{FACTS}/5.2.yaml",
        "Among the investors in the AI industry, industrial",
        "Among them, industrial",
        "the rendering begins with 'Among them'",
    ),
    (
        "a sum as a figure",
        f"{FACTS}/1.3.yaml",
        r'(quote: "48.5%".*denominator: national-total), basis: together',
        r"\1",
        "'合计' qualifies '48.5%'",
    ),
    (
        "what a figure can fall to as the figure",
        f"{FACTS}/3.1.yaml",
        'condition: "浸没相变液冷", basis: lowest',
        'condition: "浸没相变液冷"',
        "'可降至' qualifies '1.04'",
    ),
    (
        "an implied subject that the English does not name",
        f"{FACTS}/5.2.yaml",
        "enthusiasm for investment in China's AI sector is rising",
        "enthusiasm for investment is rising",
        "china-ai-sector is implied in the sentence, and the rendering does not name it",
    ),
    (
        "a beginning as a period",
        f"{FACTS}/1.3.yaml",
        r'(quote: "超 90%".*subject: "百度文心大模型",)',
        r'\1 period: "2025-06",',
        "the sentence says what holds after 2025-06",
    ),
    (
        "a growth against the year before as any growth",
        f"{FACTS}/1.1.yaml",
        r'(quote: "62%".*of: market-size), basis: year-on-year, ',
        r"\1, ",
        "'同比' qualifies '62%'",
    ),
    (
        "deals newly made as all deals",
        f"{FACTS}/5.2.yaml",
        "scope: primary-market, basis: newly-added",
        "scope: primary-market",
        "'新增的' qualifies '435 起'",
    ),
    (
        "a demonstrative of another sentence",
        f"{FACTS}/2.1.yaml",
        "Of the combined size of the two markets in the first half of 2025,",
        "Of this,",
        "the rendering begins with 'Of this'",
    ),
    (
        "a sector's rate of nothing",
        f"{FACTS}/6.3.yaml",
        r'(subject: "教育", entity: education), qualifiers: {of: large-models, region: china}',
        r"\1, qualifiers: {region: china}",
        "penetration-rate needs a of or denominator or scope",
    ),
    (
        "a year of what is forecast as that of a figure beside it",
        f"{FACTS}/6.1.yaml",
        r'subject: "能源成本", entity: null, status: actual',
        'subject: "能源成本", entity: null, period: "2025", status: actual',
        "the sentence says 2025 of what it forecasts only",
    ),
    (
        "what a figure can reach as the figure",
        f"{FACTS}/3.2.yaml",
        "condition: four-bit-quantization, basis: highest",
        "condition: four-bit-quantization",
        "'可达' qualifies '2000 以上'",
    ),
    (
        "a subject that only its sentence explains",
        f"{FACTS}/2.3.yaml",
        'subject: "文心 5.0", entity: ernie-5-0',
        'subject: "该模型", entity: ernie-5-0',
        "'该模型' names nobody when it is read alone",
    ),
    (
        "a market by the word market only",
        f"{FACTS}/6.2.yaml",
        "the leading companies of China's large-model market will see market share",
        "leading companies will see market share",
        "china-llm-market is implied in the sentence, and the rendering does not name it",
    ),
    (
        "what is provided as a piece of what provides it",
        f"{FACTS}/3.2.yaml",
        r"(      - \{subject: baidu, predicate: operates, object: baidu-baige, .*\n)",
        r'\1      - {subject: baidu-baige, predicate: part_of, object: baidu-qianfan, quote: "百度千帆大模型平台提供专用 GPU 集群（百度百舸）"}\n',
        "says what is provided, which is no piece of it",
    ),
    (
        "a series that the quote does not name",
        f"{FACTS}/3.2.yaml",
        r'object: deepseek-r, quote: "DeepSeek V3/R1"',
        'object: deepseek-r, quote: "R1 满血版"',
        "'R1 满血版' does not name deepseek-r",
    ),
    (
        "the year of a figure as that of the next",
        f"{FACTS}/3.1.yaml",
        'subject: "华为昇腾、寒武纪、壁仞科技、地平线等企业", entity: null, period: "2025", period_basis: context',
        'subject: "华为昇腾、寒武纪、壁仞科技、地平线等企业", entity: null, period: "2025"',
        "the sentence says 2025 of another figure",
    ),
]  # fmt: skip


def test_planted_errors_are_found(tmp_path: Path) -> None:
    """All at once: each is in a place of its own, and a check tells all that it finds."""
    seeds = Path(shutil.copytree(HOME / "seeds", tmp_path / "seeds"))
    for _, name, old, new, _ in PLANTED:
        text, count = re.subn(old, new, (seeds / name).read_text(encoding="utf-8"), count=1)
        assert count == 1
        (seeds / name).write_text(text, encoding="utf-8")
    with pytest.raises(SeedError) as refused:
        build(seeds)
    told = [problem.message for problem in refused.value.problems]
    missed = [kind for kind, *_, reason in PLANTED if not any(reason in message for message in told)]
    assert missed == [], str(refused.value)
