// What scrolls sideways can be scrolled by keyboard: it is a stop of the Tab key while it does.
function markScrollers() {
  for (const box of document.querySelectorAll("pre, .table-wrapper, .math-wrapper, .cell_output > *")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}
addEventListener("load", markScrollers);
addEventListener("resize", markScrollers);
document.addEventListener("toggle", markScrollers, true); // an answer was unfolded
