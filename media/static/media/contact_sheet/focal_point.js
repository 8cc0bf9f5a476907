// The point of a photo that every crop keeps, set on its thumbnail by pointer or by keyboard.
import { changed } from "./saving.js";
import { announce, list, say } from "./server.js";

const STEP = 2; // percent
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const titleOf = (button) => button.closest(".sheet-card").dataset.title;

/** Return where the point is, in percent of width and height, or null. */
function percents({ dataset }) {
  if (dataset.x === "") return null;
  return [(100 * dataset.x) / dataset.width, (100 * dataset.y) / dataset.height];
}

/** Draw the mark where the point is, and say so in the button's name. */
export function showFocalPoint(button) {
  const at = percents(button);
  const mark = button.querySelector(".sheet-focal__mark");
  mark.hidden = !at;
  if (at) {
    mark.style.left = `${at[0]}%`;
    mark.style.top = `${at[1]}%`;
  }
  const [x, y] = (at ?? []).map(Math.round);
  const words = at ? say("focalPoint", { photo: titleOf(button), x, y }) : say("noFocalPoint", { photo: titleOf(button) });
  button.setAttribute("aria-label", words);
  button.title = words;
}

function move(button, x, y) {
  const { dataset } = button;
  const within = (value, most) => Math.round(Math.min(Math.max((value * most) / 100, 0), most));
  dataset.x = x === null ? "" : within(x, dataset.width);
  dataset.y = x === null ? "" : within(y, dataset.height);
  showFocalPoint(button);
  announce(button.title);
  changed(button.closest(".sheet-card"), "focal_point");
}

export function startFocalPoints() {
  list.addEventListener("click", (event) => {
    const button = event.target.closest(".sheet-focal");
    if (!button) return;
    const box = button.getBoundingClientRect();
    if (event.detail === 0) move(button, 50, 50); // by keyboard
    else move(button, (100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height);
  });
  list.addEventListener("keydown", (event) => {
    const button = event.target.closest(".sheet-focal");
    if (!button) return;
    const step = STEPS[event.key];
    if (step) {
      const [x, y] = percents(button) ?? [50, 50];
      const length = event.shiftKey ? 5 * STEP : STEP;
      move(button, x + step[0] * length, y + step[1] * length);
    } else if (event.key === "Delete" || event.key === "Backspace") move(button, null);
    else return;
    event.preventDefault();
  });
}
