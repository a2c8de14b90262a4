"""What kind of site an address belongs to, by the address alone. Whoever wrote a page on a platform is not known from it."""

import re

OTHER = "other"
_KINDS = (
    ("government", r"(?:^|\.)(?:gov|mil|gob|gouv|go)(?:\.[a-z]{2})?$|(?:^|\.)europa\.eu$|(?:^|\.)(?:who|un|oecd|imf|worldbank)\.(?:int|org)$"),
    ("academic", r"(?:^|\.)(?:edu|ac)(?:\.[a-z]{2})?$|(?:^|\.)(?:arxiv|doi|nature|science|ieee|acm|springer|sciencedirect|wiley|plos|mdpi|frontiersin"
                 r"|semanticscholar|openreview|jstor|biorxiv|medrxiv|researchgate|cnki|aclanthology|neurips|pnas|bmj|thelancet|cell)\.(?:org|com|net|cc)$"),
    ("encyclopedia", r"(?:^|\.)(?:wikipedia|wikidata|britannica|baike\.baidu)\.(?:org|com)$"),
    ("code and models", r"(?:^|\.)(?:github|gitlab|huggingface|modelscope|gitee|pypi|kaggle)\.(?:com|co|cn|org)$|\.github\.io$"),
    ("platform", r"(?:^|\.)(?:toutiao|zhihu|weixin\.qq|medium|substack|reddit|x|twitter|youtube|bilibili|csdn|linkedin|facebook|quora"
                 r"|blogspot|wordpress|jianshu|juejin|cnblogs|douyin|ixigua|kuaishou|xiaohongshu|weibo|baijiahao\.baidu|tumblr|stackexchange|stackoverflow|dev|163|sohu|docin|xueqiu)"
                 r"\.(?:com|cn|to|net)$"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)


def site_kind(site: str) -> str:
    """`government`, `academic`, `encyclopedia`, `code and models`, `platform` or `other`; a site is a host without `www.`."""
    host = site.partition(":")[0].lower()
    return next((kind for kind, pattern in _PATTERNS if pattern.search(host)), OTHER)
