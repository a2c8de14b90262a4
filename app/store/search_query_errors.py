"""Why a text is no search query, in both languages."""

_IN_QUOTES = "write it in double quotes to find it"


class QueryError(ValueError):
    """A text that is no search query; `chinese` says why in Chinese."""

    def __init__(self, english: str, chinese: str) -> None:
        super().__init__(english)
        self.chinese = chinese


def too_many(count: int, most: int) -> QueryError:
    return QueryError(
        f"{count} words; at most {most} can be searched for at once", f"有 {count} 个词；一次最多可搜索 {most} 个"
    )


def open_quote() -> QueryError:
    return QueryError('a double quote is not closed; write a phrase as "…"', '双引号没有闭合；短语写作 "…"')


def no_near() -> QueryError:
    return QueryError(
        "NEAR( is not an operator here; words match anywhere, a phrase in double quotes matches as a whole",
        "这里没有运算符 NEAR(；词语不论位置都能找到，双引号中的短语须相连",
    )


def no_wildcard(word: str) -> QueryError:
    return QueryError(
        f"{word!r}: * is not a wildcard here; English words match in all inflected forms, Chinese words anywhere",
        f"{word!r}：这里的 * 不是通配符；英文词的各种词形都能找到，中文词在任何位置都能找到",
    )


def no_field(word: str, name: str) -> QueryError:
    return QueryError(
        f"{word!r}: {name}: is not an operator here; use the filters of a list, or put it in double quotes",
        f"{word!r}：这里没有运算符 {name}:；请使用列表的筛选参数，或加双引号",
    )


def stands_between(operator: str) -> QueryError:
    return QueryError(
        f"{operator} must be between two search words; {_IN_QUOTES}",
        f"{operator} 应在两个搜索词之间；要查找这个词本身，请加双引号",
    )


def stands_before(operator: str) -> QueryError:
    return QueryError(
        f"{operator} must be before a word to exclude; {_IN_QUOTES}",
        f"{operator} 应在要排除的词之前；要查找这个词本身，请加双引号",
    )


def only_left_out() -> QueryError:
    return QueryError(
        "only words to exclude; add a word to search for, or put a negative number in double quotes",
        "只有要排除的词；请加上一个要查找的词；带负号的数字请加双引号",
    )


def no_word() -> QueryError:
    return QueryError(
        "there is no word to search for: use letters, digits or Chinese characters",
        "其中没有可搜索的词：应有字母、数字或汉字",
    )


def not_opened() -> QueryError:
    return QueryError("a closing parenthesis has no opening one", "右括号没有对应的左括号")


def not_closed() -> QueryError:
    return QueryError(f"a parenthesis is not closed; {_IN_QUOTES}", "左括号没有闭合；要查找括号本身，请加双引号")
