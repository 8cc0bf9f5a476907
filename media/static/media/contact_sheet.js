// The contact sheet: many photos on one screen, which saves as one types.
import { addConsent, settle } from "./contact_sheet/fields.js";
import { showFocalPoint, startFocalPoints } from "./contact_sheet/focal_point.js";
import { startOrder } from "./contact_sheet/order.js";
import { changed, forget, hasFailures, startSaving } from "./contact_sheet/saving.js";
import { showSelection, startSelection } from "./contact_sheet/selection.js";
import { Failure, announce, cards, cardsChanged, list, post, say, sheet } from "./contact_sheet/server.js";
import { isUploading, startUploads } from "./contact_sheet/uploads.js";

const KEPT_TWINS = "contact-sheet-kept"; // pairs of photos of which somebody said to keep both

/** Keep in the address which photos the sheet shows, so that reloading or coming back shows them again. */
function showAddress() {
  if (!("named" in sheet.dataset)) return;
  history.replaceState(null, "", `?${cards().map((card) => `photo=${card.dataset.photo}`).join("&")}`);
  sheet.querySelector(".sheet-tools__title").textContent = say("sheetTitle");
}

function showCounts() {
  const all = cards();
  const complete = all.filter((card) => card.matches(".is-complete")).length;
  sheet.querySelector(".sheet-tools").hidden = !all.length;
  sheet.querySelector(".sheet-hint").hidden = !all.length;
  sheet.classList.toggle("is-filled", list.children.length > 0);
  sheet.querySelector("[data-complete]").textContent = say("complete", { number: complete, all: all.length });
  showSelection();
}

/** Go to the same field of the next photo that has it open. */
function goTo(control, step) {
  const open = cards()
    .map((card) => card.querySelector(`[data-field="${control.dataset.field}"]`))
    .filter((other) => other === control || !other.disabled);
  const next = open[open.indexOf(control) + step];
  if (!next) return;
  next.focus();
  next.select?.();
  next.closest(".sheet-card").scrollIntoView({ block: "nearest", behavior: "smooth" });
}

async function deletePhoto(card) {
  const { title, photo, deleteUrl } = card.dataset;
  if (!window.confirm(say("confirmDelete", { photo: title }))) return;
  try {
    await post(deleteUrl, new FormData());
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    window.alert(failure.message);
    return;
  }
  const all = cards();
  const next = all[all.indexOf(card) + 1] ?? all[all.indexOf(card) - 1];
  forget(photo);
  card.remove();
  next?.querySelector("[data-delete]").focus();
  announce(say("deleted", { photo: title }));
  cardsChanged();
}

const keptTwins = () => JSON.parse(localStorage.getItem(KEPT_TWINS) ?? "[]");
const pairOf = (notice) => `${notice.closest(".sheet-card").dataset.photo}-${notice.dataset.twin}`;

function keepBoth(notice) {
  localStorage.setItem(KEPT_TWINS, JSON.stringify([...keptTwins(), pairOf(notice)].slice(-1000)));
  notice.closest(".sheet-card").querySelector(".sheet-focal, .sheet-card__select").focus();
  notice.remove();
}

function showView(view) {
  list.dataset.view = view;
  sheet.querySelectorAll("[data-view][aria-pressed]").forEach((button) => {
    button.setAttribute("aria-pressed", button.dataset.view === view);
  });
}

function dress(card) {
  settle(card);
  card.querySelectorAll(".sheet-focal").forEach(showFocalPoint);
  const kept = keptTwins();
  card.querySelectorAll(".sheet-twin").forEach((notice) => kept.includes(pairOf(notice)) && notice.remove());
}

list.addEventListener("sheet:cards", () => {
  cards().forEach(dress);
  showAddress();
  showCounts();
});
list.addEventListener("sheet:values", showCounts);

list.addEventListener("input", ({ target }) => {
  const card = target.closest(".sheet-card");
  if (target.closest(".sheet-consents")) {
    if (addConsent(card, target)) changed(card, "consents", 0);
  } else if (target.dataset.field) {
    changed(card, target.dataset.field, target.matches("select, [type=checkbox]") ? 0 : undefined);
  } else return;
  sheet.dataset.named = ""; // photos that somebody works on stay together, finished or not
  showAddress();
  settle(card);
  showCounts();
});

list.addEventListener("click", ({ target }) => {
  const card = target.closest(".sheet-card");
  const taken = target.closest("[data-consent] button");
  if (taken) {
    taken.closest("li").remove();
    changed(card, "consents", 0);
    settle(card);
    showCounts();
  } else if (target.closest("[data-keep]")) keepBoth(target.closest(".sheet-twin"));
  else if (target.closest("[data-delete]")) deletePhoto(card);
});

list.addEventListener("keydown", (event) => {
  const control = event.target;
  if (event.key !== "Enter" || event.isComposing || !control.matches("textarea, input[type=text]")) return;
  event.preventDefault();
  goTo(control, event.shiftKey ? -1 : 1);
});

sheet.querySelector(".sheet-tools__views").addEventListener("click", ({ target }) => {
  const button = target.closest("[data-view]");
  if (button) showView(button.dataset.view);
});

window.addEventListener("beforeunload", (event) => {
  if (isUploading() || hasFailures()) event.preventDefault();
});

sheet.hidden = false;
startSaving();
startUploads();
startFocalPoints();
startOrder();
startSelection();
cards().forEach(dress);
showCounts();
