"use strict";
for (const button of document.querySelectorAll("th button")) button.addEventListener("click", () => {
  const head = button.closest("th"), table = head.closest("table"), body = table.tBodies[0];
  const place = [...head.parentNode.children].indexOf(head), down = head.ariaSort !== "ascending";
  for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
  head.ariaSort = down ? "ascending" : "descending";
  const key = row => row.children[place].dataset.sort ?? row.children[place].textContent;
  const rows = [...body.rows].sort((a, b) =>
    key(a) - key(b) || key(a).localeCompare(key(b), undefined, {numeric: true}));
  body.append(...(down ? rows : rows.reverse()));
});
