from motcua.core.lifecycle import Lifecycle, Step

LIFECYCLE = Lifecycle(
    initial="open",
    steps={
        "thing.close": Step(("open", "waiting"), "closed"),
        "thing.wait": Step(("open", "late"), "waiting"),
        "thing.resume": Step(("waiting",), lambda thing: thing.before, among=("open", "late")),
        "thing.close_twice": Step(("open",), "closed"),
    },
)
