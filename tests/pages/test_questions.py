"""Questions as journalists ask them: each answered in at most two requests that the guide's first chapter shows, no slug known."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from app.pages.routes import guide

pytestmark = pytest.mark.anyio

REPORT = "china-llm-industry-2025"
DOCUMENT_MALL = "2026-2030中国大模型行业市场发展现状及发展趋势与投资规划研究报告.docx"
# question, requests (`{}` stands for the slug that the answer before names), and what the last answer must have
QUESTIONS: list[tuple[str, list[str], dict[str, Any]]] = [
    (
        "How large will the market be in 2026, and who says so?",
        ["metrics?q=market size&status=forecast&period=2026&include=sources"],
        {
            "data": [
                {
                    "subject_en": "China's large-model market",
                    "display": "over CNY 70 billion",
                    "quote": "突破 700 亿元",
                    "reference_numbers": [134],
                    "sources": [{"author": "智见漫游指南", "publisher_kind": "self-media"}],
                }
            ],
            "references": {"134": {"publisher_name": "Toutiao"}},
            "meta": {"caveats": [{"document": REPORT}]},
        },
    ),
    (
        "What share of the public cloud market has Volcano Engine?",
        ["metrics?q=Volcano Engine share"],
        {
            "data": [
                {
                    "display": "49.2% of the China public-cloud large-model services market (token usage)",
                    "period": "2025-H1",
                    "reference_numbers": [23],
                }
            ]
        },
    ),
    (
        "What does the report say about Baidu, in numbers?",
        ["metrics?entity=Baidu Inc", "metrics?entity={}&related=true"],
        {"data": [{"subject_en": "ERNIE 5.0", "display": "2.4 trillion parameters", "quote": "2.4 万亿"}]},
    ),
    (
        "How often do models hallucinate?",
        ["metrics?q=hallucination"],
        {"page": {"count": 2}, "data": [{"quote": "超过 25%"}]},
    ),
    (
        "What does it cost to train DeepSeek-R1, and is that sourced?",
        ["metrics?q=DeepSeek training cost"],
        {
            "data": [
                {
                    "display": "1/5 of that of international competitors (training cost)",
                    "quote": "1/5",
                    "evidence": "uncited",
                }
            ]
        },
    ),
    (
        "How many generative AI services have been filed?",
        ["metrics?q=generative AI services filing"],
        {"data": [{"value": 538, "period": "2025-08", "quote": "538 款", "evidence": "uncited"}]},
    ),
    (
        "Do the market sizes contradict each other?",
        ["conflicts?q=market size"],
        {
            "data": [
                {
                    "title": "Market size in 2025 and 2026",
                    "kind": "value",
                    "explanation": "The market is put at over CNY 80 billion by 2025 and, elsewhere, expected to exceed CNY 70"
                    " billion in 2026: the later forecast is below the earlier figure.",
                }
            ]
        },
    ),
    (
        "Which page is the only support of most sentences?",
        ["sources?sort=-sole_support_count&limit=1"],
        {"data": [{"title": DOCUMENT_MALL, "publisher_name": "Book118", "sole_support_count": 4}]},
    ),
    (
        "How much of what it says is uncited?",
        ["claims?limit=1&facets=evidence"],
        {"facets": {"evidence": [{"value": "uncited", "count": 481}, {"value": "cited", "count": 76}]}},
    ),
    (
        "How much more private money goes into AI in the United States than in China?",
        ["metrics?q=private AI investment"],
        {
            "data": [
                {"value": 109100000000, "unit": "USD", "period": "2024", "quote": "1091 亿美元"},
                {"value": 9300000000, "unit": "USD", "period": "2024", "quote": "93 亿美元"},
            ]
        },
    ),
    (
        "Which models did OpenAI develop, by this report's words?",
        ["relations?q=OpenAI"],
        {"data": [{"subject_name": "Sora", "predicate": "developed_by", "object_name": "OpenAI"}]},
    ),
    (
        "2024 年中国大模型市场规模是多少？谁说的？",
        ["metrics?q=市场规模&period=2024&status=actual&lang=zh"],
        {
            "data": [
                {
                    "subject": "中国大模型市场",
                    "display": "294.16 亿元人民币",
                    "quote": "294.16 亿元",
                    "reference_numbers": [13],
                }
            ],
            "references": {"13": {"number": 13}},
        },
    ),
    (
        "阿里云占多少份额？",
        ["metrics?q=阿里云 份额&lang=zh"],
        {
            "data": [
                {
                    "display": "占中国大模型公有云服务市场的 27%（Token 调用量）",
                    "period": "2025-H1",
                    "reference_numbers": [23],
                }
            ]
        },
    ),
    (
        "豆包每天处理多少 Token？",
        ["claims?q=豆包 token&include=metrics&lang=zh"],
        {"data": [{"metrics": [{"quote": "12.7 万亿 tokens", "evidence": "uncited"}]}]},
    ),
    (
        "提到了哪些政策？",
        ["entities?type=政策&lang=zh", "entities?type={}&lang=zh"],
        {"page": {"count": 12}, "data": [{"name": "东数西算"}, {"name": "生成式人工智能服务管理暂行办法"}]},
    ),
    (
        "北京备案了多少个大模型？",
        ["metrics?q=北京 备案&lang=zh"],
        {
            "data": [
                {
                    "subject": "北京市",
                    "display": "132 个大模型备案",
                    "period": "2025-08",
                    "quote": "132 个",
                    "evidence": "uncited",
                }
            ]
        },
    ),
    (
        "生成式 AI 有多少用户？",
        ["metrics?q=生成式 AI 用户&lang=zh"],
        {"data": [{"display": "8.6 亿用户（中国）", "period": "2025", "quote": "8.6 亿户"}]},
    ),
    (
        "国产芯片的份额自相矛盾吗？",
        ["conflicts?q=国产芯片&lang=zh"],
        {
            "data": [
                {
                    "title": "国产芯片与英伟达的份额",
                    "kind": "arithmetic",
                    "explanation": "国产 AI 芯片市场份额为 32%，昇腾 910B 一款即 18%，而英伟达 GPU 市占率为 92%；若同为一个市场，合计均超过 100%。"
                    "市场范围（国内或全球、AI 芯片或 GPU）未注明。",
                }
            ]
        },
    ),
    (
        "哪些数字出自自媒体？",
        ["metrics?publisher_kind=自媒体&lang=zh", "metrics?publisher_kind={}&lang=zh&include=sources"],
        {"data": [{"quote": "突破 700 亿元", "sources": [{"publisher_kind": "self-media"}]}]},
    ),
    (
        "有多少预测？最大的市场预测是多少？",
        ["metrics?status=预测&lang=zh", "metrics?status={}&q=市场规模&sort=-value&limit=1&lang=zh"],
        {"data": [{"display": "超过 1.2 万亿元人民币", "period": "2026", "reference_numbers": [133]}]},
    ),
    (
        "大模型企业 2024 年融了多少钱？",
        ["metrics?q=融资额&period=2024&lang=zh"],
        {"data": [{"subject": "大模型相关企业", "quote": "862 亿元人民币", "reference_numbers": [121]}]},
    ),
    (
        "“东数西算”那一句原文怎么说，有出处吗？",
        ["claims?q=东数西算&lang=zh"],
        {
            "data": [
                {
                    "text": '"东数西算" 工程在 2025 年进入深化落地阶段，成为算力基础设施建设的重要支撑。',
                    "evidence": "uncited",
                    "reference_numbers": [],
                }
            ]
        },
    ),
]

# whole questions, as they are typed; where the first request does not answer one, `meta.q.url` is the second
WHOLE: list[tuple[str, str, dict[str, Any]]] = [
    ("When will high-quality text data run out?", "en", {"data": [{"evidence": "cited", "reference_numbers": [126]}]}),
    ("How much electricity does training GPT-4 use?", "en", {"data": [{"quote": "120 个", "reference_numbers": [128]}]}),
    (
        "How many H100s did Grok 3 need, and how many chips did DeepSeek-V3 use?",
        "en",
        {"data": [{"metrics": [{"quote": "20 万张"}, {"quote": "2048 张"}]}]},
    ),
    ("How many AI investment deals were there in China in 2025?", "en", {"data": [{"display": "709 deals (2025 to date)"}]}),
    ("What do AI engineers earn?", "en", {"data": [{"quote": "80-150 万元", "reference_numbers": [130]}]}),
    ("What does one H100 cost?", "en", {"data": [{"display": "USD 35,000 per card"}]}),
    ("How many models did the US release?", "en", {"data": [{"quote": "40 个"}]}),
    ("How much of China's AI chip market is domestic?", "en", {"data": [{"quote": "32%"}]}),
    ("How many developers use PaddlePaddle?", "en", {"data": [{"display": "12 million developers"}]}),
    ("What is DeepSeek's profit margin?", "en", {"data": [{"quote": "545%", "reference_numbers": [97]}]}),
    ("How much money did Pony.ai raise in Hong Kong?", "en", {"data": [{"metrics": [{"quote": "77 亿港元"}]}]}),
    ("广东省备案了几个大模型？", "zh", {"data": [{"quote": "66 个"}]}),
    ("AI 数据中心一年用多少电？", "zh", {"data": [{"quote": "77.7 太瓦时", "reference_numbers": [132]}]}),
    ("英伟达在 GPU 市场占多少？", "zh", {"data": [{"quote": "92%", "reference_numbers": [102]}]}),
    ("中美顶级模型的差距还有多大？", "zh", {"data": [{"display": "0.3%（基准测试）"}]}),
    ("哪家车企靠故障预测省了多少钱？", "zh", {"data": [{"quote": "2.3 亿元", "reference_numbers": [91]}]}),
    ("全国建成了多少个算力中心？", "zh", {"data": [{"metrics": [{"quote": "230 个"}]}]}),
    ("短视频里有多少内容是 AI 生成的？", "zh", {"data": [{"quote": "35%"}]}),
    ("有多少企业不会调优模型？", "zh", {"data": [{"quote": "87%", "reference_numbers": [130]}]}),
    ("2030 年全球智能体市场有多大？", "zh", {"data": [{"display": "471 亿美元"}]}),
    ("智谱什么时候通过港交所聆讯？", "zh", {"data": [{"reference_numbers": [30]}]}),
    (
        "How long does it take to register a model with the authorities?",
        "en",
        {"data": [{"quote": "6 个月左右"}], "page": {"count": 1}},
    ),
    (
        "国家拿出多少钱支持大模型研发？",
        "zh",
        {"data": [{"subject": "中央财政专项基金", "quote": "200 亿元"}], "page": {"count": 1}},
    ),
    ("How often do AI models hallucinate?", "en", {"data": [{"quote": "超过 25%"}]}),
    ("How many people use generative AI in China?", "en", {"data": [{"display": "860 million users (China)"}]}),
    ("How many people use generative AI?", "en", {"data": [{"display": "860 million users (China)"}]}),
    ("Who leads China's AI cloud market?", "en", {"data": [{"subject": "火山引擎", "quote": "49.2%"}]}),
    ("大模型幻觉率有多高？", "zh", {"data": [{"quote": "超过 25%"}]}),
    (
        "2025年人工智能领域融资总额是多少？",
        "zh",
        {"data": [{"metrics": [{"quote": "862 亿元人民币"}], "reference_numbers": [121]}]},
    ),
    ("训练一次大模型要花多少钱？", "zh", {"data": [{"display": "每次训练超过 1000 万美元", "reference_numbers": [131]}]}),
    ("哪个开源模型下载量最高？", "zh", {"data": [{"subject": "Qwen 系列模型", "quote": "突破 6 亿次"}]}),
    ("中国算力规模有多大？", "zh", {"data": [{"display": "180 EFLOPS（中国）"}]}),
    ("How many data centers has China built for AI?", "en", {"data": [{"quote": "230 个"}]}),
    ("How big was the US lead over China in AI investment?", "en", {"data": [{"quote": "12 倍"}]}),
    ("How much did DeepSeek make per day?", "en", {"data": [{"quote": "56 万美元"}]}),
    ("How many AI models are registered in Beijing?", "en", {"data": [{"metrics": [{"quote": "132 个"}]}]}),
    ("华为昇腾市场份额是多少？", "zh", {"data": [{"subject": "昇腾 910B", "quote": "18%"}]}),
    ("谁是全球最大的GPU供应商？", "zh", {"data": [{"metrics": [{"quote": "92%"}]}]}),
    ("做一个AI项目团队要多少钱？", "zh", {"data": [{"metrics": [{"quote": "超 500 万元"}]}]}),
    ("腾讯混元开源了什么？", "zh", {"data": [{"evidence": "uncited"}], "page": {"count": 4}}),
    ("2026年大模型市场会不会超过1000亿？", "zh", {"data": [{"quote": "突破 700 亿元", "period": "2026"}]}),
    ("一个大模型项目多久能回本？", "zh", {"data": [{"quote": "4 个月"}]}),
    ("MiniMax 什么时候上市？", "zh", {"data": [{"metrics": [{"quote": "近 3 亿美元"}]}]}),
]

# what the report does not say: the answer names the word that it has nothing on
UNANSWERED = [
    ("What share of the world's AI patents does China hold?", "en", "patents"),
    ("How cheap is DeepSeek's API per million tokens?", "en", "cheap"),
    ("How much did Alibaba pledge to spend on cloud and AI?", "en", "pledge"),
    ("How many parameters does Kimi K2 have?", "en", "Kimi"),
    ("How fast is the humanoid robot market growing?", "en", "humanoid"),
    ("What did it cost to train DeepSeek-V3?", "en", "cost"),
    ("How many AI specialists is China short of?", "en", "specialists"),
    ("How many jobs could AI replace?", "en", "jobs"),
    ("国产 AI 芯片和英伟达差多少？", "zh", "差"),
    ("有多少医院用上了大模型？", "zh", "医院"),
    ("How much does Baidu spend on research?", "en", "research"),
    ("AI教育市场有多大？", "zh", "教育"),
    ("欧盟人工智能法案罚款多少？", "zh", "罚款"),
    ("银行用大模型能省多少人力？", "zh", "人力"),
]


def holds(part: Any, whole: Any) -> bool:
    """Whether `whole` has all that `part` has: an object its fields, a list of objects some element for each."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(name in whole and holds(value, whole[name]) for name, value in part.items())
    if isinstance(part, list) and part and isinstance(part[0], dict):
        return all(any(holds(one, other) for other in whole) for one in part)
    return bool(part == whole)


