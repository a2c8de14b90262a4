"""The closed lists of the contract. Lists that curators may extend (units, topics …) are tables instead."""

from enum import StrEnum

NOT_YET_CURATED = "not yet curated"


class ClaimKind(StrEnum):
    """What a sentence states (annotation guide, "Claims")."""

    FACT = "fact"
    FORECAST = "forecast"
    TARGET = "target"
    OPINION = "opinion"
    RECOMMENDATION = "recommendation"
    CONTEXT = "context"
    NOT_YET_CURATED = NOT_YET_CURATED


class Evidence(StrEnum):
    """Whether a citation supports the words. The provenance of uncited words is the report itself."""

    CITED = "cited"
    UNCITED = "uncited"


class Status(StrEnum):
    """Whether a figure is actual, expected or aimed at."""

    ACTUAL = "actual"
    FORECAST = "forecast"
    TARGET = "target"


class PeriodBasis(StrEnum):
    """Where the period of a figure comes from: its sentence, or the text before its sentence."""

    SENTENCE = "sentence"
    CONTEXT = "context"


class Granularity(StrEnum):
    """How long a period is."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"
    INTERVAL = "interval"


class Comparator(StrEnum):
    """How a figure relates to the true value, by its hedge (annotation guide, "Metrics")."""

    EQ = "eq"
    GT = "gt"
    GE = "ge"
    LT = "lt"
    LE = "le"
    APPROX = "approx"
    RANGE = "range"
    TOLERANCE = "tolerance"


class EntityType(StrEnum):
    """The types of entity that every folder has; it may add its own."""

    COMPANY = "company"
    MODEL = "model"
    CHIP = "chip"
    POLICY = "policy"
    ORGANIZATION = "organization"
    PRODUCT = "product"
    FRAMEWORK = "framework"
    BENCHMARK = "benchmark"
    INDUSTRY = "industry"
    REGION = "region"


class Role(StrEnum):
    """Whether a claim is about an entity or only names it."""

    SUBJECT = "subject"
    MENTIONED = "mentioned"


class Predicate(StrEnum):
    """How one entity relates to another. Every folder has these predicates, and may add its own."""

    DEVELOPED_BY = "developed_by"
    RELEASED_BY = "released_by"
    MADE_BY = "made_by"
    ISSUED_BY = "issued_by"
    SUBSIDIARY_OF = "subsidiary_of"
    PART_OF_SERIES = "part_of_series"
    PART_OF = "part_of"
    BASED_ON = "based_on"
    OPERATES = "operates"
    PARTNER_OF = "partner_of"
    DEPLOYED_AT = "deployed_at"
    PUBLISHED_BY = "published_by"


# predicates whose subject is a part of their object
PART_PREDICATES = frozenset({Predicate.PART_OF_SERIES, Predicate.PART_OF, Predicate.SUBSIDIARY_OF})


class QualifierKey(StrEnum):
    """What else a figure needs to be read rightly: one key for each question that indicator, subject and period leave open."""

    OF = "of"
    DENOMINATOR = "denominator"
    SCOPE = "scope"
    REGION = "region"
    BASIS = "basis"
    PER = "per"
    SCENARIO = "scenario"
    BENCHMARK = "benchmark"
    CONDITION = "condition"
    BASELINE = "baseline"
    DIRECTION = "direction"
    ROLE = "role"


class Script(StrEnum):
    """How a number is written: `648` or `九成`."""

    ARABIC = "arabic"
    HAN = "han"


class Reason(StrEnum):
    """Why a number in the text belongs to no metric."""

    DATE = "date"
    NAME = "name"
    HEADING = "heading"
    ORDINAL = "ordinal"
    OTHER = "other"
    NOT_YET_CURATED = NOT_YET_CURATED


class ConflictKind(StrEnum):
    """How figures or claims contradict each other (annotation guide, "Conflicts")."""

    VALUE = "value"
    ARITHMETIC = "arithmetic"
    SCOPE = "scope"
    CHRONOLOGY = "chronology"


class UnitKind(StrEnum):
    """What a unit measures; figures of different kinds are never compared. Every folder has these, and may add its own."""

    MONEY = "money"
    RATIO = "ratio"
    COUNT = "count"
    RANK = "rank"
    SCORE = "score"
    TIME = "time"
    LENGTH = "length"
    ENERGY = "energy"
    DATA = "data"
    RATE = "rate"
    NUMBER = "number"
    MASS = "mass"
    AREA = "area"
    VOLUME = "volume"
    TEMPERATURE = "temperature"
    PRESSURE = "pressure"
    POWER = "power"
    SPEED = "speed"
    FREQUENCY = "frequency"
    ELECTRICITY = "electricity"
    CONCENTRATION = "concentration"
    AMOUNT = "amount"
    FORCE = "force"
    ACCELERATION = "acceleration"
    ANGLE = "angle"
    LEVEL = "level"


class Direction(StrEnum):
    """Which values of an indicator are usually better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"


class Change(StrEnum):
    """What a figure of an indicator says of something that has changed, or is larger or smaller than something else."""

    GROWTH = "growth"
    YEARLY_GROWTH = "yearly_growth"
    HIGHER = "higher"
    LOWER = "lower"


class Aggregation(StrEnum):
    """Which aggregations are valid over several subjects of one indicator."""

    SUM = "sum"
    MEAN = "mean"
    NONE = "none"


# lists with entries in the text index, in the order of these
SEARCHED = (
    "entities", "indicators", "claims", "metrics", "sources", "conflicts", "corroborations", "references", "relations",
    "sections", "publishers", "topics", "units", "documents",
)  # fmt: skip
