"""A test of a row that fails names the row, and what the page says there."""

from collections.abc import Generator

import pytest

from tests.docs.tools.rows import PAGE, rows

ROWS = {"test_" + row.name.replace("-", "_"): row for row in rows(PAGE.read_text(encoding="utf-8"))}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to the report of a failed test which row of the page is no longer true."""
    report = yield
    row = ROWS.get(item.originalname)
    if report.failed and row:
        change = f"Row {row.name} ({row.package} {row.version}) is no longer true: {row.happens}"
        report.sections.append(("docs/tools.md", change))
    return report
