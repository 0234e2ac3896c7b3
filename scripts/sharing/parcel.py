"""What one machine made, as a folder that is sent to another; several of them put together.

A parcel holds the files of its steps where they lie in the repository, and PARCEL, which says
whose share it is and what each step was made from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
import json
from pathlib import Path
import shutil

from scripts.base.errors import SourceError, SourceErrors
from scripts.base.steps import Step
from scripts.base.text import write_atomically, write_if_changed

PARCEL = "parcel.json"


@dataclass(frozen=True)
class Parcel:
    """A folder with the share of one machine."""

    folder: Path
    number: int
    machines: int
    steps: dict[str, str]  # what each was made from, by `figure optimization/adam`

    @property
    def share(self) -> str:
        """`2/3`."""
        return f"{self.number}/{self.machines}"


def pack(folder: Path, number: int, machines: int, steps: Iterable[Step]) -> None:
    """Copy all that these steps wrote into an empty folder."""
    if folder.exists() and any(folder.iterdir()):
        raise SourceError(folder, 1, "is not empty: name a new folder for the share")
    made = {}
    for step in steps:
        for path in step.files:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        made[_name(step)] = step.inputs
    told = {"number": number, "machines": machines, "steps": made}
    write_atomically(folder / PARCEL, json.dumps(told, indent=1))


def unpack(folders: Sequence[Path], steps: Sequence[Step]) -> None:
    """Put the files of all steps of the build where they belong, out of the shares of machines.

    Raises SourceError or SourceErrors, with nothing written, where a share is missing, is there
    twice, is not whole, or was made from other sources than these steps.
    """
    parcels = [_opened(folder) for folder in folders]
    _assert_complete(parcels)
    holders: dict[str, list[Parcel]] = {}
    for parcel in parcels:
        for name in parcel.steps:
            holders.setdefault(name, []).append(parcel)
    refused = [error for step in steps if (error := _refused(step, holders.get(_name(step), [])))]
    if refused:
        raise SourceErrors(refused)
    for step in steps:
        (parcel,) = holders[_name(step)]
        for path in step.files:
            write_if_changed(path, (parcel.folder / path).read_bytes())


def _opened(folder: Path) -> Parcel:
    path = folder / PARCEL
    try:
        told = json.loads(path.read_bytes())
    except FileNotFoundError:
        message = "is missing: this folder is no share, or has not come whole"
        raise SourceError(path, 1, message) from None
    except ValueError:
        told = None
    match told:
        case {"number": int(number), "machines": int(machines), "steps": dict(steps)}:
            return Parcel(folder, number, machines, steps)
    raise SourceError(path, 1, "is not what `make shard` wrote: send the share again")


def _assert_complete(parcels: Sequence[Parcel]) -> None:
    """Each share of one division once."""
    first, *others = parcels
    for parcel in others:
        if parcel.machines != first.machines:
            message = f"is share {parcel.share}, {first.folder.as_posix()} is share {first.share}"
            raise SourceError(parcel.folder, 1, f"{message}: divide the work in one way")
    there: dict[int, Parcel] = {}
    for parcel in parcels:
        if (same := there.setdefault(parcel.number, parcel)) is not parcel:
            message = f"is share {parcel.share}, as {same.folder.as_posix()} is: send each once"
            raise SourceError(parcel.folder, 1, message)
    if lost := [f"{n}/{first.machines}" for n in range(1, first.machines + 1) if n not in there]:
        message = f"share {', '.join(lost)} is missing: run `make shard` for it"
        raise SourceError(first.folder.parent, 1, message)


def _refused(step: Step, holders: Sequence[Parcel]) -> SourceError | None:
    """Why this step cannot be taken from those who sent it."""
    name = _name(step)
    if not holders:
        return SourceError(
            step.source, 1, f"{name} is in none of the shares: they were made from other sources"
        )
    if len(holders) > 1:
        shares = " and ".join(parcel.share for parcel in holders)
        return SourceError(step.source, 1, f"{name} is in the shares {shares}: which is meant?")
    (parcel,) = holders
    if parcel.steps[name] != step.inputs:
        message = f"{name} in share {parcel.share} was made from other sources than these"
        return SourceError(step.source, 1, f"{message}: make it again")
    if not step.is_fresh_in(parcel.folder):
        message = f"{name} in share {parcel.share} has not come whole: send it again"
        return SourceError(step.source, 1, message)
    return None


def _name(step: Step) -> str:
    return f"{step.kind} {step.name}"
