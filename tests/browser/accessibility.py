"""What axe-core finds on a page that is open in Chromium."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

GRAVE = ("serious", "critical")


def serious_findings(page: Any, within: str | None = None) -> list[str]:
    """Return what is gravely wrong for somebody who can't see or can't use a mouse.

    Parameters
    ----------
    page : playwright.sync_api.Page
        The page as it stands.
    within : str, optional
        A CSS selector: only what lies in there is looked at. It must match something.

    Returns
    -------
    list of str
        Rule, element and reason of each serious or critical finding of axe-core.
    """
    found = Axe().run(page, context=within).response["violations"]
    return [
        f"{rule['id']}: {node['html']:.200}: {node['failureSummary']}"
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]
