"""A corpus: answers that must pass, and what a broken pipeline delivers instead, which must not.

A false alarm is as bad as a miss: the first blames a system that works.
"""

import pytest

from harness.coherence import topic_stems, why_no_answer, words

LIGHTNING = "What is the Lightning Network?"
PLANTS = "How does photosynthesis work?"
RAINBOW = "Explain how rainbows form."
CAPITAL = "What is the capital of France?"
SUM = "What is 17 + 25?"
SORT = "Write a Python function that sorts a list."
MOON = "Who was the first person on the moon?"
SKY = "Why is the sky blue?"
HAIKU = "Write a haiku about autumn."
RATE = "What is a rate limit in an API?"
PLACEHOLDER = "What is a placeholder in an HTML form?"
KEY_ERROR = "What does KeyError mean in Python?"
STATUS_500 = "What does internal server error mean?"
NULL = "What does null mean in JSON?"
TODO = "How do I write a good todo list?"
LOREM = "What is lorem ipsum?"
HTML = "Show me a minimal HTML page."
TIDES = "What causes the tides?"
LONG = (
    "I am preparing a lesson for children of ten years. Please explain in simple words how "
    "volcanoes erupt, what magma is, and why some volcanoes are quiet for hundreds of years."
)

# What it is, the question, the answer, and words that it may be about.
GOOD = [
    ("one sentence", LIGHTNING, "The Lightning Network is a payment layer on top of Bitcoin."),
    ("short", CAPITAL, "Paris is the capital."),
    ("very short with the subject", CAPITAL, "The capital of France is Paris."),
    ("one word about the subject", CAPITAL, "Paris.", "Paris"),
    ("a bare number about the subject", SUM, "42", "42"),
    ("numbers", SUM, "17 + 25 = 42"),
    ("a number in a sentence", SUM, "The sum of 17 and 25 is 42."),
    ("a name about the subject", MOON, "Neil Armstrong.", "Armstrong"),
    ("name and date", MOON, "Neil Armstrong set foot on the moon on 20 July 1969."),
    (
        "no word of the question",
        PLANTS,
        "Plants use sunlight, water and carbon dioxide to make sugar and oxygen.",
        "plants, chlorophyll, sunlight",
    ),
    (
        "no word of the question, many related",
        RAINBOW,
        "Sunlight enters a raindrop, is bent, reflected at the back and bent again on its way out.",
        "raindrops, sunlight, refraction",
    ),
    (
        "other grammatical form",
        RAINBOW,
        "A rainbow is seen when the sun stands behind you and it rains in front of you.",
    ),
    (
        "numbered list",
        PLANTS,
        "Photosynthesis has these steps:\n1. The leaf absorbs light.\n2. Water is split.\n"
        "3. Carbon dioxide is turned into sugar.",
    ),
    (
        "bullet list",
        LIGHTNING,
        "The Lightning Network in short:\n- channels between two parties\n- payments routed over "
        "several channels\n- settlement on the Bitcoin blockchain",
    ),
    (
        "markdown",
        LIGHTNING,
        "## Lightning Network\n\nA **second layer** for Bitcoin. It uses *payment channels* to "
        "make transfers cheap and fast.\n\n| Term | Meaning |\n|---|---|\n| channel | a shared "
        "balance of two nodes |",
    ),
    (
        "table of short words",
        "Compare dogs and cats in a table.",
        "| | dogs | cats |\n|---|---|---|\n| sound | bark | meow |\n| walks | needed | not needed |"
        "\n| night | asleep | awake |",
    ),
    (
        "question restated and answered",
        LIGHTNING,
        "What is the Lightning Network? It is a second layer on Bitcoin that settles payments in "
        "an instant.",
    ),
    (
        "question restated as a title",
        PLANTS,
        "How does photosynthesis work?\n\nChlorophyll catches light, and its energy turns water "
        "and carbon dioxide into sugar.",
    ),
    (
        "question restated and answered in two words",
        CAPITAL,
        "What is the capital of France? Paris, of course.",
    ),
    ("question restated and answered in one word", CAPITAL, "What is the capital of France? Paris"),
    ("restated with a number", SUM, "What is 17 + 25? 42"),
    (
        "unicode quotes",
        SKY,
        "The sky’s colour is due to “Rayleigh scattering” — short waves — that’s the blue ones — "
        "are scattered most…",
    ),
    (
        "accents and other scripts",
        MOON,
        "Neil Armstrong (尼尔·阿姆斯特朗) was first on the moon; the crater Čapek is named after a "
        "writer.",
    ),
    (
        "emoji",
        SKY,
        "The sky looks blue 🌈 because air scatters blue light more than red light 😀.",
    ),
    (
        "code in a fence",
        SORT,
        "Here is a function:\n```python\ndef sort_list(items):\n    return sorted(items)\n```\n"
        "It returns a new list and leaves the old one as it was.",
    ),
    (
        "code alone",
        SORT,
        "```python\ndef sort_list(values):\n    return sorted(values)\n```",
    ),
    (
        "code that raises",
        SORT,
        'def sort_list(values):\n    if values is None:\n        raise ValueError("no list")\n'
        "    return sorted(values)  # a new list",
    ),
    (
        "longer code",
        SORT,
        "def bubble_sort(values):\n    for i in range(len(values)):\n        for j in range(0, "
        "len(values) - i - 1):\n            if values[j] > values[j + 1]:\n                "
        "values[j], values[j + 1] = values[j + 1], values[j]\n    return values",
    ),
    (
        "poem",
        HAIKU,
        "Autumn wind whispers,\ncrimson leaves drift to the ground,\nsilence fills the woods.",
    ),
    (
        "poem with few joining words",
        HAIKU,
        "Crisp autumn evening\nscarlet maple leaves falling\nquiet footsteps fade",
    ),
    (
        "formula",
        PLANTS,
        "In photosynthesis 6 CO2 + 6 H2O + light become C6H12O6 + 6 O2.",
    ),
    (
        "abbreviations",
        "What do HTTPS, TLS and HTML stand for?",
        "HTTPS: Hypertext Transfer Protocol Secure. TLS: Transport Layer Security. HTML: "
        "Hypertext Markup Language.",
    ),
    (
        "link",
        LIGHTNING,
        "The Lightning Network paper is at https://lightning.network/lightning-network-paper.pdf "
        "and explains the channels.",
    ),
    (
        "hash in an answer",
        "What is the hash of the Bitcoin genesis block?",
        "The genesis block of Bitcoin has the hash "
        "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f.",
    ),
    (
        "repetition that is meant",
        "Sing a few lines of Row Your Boat.",
        "Row, row, row your boat, gently down the stream, merrily, merrily, merrily, merrily, "
        "life is but a dream.",
    ),
    (
        "refusal on the topic",
        "Which share will rise tomorrow?",
        "Nobody can know which share will rise tomorrow, so I cannot give you an honest answer.",
    ),
    (
        "JSON on request",
        "Give me the capital of France as JSON.",
        '{"country": "France", "capital": "Paris"}',
    ),
    (
        "long",
        LONG,
        "Deep below our feet it is so hot that rock melts. Melted rock is called magma. Magma is "
        "lighter than the solid rock around it, so it rises and gathers in a chamber. Gas bubbles "
        "in it press against the roof, as in a bottle of lemonade that was shaken. When the "
        "pressure is too high the volcano erupts, and the magma that comes out is called lava. "
        "Some volcanoes sleep for hundreds of years, because it takes that long until their "
        "chamber is full again.",
    ),
    (
        "to a question of frame words only",
        "How does it work?",
        "You send a request, pay the invoice and then collect what you paid for.",
    ),
    (
        "mentions an error class",
        "How do I read a file in Python?",
        "Use open() with a with statement to read a file. If the file is not there, Python raises "
        "a FileNotFoundError.",
    ),
    (
        "mentions an error class in mid-sentence",
        "How do I read a file in Python?",
        "Python raises a FileNotFoundError in case the file is not there, and a PermissionError "
        "(a kind of OSError) when you may not read it.",
    ),
    ("explains an error", KEY_ERROR, "A KeyError means that a dict has no such key."),
    (
        "explains an error with its text",
        KEY_ERROR,
        "Python prints KeyError: 'name' when the dictionary has no key called name.",
    ),
    (
        "explains an error with a trace",
        "What does a Python traceback look like?",
        "A Python traceback looks like this:\nTraceback (most recent call last):\n  File "
        '"a.py", line 1, in <module>\nZeroDivisionError: division by zero',
    ),
    (
        "explains a status",
        STATUS_500,
        "An internal server error, status 500, means that the server met a problem of its own.",
    ),
    (
        "explains another status",
        "What does HTTP status 503 mean?",
        "Status 503 is called Service Unavailable: the server is overloaded or under maintenance.",
    ),
    (
        "explains gateways",
        "What is the difference between HTTP 502 and 504?",
        "502 is Bad Gateway: the upstream sent rubbish. 504 is Gateway Timeout: it sent nothing.",
    ),
    (
        "explains a rate limit",
        RATE,
        "A rate limit bounds how many requests a client may send; when the rate limit is exceeded "
        "the API answers with 429.",
    ),
    (
        "explains a rate limit with its code",
        RATE,
        "It bounds how many requests you may send. Many an API then answers 429 with the code "
        "rate_limit_exceeded.",
    ),
    (
        "explains placeholders",
        PLACEHOLDER,
        'The placeholder attribute shows a hint in an empty field: <input placeholder="Name">.',
    ),
    (
        "mentions a placeholder",
        "How do I label a field in an HTML form?",
        "Use a label element for each field of the form. A placeholder is no label, because it "
        "vanishes as soon as somebody types.",
    ),
    ("explains null", NULL, "In JSON null stands for the absence of a value."),
    (
        "mentions lists of things to do",
        TODO,
        "Keep your todo list short, start each entry with a verb and do the hardest one first.",
    ),
    (
        "mentions to-dos unasked",
        "How do I organise my day?",
        "Start the day with a todo list of three entries, and organise the rest around them.",
    ),
    (
        "explains lorem ipsum",
        LOREM,
        "Lorem ipsum is Latin-like filler text that printers and designers use as a placeholder.",
    ),
    (
        "shows a template",
        "How do I print a variable in a Jinja template?",
        "In a Jinja template you print a variable with double braces: Hello {{ name }}!",
    ),
    (
        "shows a shell variable",
        "How do I print a variable in a shell?",
        'In a shell you print a variable with echo "${HOME}".',
    ),
    (
        "shows HTML",
        HTML,
        "A minimal page:\n```html\n<!doctype html>\n<html lang=en>\n<title>Hi</title>\n<p>Hello "
        "page\n</html>\n```",
    ),
    (
        "test data",
        "How do I write a unit test for a parser?",
        "For a unit test of a parser keep the test data in files, one for each grammar rule, and "
        "compare the result with the tree that you expect.",
    ),
    (
        "sample text",
        "How do I choose a font?",
        "Print some sample text in each font, at the size at which it will be read, and choose.",
    ),
    (
        "foobar",
        "Where does the name foobar come from?",
        "The name foobar comes from FUBAR, military slang of the Second World War.",
    ),
    (
        "coming soon",
        "What season comes after winter?",
        "Spring is the season after winter: longer days are coming soon, and flowers with them.",
    ),
    (
        "not implemented",
        "What does HTTP status 501 mean?",
        "HTTP status 501 says that the method is not implemented by the server.",
    ),
    (
        "API key",
        "Why do I get status 401?",
        "Status 401 is what you get with a missing API key or an invalid API key.",
    ),
    (
        "yes and why",
        "Is water wet?",
        "Yes, in everyday language water is called wet, because it makes wet what it touches.",
    ),
    (
        "upper case",
        TIDES,
        "THE TIDES ARE CAUSED BY THE GRAVITY OF THE MOON AND THE SUN.",
    ),
    (
        "panic as a word",
        "How do I calm down before an exam?",
        "Panic: it passes. Before an exam breathe slowly, count to ten and then begin.",
    ),
    ("counted in one word", "How many moons has Mars?", "How many moons has Mars? Two"),
    ("a choice among the question's words", "Is a tomato a fruit or a vegetable?", "A fruit."),
    ("a denial in the question's words", "Is the earth flat?", "No, the earth is not flat."),
    (
        "a status at the start",
        "What does HTTP 502 mean?",
        "502 Bad Gateway means that the server behind the gateway sent an invalid response.",
    ),
    ("an error at the start", KEY_ERROR, "KeyError: a missing key of a dict."),
    (
        "mentions a status",
        "How do I configure nginx?",
        "When nginx cannot reach the application it answers with Bad Gateway, so check that first.",
    ),
    (
        "code that documents what it raises",
        "Write a Python function that divides.",
        'def divide(a, b):\n    """Divide a by b.\n\n    Raises:\n        '
        'ZeroDivisionError: b is 0.\n    """\n    return a / b',
    ),
    ("HTML without a fence", HTML, "<!doctype html>\n<html lang=en>\n<title>Hi</title>\n</html>"),
    ("a JSON error on request", "What is an error in JSON?", '{"error": "Job not found"}'),
    ("a poem in one line", HAIKU, "autumn wind whispers crimson leaves drift silent woods"),
    ("abbreviations alone", "What are HTTPS and XHTML?", "HTTPS, TLS, XHTML, SMTPS, DHTML"),
    (
        "table of numbers",
        "Compare IPv4 and IPv6.",
        "| | IPv4 | IPv6 |\n|---|---|---|\n| bits | 32 | 128 |\n| NAT | yes | no |",
    ),
    (
        "operators named like function words",
        "What does the is operator do in Python?",
        "The is operator checks whether a and b are the same object, while the == operator "
        "compares their values.",
    ),
    (
        "short and mentions to-dos",
        "How do I organise my day?",
        "Organise the day with a todo list.",
    ),
    (
        "code between words",
        "How do I swap two variables in Python?",
        "In Python the `a` is given to `b`; the `b` and the `a` are variables that you swap.",
    ),
    ("short and not implemented", "What is status 501?", "Status 501 means not implemented."),
]

