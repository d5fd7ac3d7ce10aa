"""The dossier and what belongs to it; `Dossier` is the aggregate root, everything else is locked under it."""

from motcua.dossiers.models.children import (
    Apology,
    DossierPaper,
    Extension,
    FiledForm,
    Passage,
    Pause,
    PrintedPaper,
    Result,
    Step,
    Supplement,
)
from motcua.dossiers.models.dossier import Dossier, DossierEvent, DossierQuerySet
from motcua.dossiers.models.legs import Leg
from motcua.dossiers.models.memos import Memo, Opened
from motcua.dossiers.models.merges import Merge, MergeEvent, Moved
from motcua.dossiers.models.messages import Message, MessageFile
from motcua.dossiers.models.opinions import Consultation
from motcua.dossiers.models.paper_books import PaperBook, PaperBookEvent, PaperNumber
from motcua.dossiers.models.rated import Rating, RatingQuerySet
from motcua.dossiers.models.replies import Reply, ReplyQuerySet

__all__ = [
    "Apology",
    "Consultation",
    "Dossier",
    "DossierEvent",
    "DossierPaper",
    "DossierQuerySet",
    "Extension",
    "FiledForm",
    "Leg",
    "Memo",
    "Merge",
    "MergeEvent",
    "Message",
    "MessageFile",
    "Moved",
    "Opened",
    "PaperBook",
    "PaperBookEvent",
    "PaperNumber",
    "Passage",
    "Pause",
    "PrintedPaper",
    "Rating",
    "RatingQuerySet",
    "Reply",
    "ReplyQuerySet",
    "Result",
    "Step",
    "Supplement",
]
