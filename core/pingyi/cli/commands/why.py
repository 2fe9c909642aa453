"""`pingyi why`."""

from __future__ import annotations

import difflib
from typing import Annotated

import typer

from pingyi.cli.options import AsJson, SourceOption, Trust
from pingyi.texts import translate as _


def why(
    who: Annotated[
        str, typer.Argument(metavar="NAME", help=_("Name or number of a person, or name of an organisation."))
    ],
    roster: SourceOption = None,
    trust: Trust = False,
    as_json: AsJson = False,
) -> int:
    """Explain what was decided about one person or organisation."""
    from pingyi.cli.console import print_json, print_problems
    from pingyi.cli.source import open_source
    from pingyi.errors import UsageError
    from pingyi.plan import explain, make_plan

    opened = open_source(roster, trust=trust)
    print_problems(opened.plugins.problems, err=True)  # what was not run explains nothing
    made = make_plan(opened.campaign, opened.plugins)
    subjects = made.find(who)
    if not subjects:
        people = opened.campaign.people.values()
        names = [*(person.name for person in people), *(item.name for item in opened.campaign.organisations.values())]
        near = difflib.get_close_matches(who, names, n=3, cutoff=0.4)
        raise UsageError(
            _("Nobody and nothing is called “{name}”.").format(name=who),
            cure=_("Did you mean: {names}?").format(names="、".join(near))
            if near
            else _("“pingyi check” lists rows that were left out because of errors."),
        )
    if as_json:
        print_json({"subjects": [subject.to_json() for subject in subjects]})
    else:
        typer.echo("\n\n".join(explain(made, subject) for subject in subjects))
    return 0
