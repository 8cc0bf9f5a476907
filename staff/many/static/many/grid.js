// The arrow keys lead from tick to tick; without this script Tab does.
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

document.querySelector("[data-many-grid]")?.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const cell = event.target.closest("td");
  if (!step || !cell || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const [down, right] = step;
  const table = cell.closest("table");
  const sideways = document.dir === "rtl" ? -right : right;
  let [row, column] = [cell.parentElement.rowIndex, cell.cellIndex];
  // On the way, ticks that cannot be changed are passed over.
  for (;;) {
    row += down;
    column += sideways;
    const next = table.rows[row]?.cells[column];
    if (!next) return;
    const tick = next.querySelector("input:not(:disabled)");
    if (tick) {
      tick.focus();
      return;
    }
  }
});