def address(request: str, slug: str) -> tuple[str, list[tuple[str, str]]]:
    found = urlsplit(request)
    return f"/api/v1/{found.path}", [(name, value.format(slug)) for name, value in parse_qsl(found.query)]


@pytest.mark.parametrize(("requests", "fact"), [pytest.param(*rest, id=question) for question, *rest in QUESTIONS])
async def test_a_question_is_answered(requests: list[str], fact: dict[str, Any], client: httpx.AsyncClient) -> None:
    slug, body = "", {}
    for request in requests:
        path, parameters = address(request, slug)
        body = (await client.get(path, params=parameters)).json()
        slug = body.get("errors", [{}])[0].get("nearest", "")
    assert holds(fact, body), body.get("errors") or body["data"]


@pytest.mark.parametrize(("question", "lang", "fact"), WHOLE)
async def test_a_whole_question_is_answered(
    question: str, lang: str, fact: dict[str, Any], client: httpx.AsyncClient
) -> None:
    body = (await client.get("/api/v1/metrics", params={"q": question, "lang": lang})).json()
    if not holds(fact, body):
        body = (await client.get(body["meta"]["q"]["url"])).json()
    assert holds(fact, body), body["data"]


@pytest.mark.parametrize(("question", "lang", "missing"), UNANSWERED)
async def test_what_the_report_does_not_say_is_told(
    question: str, lang: str, missing: str, client: httpx.AsyncClient
) -> None:
    body = (await client.get("/api/v1/metrics", params={"q": question, "lang": lang})).json()
    assert (body["data"], missing in body["meta"]["q"]["left_out"]) == ([], True), body["meta"]["q"]


