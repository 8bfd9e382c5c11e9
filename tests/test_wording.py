"""The linter of words: what it reads, and that its ceilings hold in both directions."""

import pytest

import wording

POT = """#. module: some_addon
#: model:ir.model.fields,field_description:some_addon.field_some_thing__seats
msgid "Seats"
msgstr ""

#. module: some_addon
#: code:addons/some_addon/models/some_thing.py:0
msgid ""
"Take <b>the</b> last "
"seat."
msgstr ""

#. module: some_addon
#: model:ir.model.fields,help:some_addon.field_some_thing__message_ids
msgid "A seat of core"
msgstr ""
"""


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "some_addon" / "i18n"
    folder.mkdir(parents=True)
    (folder / "some_addon.pot").write_text(POT)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "staff.md").write_text("# Staff\n\nGive a seat to each.\n")
    return tmp_path


def _get_rule(terms, guides, **more):
    return wording.Rule(
        name="seat",
        pattern=r"\bseats?\b",
        advice="participant",
        **more,
        terms=terms,
        guides=guides,
    )


def test_terms_are_read_with_their_kind_and_line(root):
    assert [text[1:] for text in wording.read_terms(root)] == [
        (3, "label", "Seats"),
        (8, "code", "Take the last seat."),
    ]


@pytest.mark.parametrize(
    ("terms", "guides", "said"),
    [
        (2, 1, []),
        (1, 1, ["2 in the terms, 1 allowed"]),
        (2, 2, ["only 1 in the guides"]),
        (3, 0, ["only 2 in the terms", "1 in the guides, 0 allowed"]),
    ],
)
def test_ceilings_hold_in_both_directions(root, terms, guides, said):
    faults = wording.find_faults(root, [_get_rule(terms, guides)])
    assert len(faults) == len(said)
    for fault, part in zip(faults, said, strict=True):
        assert part in fault


def test_a_rule_holds_for_its_kinds_alone(root):
    rule = _get_rule(1, 0, kinds=["label"])
    assert wording.find_faults(root, [rule]) == []


@pytest.mark.parametrize(
    ("sentence", "unknown"),
    [
        ("Click **Seats** now.", []),
        ("Click **Seats…**, or (**Chairs**) first.", ["Chairs"]),
        ("Open **Furniture ▸ Seats**.", ["Furniture"]),
        ("- **A heading** says more, as **Duplicate** does.", []),
        ("Click **Use green**, not **Drop green**.", ["Drop green"]),
    ],
)
def test_names_in_guides_are_on_screens(root, sentence, unknown):
    template = root / "some_addon" / "i18n" / "some_addon.pot"
    template.write_text(POT + '\n#: some\nmsgid "Use %(colour)s"\nmsgstr ""\n')
    (root / "docs" / "staff.md").write_text(f"# Staff\n\n{sentence}\n")
    faults = wording.find_unknown_names(root, ["Duplicate"])
    assert [fault.split("“")[1].split("”")[0] for fault in faults] == unknown


def test_each_rule_finds_something_or_is_closed():
    rules = wording.read_rules()
    assert len({rule.name for rule in rules}) == len(rules) > 40
    assert not wording.find_faults(wording.ROOT, rules)
