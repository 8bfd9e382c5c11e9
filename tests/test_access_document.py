"""docs/access.md says what the tests check."""

import runpy

import places


def test_access_document_is_up_to_date(place):
    maker = runpy.run_path(str(places.ROOT / "docs" / "make_access.py"))
    assert maker["DOCUMENT"].read_text(encoding="utf-8") == maker["document"](), (
        "run `bin/python docs/make_access.py`"
    )
