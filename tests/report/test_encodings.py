"""Texts in other encodings are refused with the encodings that they may be in, and the words as each would read them."""

import random

import pytest

from app.intake.converters import ConversionError, to_markdown
from app.report import ReportError, decode
from app.report.encoding_candidates import candidates

TEXTS = {
    "zh": "# 市场\n\n2024年中国大模型市场规模达294.16亿元，同比增长62%[1]。\n",
    "zh-Hant": "# 市場\n\n2024年臺灣咖啡市場規模達到八百億元，成長一成[1]。\n",
    "ja": "# 市場\n\n2024年の日本のコーヒー市場は3兆円に達した[1]。\n",
    "ko": "# 시장\n\n2024년 한국의 커피 시장은 3조 원에 달했다[1].\n",
    "de": "# Märkte\n\nDer Umsatz stieg 2024 auf 5,2 Mrd. € – über 12 % mehr [1].\n",
    "fr": "# Marché\n\nLe marché a dépassé 5 milliards d’euros en 2024 [1].\n",
    "en": "# Coffee\n\nCafé sales rose to €5 billion in 2024 — the “highest” ever [1].\n",
    "pl": "# Rynek\n\nSprzedaż wzrosła o 5 % w 2024 roku, choć żniwa były słabe [1].\n",
    "ru": "# Рынок\n\nРынок кофе вырос в 2024 году до 5 млрд рублей [1].\n",
    "el": "# Αγορά\n\nΗ αγορά καφέ αυξήθηκε το 2024 [1].\n",
}


@pytest.mark.parametrize(
    ("lang", "codec", "name"),
    [
        ("zh", "gbk", "GB18030"), ("zh-Hant", "big5", "Big5"), ("ja", "shift_jis", "Shift-JIS"), ("ja", "euc_jp", "EUC-JP"),
        ("ja", "iso2022_jp", "ISO-2022-JP"), ("ko", "euc_kr", "EUC-KR"), ("de", "cp1252", "windows-1252"),
        ("fr", "cp1252", "windows-1252"), ("en", "cp1252", "windows-1252"), ("fr", "mac_roman", "Mac Roman"),
        ("pl", "cp1250", "windows-1250"), ("ru", "cp1251", "windows-1251"), ("ru", "koi8_r", "KOI8-R"), ("el", "cp1253", "windows-1253"),
        ("en", "utf-16-le", "UTF-16-LE"), ("zh", "utf-16-le", "UTF-16-LE"), ("ja", "utf-16-be", "UTF-16-BE"),
        ("en", "utf-32", "UTF-32"), ("zh", "utf-32-be", "UTF-32-BE"),
    ],
)  # fmt: skip
def test_the_encoding_is_named_first_with_words_of_the_text(lang: str, codec: str, name: str) -> None:
    text = TEXTS[lang]
    # two lines tell it as well as twenty
    for one in (text, text * 10):
        with pytest.raises(ReportError, match="is not UTF-8") as refused:
            decode(one.encode(codec), "report.md")
        first = candidates(one.encode(codec))[0]
        assert first.name == name
        assert first.words in " ".join(one.replace("#", " ").split())
        assert f"{name} ({first.words!r})" in str(refused.value)


@pytest.mark.parametrize("lang", TEXTS)
def test_what_utf_8_and_marked_utf_16_say_is_read(lang: str) -> None:
    text = TEXTS[lang]
    assert decode(text.encode(), "r.md") == decode(text.encode("utf-16"), "r.md") == text


@pytest.mark.parametrize("text", ["# 市场\n", "# Märkte\n\n5 %.\n", "# 年\n", "Café"])
def test_of_a_few_bytes_the_right_one_is_among_those_named(text: str) -> None:
    codec, name = ("gbk", "GB18030") if text[2] > "é" else ("cp1252", "windows-1252")
    assert name in [one.name for one in candidates(text.encode(codec))]


def test_what_is_no_text_is_called_binary() -> None:
    drawn = random.Random(17)
    for size in (50, 500, 5000):
        content = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + drawn.randbytes(size)
        with pytest.raises(ConversionError, match="a binary file"):
            to_markdown(content, "report.md")


def test_a_stray_nul_makes_no_utf_16_of_a_text() -> None:
    for text in (b"# N\n\nA\0B costs 5.\n", b"# Title\n\nIt grew by 5 % \0in 2024, and nobody knows why it did so.\n"):
        assert candidates(text) == []
        with pytest.raises(ConversionError, match="a binary file"):
            to_markdown(text, "report.md")


def test_utf_16_without_a_mark_is_no_binary_file() -> None:
    with pytest.raises(ReportError, match="UTF-16-LE \\('Coffee Café"):
        to_markdown(TEXTS["en"].encode("utf-16-le"), "report.md")


def test_a_large_file_is_looked_at_in_part() -> None:
    raw = (TEXTS["zh"] * 20_000).encode("gbk")
    assert [one.name for one in candidates(raw)] == ["GB18030"]
