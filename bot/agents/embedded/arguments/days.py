"""The one day that a time names, for what is due, said or announced on a day."""

import re
from datetime import date

from bot.agents.embedded.part import Part
from bot.agents.embedded.periods import Day, Time, find_times

_BEFORE = re.compile(r"(?:(?:noch |spatestens |juste |right |shortly )?(?:before|prior to|ahead of|avant|vor|b4))\b\s*")


def named_day(part: Part, time: Time, forward: bool = True) -> date | None:
    """The day: of "on 3 May" itself, of "by 3 May" and "before 3 May" the third, of "from 3 May" the third."""
    low, view = part.scene.message.low, part.scene.view
    if time.kind == "until" and (before := _BEFORE.match(low, time.start, time.end)):
        rest = low[before.end() : time.end]
        for one in find_times(rest, part.scene.code, Day(view.today, view.fiscal_year_start)):
            if one.kind == "day" and one.span(forward).start:
                return one.span(forward).start
    span = time.span(forward)
    if time.kind == "since" or (time.kind == "day" and span.start):
        return span.start
    return span.end if time.kind in ("day", "end", "until") else None
