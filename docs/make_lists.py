"""Print docs/developers/lists.md: the jobs and the emails, as the code has them.

Run it as `bin/python docs/make_lists.py` after a change of either.
"""

import ast
import re
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "developers" / "lists.md"
ADDON = ROOT / "mentoring_scheme"
INTRODUCTION = """\
# Jobs and emails

This page is printed by `bin/python docs/make_lists.py` from the addons' data.

"""
JOBS = """\
## Jobs

Each is safe to run twice and after a gap, takes one record at a time and commits after
each. They are found under *Settings ▸ Technical ▸ Scheduled Actions*.

| job | how often | what it does |
| --- | --- | --- |
"""
MAILS = """\

## Emails

Staff edit them under *Mentoring ▸ Configuration ▸ Emails*, and switch them off for a
scheme. What nobody has edited follows an update of the addons.

| email | when |
| --- | --- |
"""


def document():
    """Return the text of the page."""
    docstrings = _read_docstrings()
    jobs = [
        f"| {name} | {interval} | {docstrings[model, method]} |"
        for name, interval, model, method in _read_jobs()
    ]
    mails = [f"| {name} | {description} |" for name, description in _read_mails()]
    return (
        INTRODUCTION + JOBS + "\n".join(jobs) + "\n" + MAILS + "\n".join(mails) + "\n"
    )


def _read_records(model):
    for path in sorted((ADDON / "data").glob("*.xml")):
        for record in etree.parse(path).iter("record"):
            if record.get("model") == model:
                yield {
                    field.get("name"): " ".join(
                        (field.text or field.get("eval") or field.get("ref")).split()
                    )
                    for field in record.iter("field")
                    if field.text or field.get("eval") or field.get("ref")
                }


def _read_jobs():
    for job in _read_records("ir.cron"):
        every = job["interval_number"], job["interval_type"]
        interval = f"every {every[1][:-1]}" if every[0] == "1" else " ".join(every)
        method = re.search(r"\.(_cron_\w+|_\w+)\(", job["code"])[1]
        model = job["model_id"].rsplit("model_", 1)[-1].replace("_", ".")
        yield job["name"].removeprefix("Mentoring: "), interval, model, method


def _read_mails():
    for mail in _read_records("mail.template"):
        yield mail["name"].removeprefix("Mentoring: "), mail["description"]


def _read_docstrings():
    """Return the first line of each method of the models, by model and name."""
    found = {}
    for path in sorted((ADDON / "models").rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                model = _get_model(node)
                for method in node.body:
                    if isinstance(method, ast.FunctionDef):
                        found[model, method.name] = _get_sentence(method)
    return found


def _get_model(node):
    """Return the name of the model that a class makes or extends."""
    names = {
        target.id: line.value.value
        for line in node.body
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant)
        for target in line.targets
    }
    return names.get("_name") or names.get("_inherit")


def _get_sentence(method):
    first = (ast.get_docstring(method) or "").split("\n\n")[0].replace("\n", " ")
    return re.sub(r" \((promise )?[AB]\d+\)", "", first)


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
