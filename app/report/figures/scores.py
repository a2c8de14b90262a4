"""Scores of matches, which are no figures (won 3-1, 以3比1战胜, 6-4, 3-6, 7-5), and ratings, which are (4.7/5, 8 out of 10)."""

import re

from app.report.figures.units import match_unit

# won 3-1, es steht 2:1
_SCORE = re.compile(r"\d{1,3}(?:\s?[-–:比]\s?|-to-|\sto\s(?=\d{1,2}\b)|\sa\s)\d{1,3}(?![\d%€$]|[.,]\d)")
_WON = (
    r"\b(?i:passed|voted|ruled|approved|vote\sof|decided|won|wins?|lost|loses?|drew|beat|beats|defeated|tied|led|leads?|gewann\w*|verlor\w*|siegte\w*|unterlag\w*|steht|endete|führt\w*"
    r"|schlug\w*|gan[óa]\w*|perdi\w*|venc[ie]\w*|empat\w*|gagn\w*|perdu\w*|batt\w*|vin[st]\w*|выигра\w*|побед\w*|проигра\w*|обыгра\w*"
    r"|verlo\w+|wint|wonnen)\s(?:(?:es|mit|met|со счётом|by|por|sur|per|contre|[A-ZÄÖÜ][\w.]+)\s){0,2}"
)
_HAN_WON = r"(?:战胜|击败|获胜|取胜|领先|落后|战平|告负|不敌|险胜|力克|逆转|大胜|横扫|スコア)[^\d，。；]{0,8}"
# das 2:1 im Finale; das 2:1-Verhältnis is none
_GERMAN_SCORE = re.compile(
    r"\b(?:[Dd]as|[Zz]um|[Bb]eim|[Vv]om|[Ee]in|[Mm]it(?: einem)?|nach|war ein) \d{1,2}:\d{1,2}"
    r"(?=\s(?:im|gegen|in der|durch|nach)\b|-(?:Sieg|Erfolg|Führung))"
)
_SCORE_BEFORE = re.compile(rf"(?:{_WON}|{_HAN_WON})$")
# won her third title with 21-15, 21-18
_FIRST_SET = re.compile(rf"{_WON}[^.;\d]{{0,40}}\d")
# a 4-1 victory, 以3比1结束, 3対1で勝利
_SCORE_BEHIND = re.compile(
    r"\s?的?(?:大?比分|战胜|击败|获胜|取胜|结束|领先|落后|战平|告负|不敌|险胜|力克|逆转|大胜|横扫|と(?:リード|先行)|で(?:勝|敗|引き分け|下し|破|リード|逆転))"
    r"|[\s-](?:win|ruling|decision|vote|victory|defeat|loss|lead|draw|triumph|deficit|Sieg|Endstand|Ausgleich|Heimsieg|Auswärtssieg|Niederlage|Erfolg|Führung|victoire|défaite|victoria|derrota|vittoria|sconfitta|vitória|winst|nederlaag)\b"
)
# 6-4, 3-6, 7-5 are sets of one match
_SETS = re.compile(r"(?:[,、，]\s?\d{1,2}\s?[-–:比]\s?\d{1,2}(?!\d))*")
_SET_BEFORE = re.compile(r"\d{1,2}\s?[-–:比]\s?\d{1,2}[,、，]\s?$")
# what follows a score; won 20-30 seats is a range
_SCORE_ENDS = re.compile(
    r"\s*(?:$|[^\s\w])|\s?(?=[^\0-\x7f])|\s(?:on|in|at|against|over|to|and|for|with|after|thanks|despite|but|by|when|as|away|home|last|gegen|im|in|am|und|nach|vor|contre|contra|contro|tegen|en|a|al|ante|that|[A-Z]\w*)\b"
)


def score_end(plain: str, start: int) -> int | None:
    """Where the score ends whose first number begins at `start`; null where there is none."""
    score = _SCORE.match(plain, start)
    return score.end() if score and _is_score(plain, start, score.end()) else None


def _is_score(plain: str, start: int, end: int) -> bool:
    german = _GERMAN_SCORE.search(plain, max(0, start - 12), end + 12)
    if german and german.end() == end:
        return True
    sets = _SETS.match(plain, end)
    if sets and sets[0] and _FIRST_SET.search(plain, max(0, start - 60), start + 1):
        return True
    if sets and _SCORE_BEHIND.match(plain, sets.end()):
        return True
    if _SET_BEFORE.search(plain, max(0, start - 9), start):
        return _FIRST_SET.search(plain, max(0, start - 60), end) is not None
    said = _SCORE_BEFORE.search(plain, max(0, start - 30), start) and _SCORE_ENDS.match(plain, end)
    return bool(said) and match_unit(plain, end + plain.startswith(" ", end)) is None


_HIGHEST = frozenset({"5", "6", "7", "10", "20", "100"})
_RATED = re.compile(
    r"(?:\b(?i:rat(?:ed|es?|ings?)|scor(?:ed?|es|ing)|grade[ds]?|marks?|stars?|Note|Bewertung|Wertung|note|noté\w*|puntuación|nota|voto|valutazione"
    r"|avaliação|beoordeling|cijfer|оценк\w+|рейтинг\w*)\b|[评打得]分|评级|満足度|评価|評価|評点|評分|점수|평점)[^.;。；\d]{0,24}$"
)


def is_rating(match: re.Match[str]) -> bool:
    """`4.7/5` and `scored 9/10` say so many points of so many; `3/4` and `9 out of 10 doctors` are shares."""
    if (
        match["per"].removesuffix(".0") not in _HIGHEST
        or match["op"] in {":", "比"}
        or float(match["low"].replace(",", "")) > float(match["per"])
    ):
        return False
    return "." in match["low"] or _RATED.search(match.string, max(0, match.start() - 40), match.start()) is not None


# a ratio of 3 to 1, im Verhältnis 3 zu 1, a 3-to-1 majority
_RATIO_BEFORE = re.compile(
    r"\b(?i:ratios?|proportions?|odds|Verhältnis(?:se)?|Quote)\s(?:of\s|is\s|are\s|was\s|were\s|at\s|von\s|ist\s|beträgt\s|about\s|roughly\s|nearly\s){0,2}$"
)
_RATIO_BEHIND = re.compile(r"[\s-](?:ratio|odds|proportion|majority|margin)\b")
_TO_ONE = re.compile(r"[\s-](?:to|zu)[\s-]")


def is_ratio(text: str, start: int, between: str, end: int) -> bool:
    """Whether two numbers with `to` between are the sides of one ratio and no range."""
    if not _TO_ONE.fullmatch(between):
        return False
    return bool(_RATIO_BEFORE.search(text, max(0, start - 40), start) or _RATIO_BEHIND.match(text, end))
