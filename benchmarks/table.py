"""What a bench says: figures, each against what a user would take instead, as a ratio."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table. `ours` and `theirs` are in `unit`; `ratio` is ours / theirs, None where nothing compares."""

    what: str
    unit: str
    ours: float
    theirs: float | None = None
    against: str = ""
    goal: str = ""
    """The ratio or figure that we hold ourselves to, as words."""

    @property
    def ratio(self) -> float | None:
        """Ours over theirs."""
        return self.ours / self.theirs if self.theirs else None

    def data(self) -> dict[str, object]:
        """As JSON."""
        return {**asdict(self), "ratio": self.ratio}


def markdown(figures: list[Figure]) -> str:
    """The table as README prints it."""
    lines = ["| what | ours | against | theirs | ratio | goal |", "| --- | ---: | --- | ---: | ---: | --- |"]
    for figure in figures:
        ratio = f"{figure.ratio:.2f}" if figure.ratio is not None else ""
        theirs = f"{figure.theirs:,.3g} {figure.unit}" if figure.theirs is not None else ""
        lines.append(
            f"| {figure.what} | {figure.ours:,.4g} {figure.unit} | {figure.against} | {theirs} | {ratio} | {figure.goal} |"
        )
    return "\n".join(lines)
