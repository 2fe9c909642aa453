"""Rule cases in YAML, for people who do not program: who somebody is, and what is decided about him or her."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pingyi.campaign import load_settings
from pingyi.errors import UsageError
from pingyi.model.config.faults import suggest_key
from pingyi.testing.campaign import CampaignUnderTest
from pingyi.testing.fixtures import make_of_people
from pingyi.texts import translate as _

_SHOWN = 8
"""How many reasons are told: those of the decisions come first, those of the steps last."""
_FILE_KEYS = {
    "branch_type": "branch_type", "支部类型": "branch_type",
    "settings": "settings", "设置": "settings",
    "plugins": "plugins", "插件": "plugins",
    "cases": "cases", "用例": "cases",
}  # fmt: skip
_CASE_KEYS = {
    "name": "name", "名称": "name",
    "given": "given", "给定": "given",
    "expect": "expect", "期望": "expect",
}  # fmt: skip
_EXPECT_KEYS = {
    "method": "method", "方式": "method", "点评方式": "method",
    "reviewers": "reviewers", "点评人": "reviewers",
    "because": "because", "因为": "because",
    "form": "form", "登记表": "form",
    "visitors": "visitors", "走访人数": "visitors",
    "steps": "steps", "步骤": "steps",
    "without": "without", "没有步骤": "without",
    "exempted_by": "exempted_by", "免予点评批准人": "exempted_by",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One case of a file.

    Attributes:
        name: what it shows.
        member: the name under which its member stands in the campaign that the cases of a file share.
        expect: what is expected, by `method`, `reviewers`, `because`, `form`, `visitors`, `steps`, `without`
            or `exempted_by`.
        campaign: makes that campaign, at the first question.
    """

    name: str
    member: str
    expect: Mapping[str, Any]
    campaign: Callable[[], CampaignUnderTest]

    def check(self) -> list[str]:
        """Return what is otherwise than expected, one line for each; nothing where all is well."""
        campaign = self.campaign()
        return [line for what, wanted in self.expect.items() for line in self._compare(campaign, what, wanted)]

    def _compare(self, campaign: CampaignUnderTest, what: str, wanted: Any) -> Iterator[str]:
        name = self.member
        if what == "because":
            said = campaign.because(name)
            for part in _as_list(wanted):
                if part not in said:
                    yield _("because: “{wanted}” is in none of the reasons:\n{found}").format(
                        wanted=part, found="\n".join(said.splitlines()[:_SHOWN])
                    )
        elif what in ("steps", "without"):
            steps = campaign.steps(name)
            wrong = [step for step in _as_list(wanted) if (step in steps) == (what == "without")]
            if wrong:
                yield _("{what}: “{wrong}” is otherwise; the steps are {found}").format(
                    what=what, wrong=", ".join(wrong), found=", ".join(steps)
                )
        else:
            found: Any = getattr(campaign, what)(name)
            found = found if isinstance(found, list) else str(found)
            expected = _as_list(wanted) if isinstance(found, list) else str("" if wanted is None else wanted)
            if found != expected:
                reason = campaign.subject(name).method.reason.because if what == "method" else ""
                line = _("{what}: expected {wanted}, found {found}").format(what=what, wanted=expected, found=found)
                yield f"{line}（{reason}）" if reason else line


def load_cases(path: Path) -> list[Case]:
    """Read a file of cases.

    ::

        branch_type: retired
        settings: {plugins: {retired: {visit_age: 75}}}    # or the path of a campaign.toml
        plugins: [../rules/phone.py]                       # modules or .py files that are not installed
        cases:
          - name: 高龄的上门走访
            given: {年龄: 85, 身体状况: 行动不便}
            expect: {method: 走访, because: 上门, reviewers: [王书记, 赵委员]}

    Args:
        path: the file; paths in it are relative to its folder.

    Raises:
        UsageError: it is no YAML, or says something that is not known; the message suggests what is.
    """
    table = _translate(_read(path), _FILE_KEYS, path.name)
    given = table.get("cases")
    if not isinstance(given, list) or not given:
        raise UsageError(_("{file} has no cases.").format(file=path.name), cure=_("Write a list under “cases:”."))
    people: list[Mapping[str, Any]] = []
    cases: list[Case] = []
    made: list[CampaignUnderTest] = []

    def make() -> CampaignUnderTest:
        if not made:
            settings = table.get("settings")
            if isinstance(settings, str):
                settings = load_settings(path.parent / settings)
            plugins = [_find(path.parent, str(item)) for item in _as_list(table.get("plugins") or ())]
            kind = str(table.get("branch_type") or "faculty")
            made.append(make_of_people(people, branch_type=kind, settings=settings, plugins=plugins))
        return made[0]

    for number, item in enumerate(given, start=1):
        where = f"{path.name} {number}"
        case = _translate(item, _CASE_KEYS, where)
        member = dict(case.get("given") or {})
        name = str(member.pop("姓名", None) or member.pop("name", None) or f"用例{number}")
        people.append({"id": f"case-{number}", **member, "name": name})
        expect = _translate(case.get("expect") or {}, _EXPECT_KEYS, where)
        if not expect:
            raise UsageError(
                _("{file} expects nothing.").format(file=where),
                cure=_("Write “expect:” with one of: {known}.").format(known=", ".join(_EXPECT_KEYS)),
            )
        # by id: two cases may well be about people of one name
        cases.append(Case(str(case.get("name") or name), f"case-{number}", expect, make))
    return cases


def _read(path: Path) -> Any:
    try:
        import yaml
    except ModuleNotFoundError as error:
        raise UsageError(
            _("Cases in YAML need the package PyYAML."), cure=_("Run: pip install 'pingyi[testing]'")
        ) from error
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(
            _("{file} is no YAML: {error}").format(file=path.name, error=error),
            cure=_("Indent with blanks, put a blank after each colon, and save it as UTF-8."),
        ) from error


def _translate(table: Any, known: Mapping[str, str], where: str) -> dict[str, Any]:
    if not isinstance(table, Mapping):
        raise UsageError(
            _("{file}: keys and values are expected here.").format(file=where),
            cure=_("Known: {known}.").format(known=", ".join(known)),
        )
    for key in table:
        if key not in known:
            near = suggest_key(str(key), list(known)) or ", ".join(known)
            raise UsageError(
                _("{file}: “{key}” is not known.").format(file=where, key=key),
                cure=_("Did you mean: {names}?").format(names=near),
            )
    return {known[key]: value for key, value in table.items()}


def _find(folder: Path, word: str) -> str:
    return str(folder / word) if word.endswith(".py") else word


def _as_list(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, Sequence) and not isinstance(value, str) else [str(value)]
