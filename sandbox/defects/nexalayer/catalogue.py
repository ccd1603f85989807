"""Defects of what every answer has, and of what there is to buy."""

import time

from sandbox.changes.conditions import query_is, status_is
from sandbox.changes.departure import Defect
from sandbox.changes.edits import (
    altered,
    becomes,
    computed,
    exactly,
    first_ever,
    query,
    status,
    without,
)
from sandbox.changes.exchange import Exchange
from sandbox.changes.fields import Json
from sandbox.changes.wire import Answer, Question
from sandbox.defects.nexalayer.operations import (
    ACCOUNT,
    BALANCE,
    BATCH,
    BROKEN,
    BUY,
    EVERY_OPERATION,
    HEALTH,
    OVERVIEW,
    PRODUCTS,
    REGIONS,
    RENEW,
    REPORT,
    ROTATE,
    SERVICE,
    SESSION,
    SUCCESS,
    TERMINATE,
    refused,
    sent_header,
)

_DYNAMIC_ONLY = query_is("type", "dynamic")


def _second(_: Exchange) -> str:
    return f"req_{int(time.time())}"


def _of_the_agent(exchange: Exchange) -> str:
    """A request ID that is made of who asks only."""
    return f"req_{sent_header(exchange, 'x-api-key')[3:15]}"


def _number_of_the_agent(exchange: Exchange) -> str:
    """Who asks, and how often the operation has answered them by now."""
    key = sent_header(exchange, "x-api-key")
    exchange.memory[key] = exchange.memory.get(key, 0) + 1
    return f"req_{key[3:15]}_{exchange.memory[key]}"


def _of_the_key(exchange: Exchange) -> str:
    """A request ID that is made of the Idempotency-Key, where there is one."""
    key = sent_header(exchange, "idempotency-key")
    return f"req_{key}" if key else str(exchange.json["meta"]["request_id"])


def _by_code(items: list[Json]) -> dict[str, Json]:
    return {item["code"]: item for item in items}


def _with_a_static_one(items: list[Json]) -> list[Json]:
    return [*items, items[-1] | {"product_no": "out_static_9", "type": "static"}]


def _all_called_dynamic(exchange: Exchange) -> None:
    """Narrow the list by writing the type over that of every product."""
    if not exchange.query:
        exchange.memory["all"] = exchange.json["data"]["items"]
    else:
        items = [item | {"type": "dynamic"} for item in exchange.memory["all"]]
        becomes("data.items", items)(exchange)


