"""docs/developers/lists.md lists the jobs and the emails that there are."""

import runpy

import places


def test_lists_document_is_up_to_date():
    maker = runpy.run_path(str(places.ROOT / "docs" / "make_lists.py"))
    text = maker["DOCUMENT"].read_text(encoding="utf-8")
    assert text == maker["document"](), "run `bin/python docs/make_lists.py`"
