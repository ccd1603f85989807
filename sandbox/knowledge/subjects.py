"""What an agent knows by heart: short true facts on well-known subjects."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    """A subject, the words that name it in a question, and its facts in telling order."""

    named: re.Pattern[str]
    facts: tuple[str, str, str]


def _subject(named: str, *facts: str) -> Subject:
    first, second, third = facts
    return Subject(re.compile(rf"\b(?:{named})\b", re.IGNORECASE), (first, second, third))


SUBJECTS = (
    _subject(
        r"lightning network|lightning payments?|lightning invoices?",
        "The Lightning Network is a layer on top of Bitcoin that makes small payments fast and "
        "cheap.",
        "Two parties lock coins in a payment channel and then update its balance between "
        "themselves, without a transaction on the chain for each payment.",
        "Payments hop across several channels, and hashed time locks see to it that nobody on the "
        "way can keep the money.",
    ),
    _subject(
        r"bitcoins?|satoshi nakamoto|proof of work",
        "Bitcoin is a digital currency that runs without a central bank, on a network of "
        "computers that share one public ledger.",
        "Miners add blocks of transactions to that ledger by proof of work, which makes the past "
        "expensive to rewrite.",
        "There will never be more than 21 million bitcoins, and each divides into 100 million "
        "satoshis.",
    ),
    _subject(
        r"blockchains?",
        "A blockchain is a list of records in which every block carries the hash of the one "
        "before it.",
        "Whoever changes an old block breaks every hash after it, so tampering shows at once.",
        "Many computers keep copies of the chain and agree on new blocks by a consensus rule.",
    ),
    _subject(
        r"photosynthesis|chlorophyll",
        "Photosynthesis is how plants, algae and some bacteria turn light into chemical energy.",
        "Chlorophyll in the leaves absorbs sunlight, and with its energy the plant makes sugar "
        "from carbon dioxide and water.",
        "The oxygen that is left over goes into the air, which is why we can breathe.",
    ),
    _subject(
        r"rainbows?",
        "A rainbow appears when sunlight enters raindrops, is bent, reflected at their back and "
        "bent again on its way out.",
        "Each colour is bent by a slightly different angle, so white light fans out from red to "
        "violet.",
        "You see a rainbow only with the sun behind you and the rain in front.",
    ),
    _subject(
        r"tides?|tidal",
        "Tides are the rise and fall of the sea, caused mainly by the pull of the moon's gravity.",
        "The pull is stronger on the side that faces the moon and weaker on the far side, which "
        "gives two bulges of water and on most coasts two high tides a day.",
        "When sun and moon line up, their pulls add up to the higher spring tides.",
    ),
    _subject(
        r"vaccines?|vaccinations?",
        "A vaccine shows the immune system a harmless part or a weakened form of a germ.",
        "The body answers with antibodies and with memory cells that remember what the germ looks "
        "like.",
        "When the real virus or bacterium arrives later, these cells attack it before it can do "
        "much damage.",
    ),
    _subject(
        r"https?|http/\d",
        "HTTP is the protocol in which browsers and servers on the web talk to each other.",
        "A client sends a request with a method such as GET or POST, and the server answers with "
        "a status code, headers and usually a body.",
        "HTTP itself keeps no state between requests, and HTTPS is the same protocol inside an "
        "encrypted connection.",
    ),
    _subject(
        r"sql|relational databases?",
        "SQL is the language for asking and changing relational databases, which keep their data "
        "in tables.",
        "A query says which rows and columns are wanted, and the database works out how to find "
        "them.",
        "Joins combine tables by matching values, and transactions make several changes happen "
        "together or not at all.",
    ),
    _subject(
        r"python",
        "Python is a programming language known for code that reads almost like plain English.",
        "Guido van Rossum published it in 1991, and it marks blocks by indentation instead of "
        "braces.",
        "It is used for web services, data analysis, automation and machine learning.",
    ),
    _subject(
        r"paris|capital (?:city )?of france",
        "Paris is the capital of France and lies on the river Seine.",
        "About two million people live in the city itself and more than ten million in its "
        "metropolitan area.",
        "It is known for the Eiffel Tower, the Louvre and the cathedral of Notre-Dame.",
    ),
    _subject(
        r"gravity|gravitation(?:al)?",
        "Gravity is the attraction between all things that have mass.",
        "Newton found that it grows with both masses and fades with the square of the distance.",
        "Einstein later described it as the curving of space and time around mass.",
    ),
    _subject(
        r"(?:theory of )?relativity",
        "The theory of relativity is Albert Einstein's account of space, time and gravity.",
        "Its special part says that the speed of light is the same for everyone, so moving clocks "
        "run slow.",
        "Its general part explains gravity as the curvature of space and time by mass and energy.",
    ),
    _subject(
        r"dna|double helix",
        "DNA is the molecule in which living things keep their genetic instructions.",
        "It is a double helix of four bases, in which adenine pairs with thymine and cytosine with "
        "guanine.",
        "Cells copy it before they divide and read genes from it to build proteins.",
    ),
    _subject(
        r"sky",
        "The sky looks blue because air scatters short waves of sunlight much more than long ones.",
        "This Rayleigh scattering sends blue light to our eyes from every direction, while red "
        "passes straight through.",
        "At sunset the light crosses more air, loses most of its blue and leaves the sky orange "
        "and red.",
    ),
    _subject(
        r"seasons",
        "The seasons come from the tilt of the Earth's axis, which leans by about 23 degrees.",
        "The half of the globe that leans towards the sun has longer days and steeper light, and "
        "so it has summer.",
        "The distance to the sun hardly matters, as the Earth is closest to it in January.",
    ),
    _subject(
        r"machine learning|neural networks?|artificial intelligence",
        "Machine learning lets a computer find patterns in data instead of following rules "
        "written by hand.",
        "A neural network does so with layers of simple units whose weights are adjusted until "
        "its answers fit the examples.",
        "How good such an artificial intelligence becomes depends above all on the data that it "
        "learns from.",
    ),
    _subject(
        r"dns|domain name system",
        "DNS translates names such as example.org into the addresses that computers use.",
        "A resolver asks its way down from the root servers to the server that is responsible for "
        "the name.",
        "Answers are cached for a while, which keeps lookups fast and the root servers idle.",
    ),
    _subject(
        r"rest apis?|restful|apis?",
        "An API is an agreed way for one program to ask another for data or work.",
        "REST APIs do this over HTTP: addresses name resources, and methods such as GET, POST and "
        "DELETE say what to do with them.",
        "A good API answers errors as clearly as it answers successes.",
    ),
    _subject(
        r"volcano(?:e?s)?|lava",
        "A volcano is an opening through which molten rock, ash and gas escape from below the "
        "Earth's crust.",
        "Most volcanoes stand where tectonic plates meet or drift apart.",
        "Thick magma traps gas and erupts violently, while thin lava flows out quietly.",
    ),
    _subject(
        r"earthquakes?",
        "Earthquakes happen when rock under strain suddenly slips along a fault.",
        "The strain builds up for years because tectonic plates move past each other and get "
        "stuck.",
        "The slip sends out seismic waves, which shake the ground and tell scientists where it "
        "began.",
    ),
    _subject(
        r"french revolution",
        "The French Revolution began in 1789, when debt, hunger and unequal rights brought down "
        "the old order in France.",
        "It abolished feudal privileges and proclaimed the rights of man and of the citizen.",
        "After years of terror and war, Napoleon took power in 1799.",
    ),
    _subject(
        r"compound interest",
        "Compound interest is interest that is paid on earlier interest as well as on the savings.",
        "The sum therefore grows faster every year, even though the rate stays the same.",
        "At five per cent a year, money doubles in a little over fourteen years.",
    ),
    _subject(
        r"black holes?",
        "A black hole is a region of space whose gravity lets nothing out, not even light.",
        "Many form when a massive star runs out of fuel and its core collapses.",
        "Nothing can be seen of a black hole itself, but hot gas around it and passing "
        "gravitational waves give it away.",
    ),
)