async def test_the_first_chapter_shows_the_way() -> None:
    """Each list and each parameter of the questions stands in the guide's first chapter."""
    chapter = re.split(r"^## ", guide("http://127.0.0.1:8000"), flags=re.MULTILINE)[1]
    assert len(QUESTIONS) == 22
    assert all(len(requests) <= 2 for _, requests, _ in QUESTIONS)
    for _, requests, _ in QUESTIONS:
        for request in requests:
            path, parameters = address(request, "")
            assert path in chapter, f"{path} is not in the first chapter of the guide"
            assert [name for name, _ in parameters if f"{name}=" not in chapter] == []


async def test_the_page_says_what_was_left_out_and_what_may_have_been_meant(client: httpx.AsyncClient) -> None:
    for lang, left_out, meant in [("en", "Left out:", "Did you mean"), ("zh", "未计入：", "您是否要找")]:
        answer = await client.get(f"/search?q=market hallucinaton&lang={lang}", headers={"Accept": "text/html"})
        assert left_out in answer.text
        assert meant in answer.text
        assert "q=market+hallucination" in answer.text
    groups = {
        one["list"]: one["count"] for one in (await client.get("/api/v1/search?q=百度")).json()["lists"] if one["count"]
    }
    page = (await client.get("/search?q=百度", headers={"Accept": "text/html"})).text
    assert {name: page.count(f'<li><a href="/{name}/') for name in groups} == {
        name: min(8, most) for name, most in groups.items()
    }