_PYTHON_TRACE = (
    "Traceback (most recent call last):\n"
    '  File "/app/agent.py", line 42, in run\n'
    "    result = network.answer(question)\n"
    "openai.APIConnectionError: Connection error."
)
_NODE_TRACE = (
    "TypeError: Cannot read properties of undefined (reading 'network')\n"
    "    at Agent.run (/app/dist/agent.js:17:23)\n"
    "    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)"
)
_JAVA_TRACE = (
    'Exception in thread "main" java.lang.NullPointerException\n'
    "\tat com.example.network.Lightning.answer(Lightning.java:31)\n"
    "\tat com.example.Main.main(Main.java:5)"
)
_GO_TRACE = (
    "panic: runtime error: invalid memory address or nil pointer dereference\n"
    "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4a1b2c]\n\n"
    "goroutine 1 [running]:\nmain.answer(...)\n\t/app/network/main.go:12 +0x1d"
)
_RUST_TRACE = (
    "thread 'main' panicked at src/network.rs:12:34:\ncalled `Option::unwrap()` on a `None` value"
)
_HTML_ERROR = (
    "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\n"
    "<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>"
)
_LOREM = (
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut "
    "labore et dolore magna aliqua."
)
_SALAD = (
    "Network lightning banana purple running chair yesterday quickly mountain seven glass whisper "
    "cloud hammer"
)
_JOINED_SALAD = (
    "Purple lightning the was network of seven under quickly whose bread a between not happily "
    "stone."
)
_TOAST = (
    "Put the bread into the toaster, wait for two minutes until it is brown, and spread some "
    "butter on it."
)

