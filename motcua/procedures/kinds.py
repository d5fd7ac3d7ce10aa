"""What the review of procedures puts into the inbox."""

from motcua.procedures.actions.proposals import KIND
from motcua.tasks.kinds import Kind, register

PROPOSAL = register(Kind(KIND, "Rà soát thủ tục", "clip"))
