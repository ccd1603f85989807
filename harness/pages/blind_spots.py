"""The page of blind spots: what could be otherwise in the answers of an API, and who notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import msgspec

from harness.masking.outlet import OUTLET
from harness.pages import writing
from harness.proof.accepted import Entry, Judgement, judge
from harness.proof.spots import Place, Proof

PAGE = "blind_spots.html"
_STORED = "blind_spots.json"


@dataclass(frozen=True)
class PlaceView:
    """A place, with what nobody notices there and nobody has accepted, and what is accepted."""

    place: Place
    new: Sequence[str]
    accepted: Sequence[tuple[str, Entry]]


@dataclass(frozen=True)
class EndpointView:
    """An endpoint with an answer of it, and its places."""

    name: str
    places: Sequence[PlaceView]

    @property
    def blind(self) -> list[PlaceView]:
        """The places at which something is unnoticed."""
        return [view for view in self.places if view.place.missed]


@dataclass(frozen=True)
class ApiView:
    """An API and its endpoints."""

    name: str
    endpoints: Sequence[EndpointView]

    @property
    def new(self) -> int:
        """How many changes nobody notices and nobody has accepted."""
        return sum(len(view.new) for each in self.endpoints for view in each.places)

    @property
    def accepted(self) -> int:
        """How many changes are accepted."""
        return sum(len(view.accepted) for each in self.endpoints for view in each.places)


def store(proof: Proof, reports: Path) -> None:
    """Keep what came of a proof beside the results of runs."""
    OUTLET.write(reports / _STORED, msgspec.json.encode(proof))


def stored(reports: Path) -> Proof | None:
    """What came of the latest proof; None when there was none."""
    file = reports / _STORED
    return msgspec.json.decode(file.read_bytes(), type=Proof) if file.is_file() else None


def write(proof: Proof, entries: Sequence[Entry], folder: Path) -> Path:
    """Write the page into the folder of the pages; it leads to those of them that are there."""
    judgement = judge(proof.places, entries)
    template = writing.environment("filter.js").get_template(PAGE)
    pages = {name: title for name, title in writing.PAGES.items() if (folder / name).is_file()}
    page = template.render(
        proof=proof,
        apis=apis(proof, judgement),
        judgement=judgement,
        pages=pages | {PAGE: writing.PAGES[PAGE]},
        page=PAGE,
        allure_page="",
    )
    OUTLET.write(folder / PAGE, page)
    return folder / PAGE


def apis(proof: Proof, judgement: Judgement) -> list[ApiView]:
    """The places by API and endpoint."""
    new = {id(place): changes for place, changes in judgement.new}
    views = [
        PlaceView(
            place,
            new.get(id(place), ()),
            [(change, entry) for one, change, entry in judgement.known if one is place],
        )
        for place in proof.places
    ]
    return [
        ApiView(
            api,
            [
                EndpointView(name, list(those))
                for name, those in groupby(its, lambda view: view.place.endpoint)
            ],
        )
        for api, its in groupby(views, lambda view: view.place.api)
    ]