# What it is, the question, what was delivered, and words that an answer might be about.
BAD = [
    ("empty", LIGHTNING, ""),
    ("white space", LIGHTNING, " \t\n "),
    ("no-break spaces", LIGHTNING, "\u00a0\u00a0"),
    ("zero-width characters", LIGHTNING, "\u200b\u200b\ufeff"),
    ("null", LIGHTNING, None),
    ("a number", SUM, 42),
    ("a list", LIGHTNING, ["The Lightning Network is a payment layer."]),
    ("an object", LIGHTNING, {"text": "The Lightning Network is a payment layer."}),
    ("echo", LIGHTNING, LIGHTNING),
    ("echo in lower case", LIGHTNING, "what is the lightning network"),
    ("echo in upper case", LIGHTNING, "WHAT IS THE LIGHTNING NETWORK?!"),
    ("echo in quotes", LIGHTNING, "“What is the Lightning Network?”"),
    ("echo twice", LIGHTNING, f"{LIGHTNING} {LIGHTNING}"),
    ("echo three times", LIGHTNING, f"{LIGHTNING}\n" * 3),
    ("echo with a prefix", LIGHTNING, f"You asked: {LIGHTNING}"),
    ("echo with a longer prefix", LIGHTNING, f"Answer to your question: {LIGHTNING}"),
    ("echo with a suffix", LIGHTNING, f"{LIGHTNING} - response"),
    ("echo as a mock does it", LIGHTNING, f"Echo: {LIGHTNING}"),
    ("echo with user and assistant", LIGHTNING, f"User: {LIGHTNING}\nAssistant:"),
    ("echo with other spaces", LIGHTNING, "What  is\nthe   Lightning Network ?"),
    ("echo, some words missing", LIGHTNING, "The Lightning Network"),
    ("echo, words turned round", LIGHTNING, "The Lightning Network is what?"),
    ("echo in a sentence", LIGHTNING, "This is the answer to: What is the Lightning Network?"),
    ("echo of a long question", LONG, LONG),
    ("echo of the first half", LONG, LONG[: len(LONG) // 2]),
    ("placeholder", LIGHTNING, "placeholder"),
    ("placeholder in brackets", LIGHTNING, "[PLACEHOLDER]"),
    ("placeholder with the topic", LIGHTNING, "Placeholder answer about the Lightning Network."),
    ("TODO", LIGHTNING, "TODO: describe the Lightning Network here"),
    ("TBD", LIGHTNING, "Lightning Network: TBD"),
    ("not implemented", LIGHTNING, "Not implemented yet"),
    ("coming soon", LIGHTNING, "An answer about the Lightning Network is coming soon."),
    ("sample answer", LIGHTNING, "This is a sample answer about the Lightning Network."),
    ("mock response", LIGHTNING, "Mock response for the Lightning Network"),
    ("dummy", LIGHTNING, "dummy text"),
    ("goes here", LIGHTNING, "Your answer goes here"),
    ("insert", LIGHTNING, "[Insert the answer here]"),
    ("template left open", LIGHTNING, "The Lightning Network is {{answer}}."),
    ("variable left open", LIGHTNING, "The Lightning Network is ${answer}."),
    ("tag", LIGHTNING, "<answer>"),
    ("foo bar", LIGHTNING, "foo bar baz"),
    ("lorem ipsum", LIGHTNING, _LOREM),
    ("lorem ipsum with the topic", LIGHTNING, f"The Lightning Network: {_LOREM}"),
    ("the text null", LIGHTNING, "null"),
    ("the text null, asked about null", NULL, "null"),
    ("None", LIGHTNING, "None"),
    ("undefined", LIGHTNING, "undefined"),
    ("NaN", LIGHTNING, "NaN"),
    ("n/a", LIGHTNING, "N/A"),
    ("an object as text", LIGHTNING, "[object Object]"),
    ("an object in a sentence", LIGHTNING, "The Lightning Network is [object Object]"),
    ("ok", LIGHTNING, "OK."),
    ("done", LIGHTNING, "Done!"),
    ("success", LIGHTNING, "success"),
    ("yes", LIGHTNING, "Yes."),
    ("the word answer", LIGHTNING, "answer"),
    ("the word result", LIGHTNING, '"result"'),
    ("test", LIGHTNING, "test"),
    ("hello world", LIGHTNING, "Hello, World!"),
    ("dots", LIGHTNING, "..."),
    ("ellipsis", LIGHTNING, "…"),
    ("an empty object", LIGHTNING, "{}"),
    ("an empty array", LIGHTNING, "[]"),
    ("Python trace", LIGHTNING, _PYTHON_TRACE),
    ("Node trace", LIGHTNING, _NODE_TRACE),
    ("Java trace", LIGHTNING, _JAVA_TRACE),
    ("Go trace", LIGHTNING, _GO_TRACE),
    ("Rust panic", LIGHTNING, _RUST_TRACE),
    ("trace after a beginning", LIGHTNING, f"The Lightning Network is\n{_PYTHON_TRACE}"),
    ("trace, asked about another error", KEY_ERROR, f"KeyError in Python\n{_NODE_TRACE}"),
    ("one line of an error", LIGHTNING, "KeyError: 'network'"),
    ("refused connection", LIGHTNING, "connect ECONNREFUSED 127.0.0.1:11434"),
    ("timeout", LIGHTNING, "Error: ETIMEDOUT: lightning network"),
    ("request timed out", LIGHTNING, "Error: request to the network timed out"),
    ("fetch failed", LIGHTNING, "TypeError: fetch failed"),
    ("unhandled rejection", LIGHTNING, "Unhandled promise rejection: no network"),
    ("HTML error page", LIGHTNING, _HTML_ERROR),
    ("internal server error", LIGHTNING, "Internal Server Error"),
    ("service unavailable", LIGHTNING, "503 Service Unavailable"),
    ("gateway timeout", LIGHTNING, "504 Gateway Time-out: network"),
    ("JSON error", LIGHTNING, '{"error": "the network model is not loaded"}'),
    ("JSON error of FastAPI", LIGHTNING, '{"detail": "Not Found"}'),
    (
        "JSON error of a provider",
        LIGHTNING,
        '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
    ),
    ("provider: key", LIGHTNING, "Incorrect API key provided: sk-***. Lightning network"),
    ("provider: limit", LIGHTNING, "Rate limit exceeded, network busy"),
    ("provider: limit reached", LIGHTNING, "Rate limit reached for gpt-4o on the network"),
    ("provider: quota", LIGHTNING, "You exceeded your current quota, please check your network"),
    ("provider: status", LIGHTNING, "Error code: 429 - network"),
    ("status behind a colon", LIGHTNING, "The Lightning Network: 503 Service Unavailable"),
    ("status of a client", LIGHTNING, "Network request failed with status code 502"),
    ("exception of a client", LIGHTNING, "requests.exceptions.ReadTimeout: network timed out"),
    ("an error, asked about it", KEY_ERROR, "KeyError: 'name'"),
    ("a status, asked about it", STATUS_500, "Internal Server Error"),
    (
        "a status, asked about a word of it",
        "What is a server?",
        "Internal Server Error: please try again later or ask the owner of the server.",
    ),
    (
        "an error, asked about errors",
        "Why do I get an error when I import numpy?",
        "openai.APIConnectionError: Connection error.",
    ),
    ("keyboard gibberish", LIGHTNING, "asdf jkl qwerty zxcvbn sdfghjkl"),
    (
        "gibberish with the topic",
        LIGHTNING,
        "lightning network sdkfjh wqpoeiruz xnbvcmzk lkjsdf qwrtz",
    ),
    ("long gibberish", LIGHTNING, "xkcdqz blorptf nnnrgh zzkqwp vbnmqx hjklpt"),
    ("binary rubbish", LIGHTNING, "�\x00�\x01�\x02�"),
    ("punctuation", LIGHTNING, "?!? --- *** ### ;;; :::"),
    ("digits", LIGHTNING, "8347 2834 72934 72"),
    ("base64", LIGHTNING, "VGhlIExpZ2h0bmluZyBOZXR3b3JrIGlzIGEgcGF5bWVudCBsYXllcg=="),
    ("word salad", LIGHTNING, _SALAD),
    ("word salad with joining words", LIGHTNING, _JOINED_SALAD),
    ("one word repeated", LIGHTNING, "network " * 12),
    ("two words repeated", LIGHTNING, "the network " * 10),
    ("a sentence repeated", LIGHTNING, "The network is a payment. " * 8),
    ("stuck token", LIGHTNING, "The Lightning Network is the the the the the the the the the the"),
    ("another topic", LIGHTNING, _TOAST),
    ("another topic, related words given", LIGHTNING, _TOAST, "bitcoin, payments, channels"),
    ("answer to another question", PLANTS, "Neil Armstrong was the first on the moon, in 1969."),
    ("greeting", LIGHTNING, "Hello! How can I help you today?"),
    ("apology", LIGHTNING, "I'm sorry, but I cannot do that."),
]


def ids(corpus):
    return [pytest.param(*row[1:3], "".join(row[3:]), id=row[0]) for row in corpus]


@pytest.mark.parametrize(("question", "answer", "about"), ids(GOOD))
def test_an_answer_passes(question, answer, about):
    assert why_no_answer(answer, question, about) == ""


@pytest.mark.parametrize(("question", "delivered", "about"), ids(BAD))
def test_what_is_no_answer_is_refused_with_a_reason(question, delivered, about):
    assert why_no_answer(delivered, question, about).startswith("it ")


@pytest.mark.parametrize(
    ("question", "delivered", "reason"),
    [
        (LIGHTNING, None, "it is no text"),
        (LIGHTNING, " ", "it is blank"),
        (LIGHTNING, LIGHTNING, "it repeats the question and adds nothing"),
        (LIGHTNING, "TBD", "it is a placeholder: 'TBD'"),
        (LIGHTNING, "Internal Server Error", "it holds an error: 'Internal Server Error'"),
        (LIGHTNING, "network qwrtzp sdfghjk bcdfghj", "it is gibberish: 'qwrtzp sdfghjk bcdfghj'"),
        (LIGHTNING, "channel " * 12, "it has no sentence: words without anything that joins them"),
        (
            LIGHTNING,
            "the channel " * 10,
            "it repeats itself: 'the channel the channel the channel'",
        ),
        (
            LIGHTNING,
            _TOAST,
            "it is about something else: none of its words belongs to lightn, network",
        ),
        (
            "Explain in several sentences how photosynthesis works.",
            "Payments hop across several channels, and the works are done in several sentences.",
            "it is about something else: none of its words belongs to photosynthesi",
        ),
    ],
)
def test_the_reason_is_one_that_a_reader_can_check(question, delivered, reason):
    assert why_no_answer(delivered, question) == reason


def test_the_corpus_is_large_enough_to_mean_something():
    assert len(GOOD) >= 40
    assert len(BAD) >= 60


def test_no_two_entries_have_the_same_name():
    for corpus in (GOOD, BAD):
        assert len({row[0] for row in corpus}) == len(corpus)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What's up, Doc?", ["what's", "up", "doc"]),
        ("It’s 10 o’clock", ["it's", "10", "o'clock"]),
        ("snake_case and kebab-case", ["snake", "case", "and", "kebab", "case"]),
        ("größe, 図", ["größe", "図"]),
        ("... !", []),
    ],
)
def test_words_of_a_text(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("How do rainbows form?", {"rainbow", "form"}),
        ("What is the rainbow's form?", {"rainbow", "form"}),
        ("Please explain to me how it works", set()),
        ("What is 17 + 4?", {"17", "4"}),
        ("I a b", set()),
    ],
)
def test_the_topic_of_a_text_is_the_stems_of_its_carrying_words(text, stems):
    assert topic_stems(text) == stems


