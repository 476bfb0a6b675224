"""How much of a turn a model may take. The measures are fixed: nothing that a model or an endpoint says moves them."""

REQUESTS = 8
"""Requests to the endpoint in a turn, those that were tried again included."""
TOOL_CALLS = 12
SAME_CALLS = 2
"""Times that the very same call is answered before it counts as going round in circles."""

FIRST_REQUEST = 12_288
"""Bytes of a question's first request: instructions, tools, conversation and message."""
RESULT = 6_000
"""Characters of one tool's result that a model is told; the person is shown all of it."""
ANY_REQUEST = 131_072
"""Bytes of any request, results included."""
RESPONSE = 2_000_000
"""Bytes of a streamed response: a stream repeats its frame with every word."""
TEXT = 8_000
"""Characters of a response's text and of its calls' arguments, each."""

CONNECT = 5.0
"""Seconds to reach the endpoint."""
SILENCE = 20.0
"""Seconds without a byte, once it has been reached."""
TRIES = 3
"""Times that one request is made, where the endpoint was busy or failed."""
