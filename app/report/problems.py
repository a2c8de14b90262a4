"""Problems found while reading a report, described for its owner."""

from dataclasses import dataclass

WRONG = "wrong"
NOTE = "note"

# what to do about each kind of problem
ADVICE = {
    "no-title": "Begin the report with a level-1 heading, or give its title in the front matter.",
    "no-bibliography": "Add the list of references if the report has one. Without it, the addresses of the markers are used.",
    "no-markers": "Check whether the markers were lost in the export, or are in an unsupported form.",
    "not-cited": "Check whether the digits behind words and full stops are markers.",
    "unanswered-marker": "Add the missing entry to the list of references, or remove the marker.",
    "duplicate-entry": "Give each entry its own number.",
    "ambiguous-marker": "Give the entries different labels, so that the marker names one of them.",
    "missing-list": "Add the list of references of that chapter; if it has none, move the chapter before the list that it cites.",
    "chapter-list": "Check which list the markers before it refer to.",
    "cut-off-list": "Export the report again, or complete the list.",
    "quoted-marker": "Check whether the number is one of the quoted text's own list; if so, leave it out of the quotation.",
    "unlisted-source": "Add the source to the list of references, or name it as its entry does.",
    "list-mismatch": "Print the number of each entry, and check that this is the list that the markers refer to.",
    "number-contradiction": "Check which number is right; the printed one was used.",
    "order": "Nothing to do if the printed numbers are right; they were used, not the order.",
    "lost-marker": "Move the marker into the sentence that it supports.",
    "possible-marker": "Check whether it is a marker; as text, it supports no sentence.",
    "unread-html": "Write the passage as Markdown if it belongs to the text.",
    "several-lists": "Nothing to do if each list is cited only in its own chapter.",
    "marker-address": "Check which source is meant.",
    "encoding": "Save the file as UTF-8.",
    "too-many-figures": "Nothing to do if it is a list of numbers; otherwise split it into sentences or table rows.",
    "ambiguous-currency": "Give the currency by its code, such as CNY or JPY.",
}

# what each kind of problem is and what to do about it, in Chinese
CHINESE = {
    "no-title": ("没有标题：报告不是以一级标题开头", "请让报告以一级标题开头，或在文件头部写明标题。"),
    "no-bibliography": ("没有参考文献列表", "如果报告有参考文献，请补上列表；否则使用引用标记自带的地址。"),
    "no-markers": ("有参考文献，但正文没有引用任何一条", "请检查报告的引用写法是否未能识别，以及标记是否在导出时丢失。"),
    "not-cited": ("有参考文献未被引用", "请检查词语和句号后面的数字是否为引用标记。"),
    "unanswered-marker": ("引用标记在参考文献中没有对应条目", "请在参考文献中补上缺少的条目，或删除该标记。"),
    "duplicate-entry": ("参考文献中有重复的编号", "请给每个条目各自的编号。"),
    "ambiguous-marker": ("引用标记对应多个条目", "请用不同的编号说明指的是哪一条。"),
    "missing-list": (
        "某章的引用标记之后没有参考文献列表",
        "请补上该章的参考文献；如果它引用的是前面的列表，请把该章移到列表之前。",
    ),
    "chapter-list": ("某章的参考文献列表可能不是该章标记所指的列表", "请检查列表之前的引用标记指的是哪个列表。"),
    "cut-off-list": ("文件可能在参考文献列表中间被截断", "请重新导出报告，或补全列表。"),
    "quoted-marker": (
        "引用标记位于引文之中，可能属于被引用的原文",
        "请检查编号是否属于原文自己的文献列表；如果是，请从引文中删去。",
    ),
    "unlisted-source": ("正文提到的来源不在参考文献列表中", "请把该来源补入参考文献，或使用其条目中的名称。"),
    "list-mismatch": ("引用标记的编号与参考文献列表不符", "请在每个条目前写明编号，并检查标记指的是否为这个列表。"),
    "number-contradiction": ("条目的次序与印出的编号不一致", "请检查哪个编号是对的：这里采用了印出的编号。"),
    "order": ("参考文献印出的编号未按顺序排列", "如果印出的编号正确，则无需处理：采用的是编号，不是顺序。"),
    "lost-marker": ("引用标记不在任何句子中", "请把标记移到它所支持的句子里。"),
    "possible-marker": ("有数字可能是引用标记", "请检查这些数字是否为标记；这里当作正文读取。"),
    "unread-html": ("有 HTML 未被读取", "如果这一段属于正文，请改写为 Markdown。"),
    "several-lists": ("有多个参考文献列表，分别当作各自章节的列表", "如果各列表的编号只在自己的章节中被引用，则无需处理。"),
    "marker-address": ("引用标记的地址与其条目的地址不同", "请检查指的是哪个来源。"),
    "encoding": ("文件的编码有问题", "请把文件保存为 UTF-8。"),
    "too-many-figures": ("一句话中的数字过多，后面的数字没有读取", "如果是一串数字，则无需处理；否则请分成多句或写成表格。"),
    "ambiguous-currency": ("货币符号可以指多种货币", "请用代码写明货币，例如 CNY 或 JPY。"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """`severity` is `wrong` if a fact could get a source that is not its own, otherwise `note`."""

    kind: str
    message: str
    start: int | None = None
    end: int | None = None
    severity: str = NOTE

    @property
    def advice(self) -> str:
        return ADVICE[self.kind]

    def __str__(self) -> str:
        return self.message
