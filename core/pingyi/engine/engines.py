"""The engines by name, and which one suits a batch."""

from __future__ import annotations

from pingyi.engine.cluster import DaskEngine
from pingyi.engine.engine import Engine, SerialEngine
from pingyi.engine.processes import ProcessEngine
from pingyi.errors import UsageError
from pingyi.texts import translate as _
from pingyi.workers import count_processors

ENGINES: dict[str, type[Engine]] = {kind.NAME: kind for kind in (SerialEngine, ProcessEngine, DaskEngine)}
_SMALL = 4000
"""Documents up to which starting processes, each of which reads the roster again, costs more than it saves."""


def choose_engine(name: str, *, jobs: int, scheduler: str, documents: int) -> Engine:
    """Return the engine for a batch.

    Args:
        name: as the user typed it; empty for the one that suits.
        jobs: processes, 0 for as many as there are processors.
        scheduler: address of a cluster.
        documents: how many there are to make.

    Raises:
        UsageError: no engine is called that, or it does not go with the other options.
    """
    if jobs < 0:
        raise UsageError(_("--jobs must be 1 or more."), cure=_("Leave it out to use all processors."))
    if not name:
        if scheduler:
            name = DaskEngine.NAME
        else:
            several = (jobs or (count_processors() if documents > _SMALL else 1)) > 1
            name = ProcessEngine.NAME if several else SerialEngine.NAME
    kind = ENGINES.get(name)
    if kind is None:
        raise UsageError(
            _("There is no engine “{name}”.").format(name=name),
            cure=_("Known: {known}.").format(known=", ".join(ENGINES)),
        )
    if scheduler and name != DaskEngine.NAME:
        raise UsageError(
            _("--scheduler goes with --engine dask, not with {name}.").format(name=name),
            cure=_("Leave one of them out."),
        )
    if jobs and name != ProcessEngine.NAME and not (jobs == 1 and name == SerialEngine.NAME):
        raise UsageError(
            _("--jobs goes with --engine processes, not with {name}.").format(name=name),
            cure=_("Leave one of them out."),
        )
    return kind(jobs, scheduler)
