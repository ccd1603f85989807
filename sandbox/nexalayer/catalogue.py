"""What NexaLayer sells, and where its exits are."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

CURRENCY = "USD"
DAYS_PER_PERIOD = 30


class Kind(StrEnum):
    """The two kinds of session: exits that change, paid by traffic, and fixed ones, by time."""

    DYNAMIC = "dynamic"
    STATIC = "static"


@dataclass(frozen=True)
class Product:
    """Something to buy; the price is for one unit."""

    product_no: str
    name: str
    kind: Kind
    cents: int

    @property
    def unit(self) -> str:
        """What the price buys."""
        return "GB" if self.kind is Kind.DYNAMIC else f"IP per {DAYS_PER_PERIOD} days"


@dataclass(frozen=True)
class Region:
    """A country with exits, and its cities by code."""

    code: str
    name: str
    cities: dict[str, str]


# The cheapest of each kind first; one GB of the last dynamic one costs more than the trial gives.
PRODUCTS = {
    product.product_no: product
    for product in (
        Product("out_dynamic_1", "Residential, rotating", Kind.DYNAMIC, 350),
        Product("out_dynamic_2", "Mobile, rotating", Kind.DYNAMIC, 825),
        Product("out_dynamic_3", "Residential, exclusive pool", Kind.DYNAMIC, 15_000),
        Product("out_static_1", "Datacentre, fixed", Kind.STATIC, 195),
        Product("out_static_2", "Residential, fixed", Kind.STATIC, 480),
    )
}

REGIONS = {
    region.code: region
    for region in (
        Region("US", "United States", {"LA": "Los Angeles", "NYC": "New York"}),
        Region("GB", "United Kingdom", {"LON": "London"}),
        Region("DE", "Germany", {"BER": "Berlin", "FRA": "Frankfurt"}),
        Region("JP", "Japan", {"TYO": "Tokyo"}),
        Region("SG", "Singapore", {}),
    )
}


def price_of_traffic(product: Product, traffic_gb: Decimal) -> int:
    """What a dynamic session costs, in cents."""
    return int((product.cents * traffic_gb).quantize(Decimal(1), ROUND_HALF_UP))


def price_of_time(product: Product, quantity: int, days: int) -> int:
    """What a static session, or more time for it, costs in cents; `days` are whole periods."""
    return product.cents * quantity * (days // DAYS_PER_PERIOD)
