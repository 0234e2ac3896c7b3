"""What moves in a figure: it is drawn at each value of its parameter, its numbers are computed."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
import gc
import gzip
import json
import math
from types import ModuleType
from typing import TYPE_CHECKING, Any

from scripts.base.errors import SourceError
from scripts.base.paths import snippet_file
from scripts.running.figures import Drawing, drawn, load_snippet, prepare, seed
from scripts.running.packing import OtherPartsError, pack
from scripts.running.parts import HREF, parts_of
from scripts.sources.snippet import Snippet, functions_of, read_snippet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LIMIT = 120.0  # seconds that all frames of one figure may compute
NOISE = 1e-6  # of the numbers beside it, what rounding leaves of 0
MAX_BYTES = 12_000  # on their way to a reader
VALUE_DIGITS = 4  # behind the point
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def run_frames(identifier: str) -> list[str]:
    """Draw the frames of a formula's figure; return them packed, as JSON.

    Raises whatever the snippet raises, and SourceError where frames cannot follow each other.
    Meant for a process of its own: importing and drawing leave traces.
    """
    prepare()
    path = snippet_file(identifier)
    snippet, module = read_snippet(path), load_snippet(path)
    it, readout = snippet.parameter, snippet.readout
    if not readout:
        raise SourceError(path, 1, "has no readout(), so its page has no slider")
    with _nothing_collected():
        frames = {
            "name": it.name,
            "label": [readout.before, readout.after],
            "bounds": [it.lowest, it.highest, it.step, it.default],
            "values": [valued(value) for value in it.values],
            "lesson": it.lesson,
            "quantities": _quantities(snippet, module),
            **_packed(snippet, module),
        }
    text = json.dumps(frames, ensure_ascii=False, separators=(",", ":"))
    if (size := len(gzip.compress(text.encode()))) > MAX_BYTES:
        message = f"frames of {size // 1000} kB; a reader loads at most {MAX_BYTES // 1000} kB"
        raise _error(snippet, f"{message}: move less, with fewer points or in larger steps")
    return [text]


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """A fifth less to compute: figures are full of circles, and a process of its own ends soon."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def frames_of(snippet: Snippet, module: ModuleType, theme: str) -> list[Drawing]:
    """The drawings at all values, the axes of each where those of the default are."""
    it = snippet.parameter
    default = drawn(snippet.path, module, theme, {it.name: it.default})
    frames = []
    for value in it.values:
        like = None if value == it.default else default.figure
        frame = drawn(snippet.path, module, theme, {it.name: value}, like) if like else default
        if problem := next(_other_axes(default.figure, frame.figure), None):
            raise _error(snippet, f"at {it.name} = {value:g}, {problem}")
        frames.append(frame)
    return frames


def _packed(snippet: Snippet, module: ModuleType) -> dict[str, Any]:
    it = snippet.parameter
    light = [frame.svg for frame in frames_of(snippet, module, "light")]
    dark = light
    if len({_colors(frame) for frame in light}) > 1:
        dark = [frame.svg for frame in frames_of(snippet, module, "dark")]
    try:
        return pack(light, dark, it.values.index(it.default))
    except OtherPartsError as error:
        value = it.values[error.frame]
        message = (
            f"at {it.name} = {value:g} the drawing has {error.problem}, compared with that at "
            f"{it.default:g}: draw the same parts at every value, and what is not to be seen with "
            "alpha=0"
        )
        raise _error(snippet, message) from None


def _colors(drawing: bytes) -> tuple[str, ...]:
    """What differs between a light and a dark page: styles and images."""
    elements = [part.element for part in parts_of(drawing)]
    images = (element.get(HREF, "") for element in elements)
    return (
        *(element.get("style", "") for element in elements),
        *(image for image in images if not image.startswith("#")),
    )


def _other_axes(right: "Figure", other: "Figure") -> Iterator[str]:
    """The axes that another drawing has otherwise: a reader could not compare them."""
    if len(right.axes) != len(other.axes):
        yield f"the figure has {len(other.axes)} axes, at the default {len(right.axes)}"
        return
    for number, (one, two) in enumerate(zip(right.axes, other.axes, strict=True), start=1):
        for way in one._axis_names:  # type: ignore[attr-defined]
            was, now = (getattr(axes, f"get_{way}lim")() for axes in (one, two))
            if not all(map(math.isclose, was, now)):
                yield (
                    f"the {way} axis of axes {number} runs from {now[0]:.4g} to {now[1]:.4g}, "
                    f"at the default from {was[0]:.4g} to {was[1]:.4g}: fix it with "
                    f"set_{way}lim(), for all values"
                )


def _quantities(snippet: Snippet, module: ModuleType) -> dict[str, list[str]]:
    """What readout() tells at each value, as a page shows it."""
    it = snippet.parameter
    numbers = [_numbers(snippet, module.readout, value) for value in it.values]
    for value, found in zip(it.values, numbers, strict=True):
        if found.keys() != numbers[0].keys():
            message = f"readout() tells {', '.join(found)} at {it.name} = {value:g}"
            raise _error(snippet, f"{message}, and {', '.join(numbers[0])} before", "readout")
    return {name: all_told([found[name] for found in numbers]) for name in numbers[0]}


def _numbers(
    snippet: Snippet, readout: Callable[[float], object], value: float
) -> dict[str, float]:
    seed()  # as where the figure is drawn: both tell of the same random numbers
    found = readout(value)
    at = f"readout({value:g})"
    if not isinstance(found, dict) or not 1 <= len(found) <= 2:
        message = f"{at} must return one or two numbers by name: {{'largest weight': 0.64}}"
        raise _error(snippet, message, "readout")
    numbers = {name: n if isinstance(n, int) else float(n) for name, n in found.items()}
    for name, number in numbers.items():
        if not math.isfinite(number):
            raise _error(snippet, f"'{name}' is {number} in {at}: a reader sees it", "readout")
    return numbers


def all_told(numbers: Sequence[float]) -> list[str]:
    """What falls slowly to something tiny is no 0: only what drops to it at once."""
    around = ([abs(n) for n in numbers[max(at - 1, 0) : at + 2]] for at in range(len(numbers)))
    return [
        told(0 if abs(number) <= NOISE * max(near) else number)
        for number, near in zip(numbers, around, strict=True)
    ]


def told(number: float) -> str:
    """`0.641`, `12,345`, `2.1 × 10⁻⁵`: three digits, or all of a whole number."""
    if isinstance(number, int) or abs(number) >= 1000:
        text = f"{number:,.0f}"
    elif 0 < abs(number) < 0.001:
        digits, _, power = f"{number:.1e}".partition("e")
        text = f"{digits} × 10{str(int(power)).translate(RAISED)}"
    else:
        text = f"{number:.3g}"
    return text.replace("-", "−")


def valued(value: float) -> str:
    """A value of the parameter as a page shows it: `1`, `0.25`, `−1,000`."""
    return f"{round(value, VALUE_DIGITS):,}".removesuffix(".0").replace("-", "−")


def _error(snippet: Snippet, message: str, function: str = "figure") -> SourceError:
    return SourceError(snippet.path, functions_of(snippet.tree)[function].lineno, message)