RAINBOWS = (
    "Rainbows form when sunlight enters drops of water. The light is bent as it goes in, and "
    "thrown back at the far side of the drop. Each colour leaves at an angle of its own, so the "
    "eye sees a bow of colours with red at the top."
)
ASKED = "Explain in several sentences how rainbows form."


def in_pieces(text, size=3):
    words = text.split(" ")
    return [" ".join(words[at : at + size]) + " " for at in range(0, len(words), size)]


@pytest.mark.parametrize(
    ("spoiled", "reason"),
    [
        (
            "Form when rainbows. enters drops of sunlight. is bent as the water. thrown back.",
            "its sentences begin in the middle",
        ),
        ("".join(2 * piece for piece in in_pieces(RAINBOWS)), "it says everything twice"),
        (f"{RAINBOWS} {RAINBOWS}", ""),
        (RAINBOWS[:175], "it breaks off in the middle of a sentence"),
    ],
)
def test_a_text_that_is_spoiled_on_its_way_is_no_answer(spoiled, reason):
    assert why_no_answer(spoiled, ASKED) == reason


@pytest.mark.parametrize(
    "text",
    [
        RAINBOWS,
        "Rainbows form by refraction. See also: wikipedia.org/wiki/Rainbow",
        "A rainbow needs two things. They are:\n- sunlight behind you and clear of clouds\n- rain",
        "Rainbows form in rain. e.g. after a storm, i.e. when drops are left in the air.",
        "Rainbows are a bow of light. I hope this helps!\n\nBest regards, Timmy",
        "A rainbow is light. Rainbows are colours, colours and more colours.",
        "Rainbows form when light is bent. In short: sunlight + rain = rainbow 🌈",
    ],
)
def test_a_text_with_its_own_style_is_an_answer(text):
    assert why_no_answer(text, ASKED) == ""
