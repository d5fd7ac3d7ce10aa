"""A thing's story, as every desk tells it."""

from motcua.core.stories import label_of, story_of

__all__ = ["label_of", "story_of"]