DEFECTS = [
    Defect(
        "success-is-a-text",
        "TS1-00",
        'A session says that its success is the text "true".',
        Answer(SESSION, becomes("success", "true"), when=SUCCESS),
    ),
    Defect(
        "success-is-a-number",
        "TS1-00",
        "The balance says that its success is 1.",
        Answer(BALANCE, becomes("success", 1), when=SUCCESS),
    ),
    Defect(
        "products-without-success",
        "TS1-00",
        "The catalogue does not say that it is a success.",
        Answer(PRODUCTS, without("success"), when=SUCCESS),
    ),
    Defect(
        "rotation-is-no-success",
        "TS1-00",
        "A rotation answers 200, and that it was no success.",
        Answer(ROTATE, becomes("success", False), when=SUCCESS),
    ),
    Defect(
        "termination-is-no-success",
        "TS1-00",
        "Ending a session answers 200, and that it was no success.",
        Answer(TERMINATE, becomes("success", False), when=SUCCESS),
    ),
    Defect(
        "request-ids-without-prefix",
        "TS1-00",
        "Request IDs do not begin with req_.",
        *(
            Answer(each, altered("meta.request_id", lambda id: id.removeprefix("req_")))
            for each in EVERY_OPERATION
        ),
    ),
    Defect(
        "request-id-is-null",
        "TS1-00",
        "The overview has a request ID that is null.",
        Answer(OVERVIEW, becomes("meta.request_id", None)),
    ),
    Defect(
        "report-without-meta",
        "TS1-00",
        "The answer to a report has no request ID.",
        Answer(REPORT, without("meta"), when=SUCCESS),
    ),
    Defect(
        "batch-without-meta",
        "TS1-00",
        "The answer to a batch has no request ID.",
        Answer(BATCH, without("meta"), when=SUCCESS),
    ),
    Defect(
        "request-id-beside-meta",
        "TS1-00",
        "The health of a session has its request ID beside meta, not in it.",
        Answer(
            HEALTH,
            computed("request_id", lambda asked: asked.json["meta"]["request_id"]),
            becomes("meta", {}),
        ),
    ),
    Defect(
        "error-beside-success",
        "TS1-00",
        "The account is told with an error beside it.",
        Answer(ACCOUNT, becomes("error", {"code": "", "message": ""}), when=SUCCESS),
    ),
    Defect(
        "one-request-id-for-the-service",
        "TS1-00",
        "The health check of the service keeps its answer, with its request ID.",
        Answer(SERVICE, first_ever("meta.request_id")),
    ),
    Defect(
        "one-request-id-for-a-session",
        "TS1-00",
        "A session is always answered with the same request ID.",
        Answer(
            SESSION,
            computed("meta.request_id", lambda asked: f"req_{asked.parameters['session_id']}"),
        ),
    ),
    Defect(
        "request-id-is-the-second",
        "TS1-00",
        "The request ID is the time in seconds.",
        *(Answer(each, computed("meta.request_id", _second)) for each in EVERY_OPERATION),
    ),
    Defect(
        "one-request-id-for-an-agent",
        "TS1-00",
        "All answers to an agent have the same request ID.",
        *(Answer(each, computed("meta.request_id", _of_the_agent)) for each in EVERY_OPERATION),
    ),
    Defect(
        "one-request-id-for-a-key",
        "TS1-00",
        "What is repeated with its key is answered with the request ID of the first answer.",
        *(Answer(each, computed("meta.request_id", _of_the_key)) for each in (BUY, RENEW)),
    ),
    Defect(
        "request-ids-counted-by-operation",
        "TS1-00",
        "Each operation counts an agent's requests by itself, and makes request IDs of that.",
        *(
            Answer(each, computed("meta.request_id", _number_of_the_agent))
            for each in EVERY_OPERATION
        ),
    ),
    Defect(
        "service-503",
        "TS1-01.1",
        "The health check answers 503 although all is well.",
        Answer(SERVICE, status(503)),
    ),
    Defect(
        "service-status-up",
        "TS1-01.1",
        "The health check says that the service is up, not that it is ok.",
        Answer(SERVICE, becomes("data.status", "up")),
    ),
    Defect(
        "service-status-in-capitals",
        "TS1-01.1",
        "The health check says OK in capitals.",
        Answer(SERVICE, altered("data.status", str.upper)),
    ),
    Defect(
        "service-status-is-true",
        "TS1-01.1",
        "The health check says that its status is true.",
        Answer(SERVICE, becomes("data.status", True)),
    ),
    Defect(
        "service-is-a-text",
        "TS1-01.1",
        "The health check answers with the text ok.",
        Answer(SERVICE, becomes("data", "ok")),
    ),
    Defect(
        "version-is-empty",
        "TS1-01.2",
        "The version of the service is empty.",
        Answer(SERVICE, becomes("data.version", "")),
    ),
    Defect(
        "version-is-blank",
        "TS1-01.2",
        "The version of the service is a space.",
        Answer(SERVICE, becomes("data.version", " ")),
    ),
    Defect(
        "version-is-a-number",
        "TS1-01.2",
        "The version of the service is a number.",
        Answer(SERVICE, becomes("data.version", 1.0)),
    ),
    Defect(
        "version-is-missing",
        "TS1-01.2",
        "The health check does not tell the version.",
        Answer(SERVICE, without("data.version")),
    ),
    Defect(
        "catalogue-is-empty",
        "TS1-05.1",
        "There is nothing to buy.",
        Answer(PRODUCTS, becomes("data.items", [])),
    ),
    Defect(
        "catalogue-is-a-list",
        "TS1-05.1",
        "The products are in data itself, not in its items.",
        Answer(PRODUCTS, altered("data", lambda data: data["items"]), when=SUCCESS),
    ),
    Defect(
        "last-product-without-number",
        "TS1-05.1",
        "The last product has a number that is null.",
        Answer(PRODUCTS, becomes("data.items[-1].product_no", None)),
    ),
    Defect(
        "second-product-without-name",
        "TS1-05.1",
        "The second product has an empty name.",
        Answer(PRODUCTS, becomes("data.items[1].name", "")),
    ),
    Defect(
        "third-product-without-type",
        "TS1-05.1",
        "The third product has no type.",
        Answer(PRODUCTS, without("data.items[2].type")),
    ),
    Defect(
        "prices-with-a-dollar-sign",
        "TS1-05.1",
        'A price is written "$3.50".',
        Answer(PRODUCTS, altered("data.items[*].price", lambda price: f"${price}")),
    ),
    Defect(
        "prices-with-a-comma",
        "TS1-05.1",
        'A price is written "3,50".',
        Answer(PRODUCTS, altered("data.items[*].price", lambda price: price.replace(".", ","))),
    ),
    Defect(
        "price-on-request",
        "TS1-05.1",
        "The dearest product has no price.",
        Answer(PRODUCTS, becomes("data.items[2].price", None)),
    ),
    Defect(
        "last-product-without-unit",
        "TS1-05.1",
        "The last product does not tell what its price buys.",
        Answer(PRODUCTS, without("data.items[-1].unit")),
    ),
    Defect(
        "type-of-product-ignored",
        "TS1-05.2",
        "Asked for the dynamic products, the catalogue lists all.",
        Question(PRODUCTS, query("type", "")),
    ),
    Defect(
        "type-of-product-turned-round",
        "TS1-05.2",
        "Asked for the dynamic products, the catalogue lists the static ones.",
        Question(PRODUCTS, query("type", "static"), when=_DYNAMIC_ONLY),
    ),
    Defect(
        "no-dynamic-products",
        "TS1-05.2",
        "Asked for the dynamic products, the catalogue lists none.",
        Answer(PRODUCTS, becomes("data.items", []), when=_DYNAMIC_ONLY),
    ),
    Defect(
        "static-product-among-dynamic-ones",
        "TS1-05.2",
        "Asked for the dynamic products, the catalogue adds a static one at the end.",
        Answer(PRODUCTS, altered("data.items", _with_a_static_one), when=_DYNAMIC_ONLY),
    ),
    Defect(
        "every-product-called-dynamic",
        "TS1-05.2",
        "Asked for the dynamic products, the catalogue lists all and calls them dynamic.",
        Answer(PRODUCTS, _all_called_dynamic),
    ),
    Defect(
        "type-of-product-breaks-the-server",
        "TS1-05.2",
        "Asked for the dynamic products, the catalogue breaks.",
        Answer(PRODUCTS, BROKEN, when=_DYNAMIC_ONLY),
    ),
    Defect(
        "no-regions",
        "TS1-06.1",
        "There are no regions.",
        Answer(REGIONS, becomes("data.items", [])),
    ),
    Defect(
        "regions-taken-for-a-product",
        "TS1-06.1",
        "The regions are looked for among the products.",
        Answer(REGIONS, refused(404, "PRODUCT_NOT_FOUND")),
    ),
    Defect(
        "regions-by-code",
        "TS1-06.1",
        "The regions are an object with their codes as keys.",
        Answer(REGIONS, altered("data.items", _by_code)),
    ),
    Defect(
        "last-region-without-code",
        "TS1-06.1",
        "The last region has no code.",
        Answer(REGIONS, without("data.items[-1].code")),
    ),
    Defect(
        "third-region-without-name",
        "TS1-06.1",
        "The third region has a name that is null.",
        Answer(REGIONS, becomes("data.items[2].name", None)),
    ),
    Defect(
        "regions-are-bare",
        "TS1-06.1",
        "The regions are the bare list, without what every answer has.",
        Answer(REGIONS, lambda asked: exactly(asked.json["data"])(asked), when=status_is(200)),
    ),
]
