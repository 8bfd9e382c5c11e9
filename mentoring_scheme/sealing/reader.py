# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import contextlib
import weakref

# The requests of screens that are being answered; none of them gets a second reader.
_ANSWERING = weakref.WeakSet()
# Where the browser calls the methods of a screen, and those of its buttons.
CALLS = ("/web/dataset/call_kw", "/web/dataset/call_button")


class Reader:
    """The capability to read what is sealed, as one person and no other.

    Whoever holds the object may read what its person may. It is handed down from call
    to call as an argument; it is kept in no record, context, session or global, so that
    nothing else which runs in the same request finds it.

    :param int uid: the id of the person's ``res.users``
    """

    __slots__ = ("uid",)

    def __init__(self, uid: int):
        self.uid = uid

    @classmethod
    def of_request(cls, request):
        """Return the reader for who has logged in on a request; for controllers alone.

        The session says who that is, which no record's environment can change.

        :param request: Odoo's request
        :return: a reader, or None for a visitor
        """
        uid = request.session.uid
        return cls(uid) if uid and uid == request.env.uid else None

    @classmethod
    @contextlib.contextmanager
    def of_screen(cls, request, model, methods):
        """Give the reader for who calls a method from a screen, for as long as it runs.

        A public method can be called by whatever runs in a request. So there is a
        reader only where the browser itself has asked for this method, and only for the
        outermost call: what an automation calls in between gets None.

        :param request: Odoo's request, or None outside one
        :param str model: of the method
        :param methods: names of the methods that the screen calls
        """
        asked = request and request.httprequest
        if (
            not asked
            or asked in _ANSWERING
            or not asked.path.startswith(CALLS)
            or request.params.get("model") != model
            or request.params.get("method") not in methods
        ):
            yield None
            return
        _ANSWERING.add(asked)
        try:
            yield cls.of_request(request)
        finally:
            _ANSWERING.discard(asked)
