"""Branch secretaries who send papers back: zipped, in folders, renamed, saved again as another kind, or by mail."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from paper_kit import REGISTRATION, Paper, Truth
from typing_kit import Filled, fill_paper, mark_ballot
from university_kit import Subject
from votes_kit import GRADES, Count, type_ballots, write_head


def fill_and_return(
    returned: Path, packs: Path, papers: list[Paper], truth: Truth, *, resave: Any, late: Paper
) -> Filled:
    """Fill in the organisation's copies and the ballots, and send them back in the ways that people have.

    Returns:
        The filled form of the one who is late; it is not among those that came back.
    """
    filled = {
        (paper.pack, paper.name): fill_paper(paper.content, ":".join(paper.subject))
        for paper in papers
        if paper.form in REGISTRATION and paper.copy == "organisation"
    }
    withheld = filled.pop((late.pack, late.name))
    electronic = choose_electronic(papers)
    again = choose_for_office(papers, late)
    for paper in papers:
        if (paper.pack, paper.name) in filled:
            truth.written[paper.subject] = filled[paper.pack, paper.name].written
    for number, path in enumerate(sorted(packs.rglob("*.zip"))):
        mine = [paper for paper in papers if paper.pack == path.stem]
        done = {
            paper.name: filled[paper.pack, paper.name].content
            for paper in mine
            if (paper.pack, paper.name) in filled and paper.subject not in again
        }
        with zipfile.ZipFile(path) as archive:
            sheet = "评议票录入表.xlsx"
            if path.stem in electronic:
                done[sheet] = write_head(archive.read(sheet), electronic[path.stem], 9)
            else:
                done[sheet], counts = type_ballots(archive.read(sheet), path.stem)
                truth.votes |= {(path.stem, shape): count for shape, count in counts.items()}
            if number % 8 == 0:  # the whole pack, with the papers nobody wrote on
                untouched = {name: archive.read(name) for name in archive.namelist()}
                done = {**untouched, **done}
        send_back(returned, path.stem, done, number)
    vote_electronically(returned, papers, electronic, truth)
    for name, content in save_again({paper.subject: filled[paper.pack, paper.name].content for paper in papers
                                     if paper.copy == "organisation" and paper.subject in again}, resave):  # fmt: skip
        (returned / "另存" / name).parent.mkdir(exist_ok=True)
        (returned / "另存" / name).write_bytes(content)
    return withheld


def send_back(returned: Path, branch: str, files: dict[str, bytes], number: int) -> None:
    """As a zip, as a zip in a folder, as loose files under new names, or as a folder of folders."""
    if number % 4 < 2:
        path = returned / (f"{branch}交回.zip" if number % 4 else f"第{number}批/{branch}（最终版）.zip")
        path.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return
    for place, (name, content) in enumerate(files.items()):
        renamed = f"{branch}/新建 文件夹/表{place}{Path(name).suffix}" if number % 4 == 2 else f"{branch}/{name}"
        path = returned / renamed
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def choose_for_office(papers: list[Paper], late: Paper) -> list[Subject]:
    """Three subjects of every form and kind of branch; each is saved as .docx, as .doc and back, as .doc."""
    chosen: dict[tuple[str, str], list[Subject]] = {}
    for paper in papers:
        if paper.form in REGISTRATION and paper.copy == "organisation" and paper is not late:
            kind = paper.subject[1] if paper.form == "organisation" else paper.pack
            kinds = [
                word for word in ("教工", "学院党总支", "本科生", "研究生", "离退休", "直属", "机关") if word in kind
            ]
            subjects = chosen.setdefault((paper.form, kinds[0] if kinds else ""), [])
            if len(subjects) < 3:
                subjects.append(paper.subject)
    # in turns, so that each form goes every way
    return [subject for turn in range(3) for subjects in chosen.values() for subject in subjects[turn : turn + 1]]


def save_again(forms: dict[Subject, bytes], resave: Any) -> Iterator[tuple[str, bytes]]:
    names = {f"{number}.docx": content for number, content in enumerate(forms.values())}
    turns = [{name: names[name] for name in list(names)[turn::3]} for turn in range(3)]
    yield from resave(turns[0], "docx").items()
    as_doc = resave(turns[1] | turns[2], "doc")
    back = {name: content for name, content in as_doc.items() if f"{Path(name).stem}.docx" in turns[1]}
    yield from resave(back, "docx").items()
    yield from ((name, content) for name, content in as_doc.items() if name not in back)


def choose_electronic(papers: list[Paper]) -> dict[str, str]:
    """The branches that vote by mail, and which of their two ballots: `{branch: shape}`."""
    branches = [paper.pack for paper in papers if paper.form == "ballot_members"]
    return {branches[3]: "organisation", branches[9]: "members"}


def vote_electronically(returned: Path, papers: list[Paper], electronic: dict[str, str], truth: Truth) -> None:
    for branch, shape in electronic.items():
        dice = random.Random(branch)
        paper = next(item for item in papers if item.form == f"ballot_{shape}" and item.pack == branch)
        count = truth.votes[branch, shape] = Count(issued=9, returned=9)
        for number in range(9):

            def choose(line: str, count: Count = count, dice: random.Random = dice) -> str:
                grade = dice.choice((*GRADES, "")) if count.by_line[line].total() else "好"
                count.add(line, grade)
                return grade

            path = returned / f"{branch}电子票" / f"{number}.docx"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(mark_ballot(paper.content, choose))
