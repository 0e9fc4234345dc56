"""What the way back to running and a week's plan are made of: ``comeback/*.yaml`` and ``plan/*.yaml``."""

from pydantic import Field, model_validator

from knowledge.schema import Id, Label, Sourced, Text

DAYS_IN_A_WEEK = 7


class Stage(Sourced):
    """One session of the way back, done over until the pain log allows the next; the stages stand in order.

    walk_seconds: 0 where it is run in one go.
    note:         what to mind in it.
    """

    jog_seconds: int = Field(ge=30, le=3600)
    walk_seconds: int = Field(ge=0, le=600)
    rounds: int = Field(ge=1, le=20)
    note: Text | None = None

    @model_validator(mode="after")
    def _has_a_walk_between_rounds(self) -> "Stage":
        if self.rounds > 1 and not self.walk_seconds:
            raise ValueError("walk_seconds: needed where there is more than one round")
        return self


class SmallThing(Sourced):
    """One thing to do in a week, for one cause of the ache.

    causes:   for which causes; besides, a thing with a routine is for each cause that names this routine.
    routine, guide: what its button opens, one of them at most.
    reminder: the kind of reminder that goes with it.
    times:    on how many days of a week to begin with; 0 if it belongs to no day of its own.
    most:     on how many at most, as weeks go well.
    run_days: it belongs to the days on which the user runs.
    gentle:   fit for someone whose back should be looked at first.
    always:   fits everybody; taken where the answers point to nothing else.
    """

    title: Label
    text: Text
    watch: Text
    causes: tuple[Id, ...] = ()
    routine: Id | None = None
    guide: Id | None = None
    reminder: Id | None = None
    times: int = Field(default=0, ge=0, le=DAYS_IN_A_WEEK)
    most: int = Field(default=0, ge=0, le=DAYS_IN_A_WEEK)
    run_days: bool = False
    gentle: bool = False
    always: bool = False

    @model_validator(mode="after")
    def _fits_together(self) -> "SmallThing":
        if self.routine and self.guide:
            raise ValueError("guide: a thing opens a routine or a guide, not both")
        if self.most < self.times:
            raise ValueError("most: at least as many as times")
        if self.run_days and self.times:
            raise ValueError("times: what belongs to running days has no days of its own")
        return self
