"""What the example API holds and sends."""

import re

ITEM = {
    "id": 7,
    "name": "lamp",
    "price": 9.5,
    "tags": ["warm", "small"],
    "parts": [{"no": 1, "kind": "bulb"}, {"no": 2, "kind": "foot"}],
    "note": None,
}
OFFERS = [
    {"name": "big", "price": "150.00"},
    {"name": "small", "price": "3.50"},
    {"name": "middle", "price": 20},
    {"name": "priceless"},
]
# {"alg": "HS256", "typ": "JWT"}, {"sub": "agent_1", "exp": 4102444800}
TOKEN = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
    ".eyJzdWIiOiJhZ2VudF8xIiwiZXhwIjo0MTAyNDQ0ODAwfQ"
    ".c2lnbmF0dXJl"
)

# What `/stream/NAME` sends: bytes, and seconds to wait.
STREAMS: dict[str, list[bytes | float]] = {
    "hello": [
        b": connected\n\n",
        b'event: start\ndata: {"id": 7}\n\n',
        *(
            part
            for word in (b"Hello", b" big", b" world")
            for part in (b'event: token\ndata: {"delta": "' + word + b'"}\n\n', 0.05)
        ),
        b"event: done\ndata: [DONE]\n\n",
    ],
    "plain": [b"data: one\n\ndata: two\n\n"],
    "empty": [b": nothing\n\n"],
    "stalls": [b"data: one\n\n", 8.0],
    "fails": [b"data: one\n\n", b"event: error\ndata: out of memory\n\n"],
    "goes-on": [b"data: one\n\ndata: [DONE]\n\ndata: two\n\n"],
}

_NAMED = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
}
_WITH_PRICE = {
    **_NAMED,
    "required": ["colour"],
    "properties": {"price": {"type": "integer"}, "id": {"type": "integer"}},
}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Items", "version": "1"},
    "components": {"schemas": {"Named": _NAMED, "WithPrice": _WITH_PRICE}},
    "paths": {
        path: {
            "get": {
                "parameters": [
                    {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
                    for name in re.findall(r"{(\w+)}", path)
                ],
                "responses": {
                    "200": {
                        "description": "It.",
                        "headers": {"X-Item": {"schema": {"type": kind}}},
                        "content": {
                            "application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}
                        },
                    },
                    "4XX": {"description": "Nothing."},
                },
            }
        }
        for path, name, kind in (
            ("/items/{id}", "Named", "string"),
            ("/item", "WithPrice", "integer"),
            ("/text/{text}", "Named", "string"),
            ("/status/{status}", "Named", "string"),
        )
    },
}
