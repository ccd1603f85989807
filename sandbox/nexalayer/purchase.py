"""From what an agent asks for to the session that it gets, and the price."""

from dataclasses import dataclass
from datetime import datetime

from sandbox.nexalayer import errors, schemas
from sandbox.nexalayer.catalogue import (
    PRODUCTS,
    REGIONS,
    Kind,
    Product,
    price_of_time,
    price_of_traffic,
)
from sandbox.nexalayer.model import (
    Rotation,
    RotationMode,
    Session,
    dynamic_session,
    static_session,
)

# Where a dynamic session comes out unless its agent says where.
_DEFAULT_COUNTRY = "US"


@dataclass(frozen=True)
class Purchase:
    """A session to be bought, and its price in cents."""

    session: Session
    cents: int


def purchase(request: schemas.SessionRequest, now: datetime) -> Purchase:
    """The session asked for, as new; a refusal where the catalogue does not have it."""
    if isinstance(request, schemas.DynamicRequest):
        return _dynamic(request.config, now)
    return _static(request.config, now)


def _dynamic(config: schemas.DynamicConfig, now: datetime) -> Purchase:
    product = _product(config.product_no, Kind.DYNAMIC)
    country = config.country or _DEFAULT_COUNTRY
    _check_location(country, config.city)
    session = dynamic_session(
        product, config.traffic_gb, config.protocol, _rotation(config), country, config.city, now
    )
    return Purchase(session, price_of_traffic(product, config.traffic_gb))


def _static(config: schemas.StaticConfig, now: datetime) -> Purchase:
    product = _product(config.product_no, Kind.STATIC)
    _check_location(config.country, config.city)
    session = static_session(
        product, config.quantity, config.duration_days, config.country, config.city, now
    )
    return Purchase(session, price_of_time(product, config.quantity, config.duration_days))


def _product(product_no: str, kind: Kind) -> Product:
    product = PRODUCTS.get(product_no)
    if product is None:
        raise errors.product_not_found(product_no)
    if product.kind is not kind:
        raise errors.invalid_request({"config.product_no": f"This is a {product.kind} product"})
    return product


def _check_location(country: str, city: str | None) -> None:
    region = REGIONS.get(country)
    if region is None:
        raise errors.invalid_request({"config.country": "There are no exits in this country"})
    if city is not None and city not in region.cities:
        raise errors.invalid_request({"config.city": "There are no exits in this city"})


def _rotation(config: schemas.DynamicConfig) -> Rotation:
    if config.rotation is None:
        return Rotation(RotationMode.ON_DEMAND)
    return Rotation(config.rotation.mode, config.rotation.interval_seconds)
