"""The shape of the files that render what figures quote."""

from app.seeding.schemas import InTwoLanguages, Seed, Slug, Text


class QualifierWordSeed(InTwoLanguages):
    """A word that qualifies figures of many documents."""

    slug: Slug


class RenderingsSeed(Seed):
    """English renderings of what figures of a document quote: subjects, and qualifiers that are no words of a vocabulary."""

    document: Slug
    renderings: dict[Text, Text]
