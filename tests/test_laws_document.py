"""docs/developers/laws.md knows every law that the code cites, and who keeps it."""

import runpy

import places

MAKER = runpy.run_path(str(places.ROOT / "docs" / "make_laws.py"))


def test_no_law_is_cited_that_is_not_written_down():
    cited = set(MAKER["find_citations"]())
    assert cited <= {*MAKER["INVARIANTS"], *MAKER["PROMISES"]}


def test_every_invariant_is_kept_and_shown():
    found = MAKER["find_citations"]()
    for law in MAKER["INVARIANTS"]:
        kept, shown = found[law]
        assert shown, f"no test names invariant {law}"
        assert kept, f"no code names invariant {law}"


def test_laws_document_is_up_to_date():
    text = MAKER["DOCUMENT"].read_text(encoding="utf-8")
    assert text == MAKER["document"](), "run `bin/python docs/make_laws.py`"
