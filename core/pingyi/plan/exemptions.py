"""Which members the settings exempt, and who approved it (Q9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pingyi.errors import Problem, Severity
from pingyi.model.campaign import Campaign
from pingyi.model.config.faults import SETTINGS_FILE
from pingyi.model.config.settings import Exemption
from pingyi.model.people.person import Person
from pingyi.model.review.assignments import give_reason
from pingyi.model.review.decision import Decision
from pingyi.texts import translate as _


def match_exemptions(campaign: Campaign) -> tuple[Mapping[str, Exemption], list[Problem]]:
    """Find the people whom `[[exemptions]]` name.

    Returns:
        Exemptions by person id, and a problem for each that names nobody or several people; those exempt nobody.
    """
    wanted = {exemption.person: exemption for exemption in campaign.settings.exemptions}
    if not wanted:
        return {}, []
    found: defaultdict[str, list[Person]] = defaultdict(list)
    for person in campaign.people.values():
        for word in wanted.keys() & person.words:
            found[word].append(person)
    problems = [_explain(campaign, word, found[word]) for word in wanted if len(found[word]) != 1]
    exemptions = {found[word][0].id: exemption for word, exemption in wanted.items() if len(found[word]) == 1}
    return exemptions, problems


def decide_exemption(exemption: Exemption) -> Decision:
    """The decision that an exemption of the settings is."""
    because = f"{exemption.reason}，经{exemption.approved_by}批准免予点评；计入名册，单独统计，不发登记表"
    inputs = {"reason": exemption.reason, "approved_by": exemption.approved_by}
    return Decision("exemption", exemption.approved_by, give_reason("exemption", "Q9", because, **inputs))


def _explain(campaign: Campaign, word: str, people: list[Person]) -> Problem:
    if people:
        candidates = "、".join(f"{person.name}（{_tell_apart(campaign, person)}）" for person in people)
        code = "exemption-ambiguous"
        message = _("the exemption of “{name}” fits several people: {candidates}").format(
            name=word, candidates=candidates
        )
        cure = _("Write the person number instead of the name; nobody is exempt until then.")
    else:
        code = "exemption-unknown"
        message = _("the exemption of “{name}” fits nobody in the roster").format(name=word)
        cure = _("Correct the name or number, or remove the exemption.")
    return Problem(
        Severity.ERROR, code, message, cure, file=SETTINGS_FILE, column="exemptions.person", person=word, value=word
    )


def _tell_apart(campaign: Campaign, person: Person) -> str:
    branch = campaign.organisations.get(person.branch_id)
    return " ".join(part for part in (person.person_no, branch.name if branch is not None else "") if part)
