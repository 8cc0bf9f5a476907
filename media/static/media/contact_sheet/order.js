// Puts cards into another order, by dragging their grip or by buttons.
import { announce, cards, cardsChanged, list, say, sheet } from "./server.js";

const EDGE = 140; // px from the window's edge, which the header and the bar cover: there dragging scrolls

function moved(card) {
  const all = cards();
  announce(say("place", { photo: card.dataset.title, place: all.indexOf(card) + 1, all: all.length }));
  sheet.dataset.named = ""; // from now on the address keeps this order
  cardsChanged();
}

function moveBy(card, steps, button) {
  const all = cards();
  const other = all[all.indexOf(card) + steps];
  if (!other) return;
  if (steps < 0) other.before(card);
  else other.after(card);
  button.focus();
  card.scrollIntoView({ block: "nearest" });
  moved(card);
}

/** Put the dragged card before or after the one under the pointer. */
function dragOver(card, { clientX, clientY }) {
  const other = document.elementFromPoint(clientX, clientY)?.closest(".sheet-card");
  if (!other || other === card) return;
  const box = other.getBoundingClientRect();
  const isLater = card.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  // Not before the pointer has passed the middle, or cards of unequal size would change places for ever.
  const sameRow = Math.abs(box.top - card.getBoundingClientRect().top) < box.height / 2;
  const passed = sameRow ? clientX > box.left + box.width / 2 : clientY > box.top + box.height / 2;
  if (isLater && passed) other.after(card);
  else if (!isLater && !passed) other.before(card);
}

/** Return what scrolls the sheet, which in Wagtail is not the window. */
function scroller() {
  let element = list;
  while (element.parentElement && !/auto|scroll/.test(getComputedStyle(element).overflowY)) element = element.parentElement;
  return element;
}

export function startOrder() {
  list.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-move]");
    if (button) moveBy(button.closest(".sheet-card"), Number(button.dataset.move), button);
  });
  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    const card = grip.closest(".sheet-card");
    const before = cards().indexOf(card);
    const scrolled = scroller();
    let last = event;
    card.classList.add("is-dragged");
    const scroll = setInterval(() => {
      const step = last.clientY < EDGE ? -12 : last.clientY > window.innerHeight - EDGE ? 12 : 0;
      if (!step) return;
      scrolled.scrollBy({ top: step, behavior: "instant" });
      dragOver(card, last);
    }, 16);
    const follow = (moving) => {
      last = moving;
      dragOver(card, moving);
    };
    const end = () => {
      clearInterval(scroll);
      card.classList.remove("is-dragged");
      document.removeEventListener("pointermove", follow);
      document.removeEventListener("pointerup", end);
      document.removeEventListener("pointercancel", end);
      if (cards().indexOf(card) !== before) moved(card);
    };
    document.addEventListener("pointermove", follow);
    document.addEventListener("pointerup", end);
    document.addEventListener("pointercancel", end);
  });
}
