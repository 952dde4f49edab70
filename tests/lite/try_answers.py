# Runs in Pyodide: every right answer and every mistake of the course, judged by `check`'s engine.
import json
import time
from pathlib import Path

from course.lite.page.limit import keep_limits
from helpers.checks.attempt import try_function
from helpers.checks.bank import bank_from_source, find_bank

keep_limits()
tried, faults, seconds = 0, {}, {}
for folder in sorted(Path("solutions").glob("[0-9]*")):
    bank = find_bank(Path("notebooks", folder.name))
    exercises = bank_from_source(folder / "exercises").sources
    for name, exercise in exercises.items():
        answers = [("reference", exercise.reference, ("right", ""))]
        answers += [(a.__name__, a, ("right", "")) for a in exercise.alternatives]
        answers += [(m.name, m.function, ("mistake", m.name)) for m in exercise.mistakes]
        for label, function, due in answers:
            started = time.perf_counter()
            verdict = try_function(bank.exercise(name), function)
            seconds[f"{name}.{label}"] = time.perf_counter() - started
            tried += 1
            if (verdict.outcome, verdict.mistake or "") != due:
                faults[f"{name}.{label}"] = f"{verdict.outcome}: {verdict.message}"
print(json.dumps({"tried": tried, "faults": faults, "seconds": seconds}))
