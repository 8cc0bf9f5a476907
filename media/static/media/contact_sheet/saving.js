// Saves each field of each card by itself, soon after it changed; what is not saved yet outlives a reload.
import { read, write } from "./fields.js";
import { Failure, cards, findCard, list, post, say, settings } from "./server.js";

const PAUSE = 600; // ms after the last key
const RETRY = 5000; // ms
const KEPT = "contact-sheet:";
const entries = new Map(); // by photo and field: what is to be saved or being saved

/** Return the form that sets `values` for `photos`. */
export function saveForm(photos, values) {
  const form = new FormData();
  photos.forEach((photo) => form.append("photo", photo));
  for (const [name, value] of Object.entries(values)) {
    form.append("field", name);
    if (name === "consents") value.forEach(({ id }) => form.append(name, id));
    else if (value !== false) form.append(name, value);
  }
  return form;
}

/** Save a field that was just changed; at once, or after a pause in typing. */
export function changed(card, field, pause = PAUSE) {
  const photo = card.dataset.photo;
  const key = `${photo}:${field === "is_decorative" ? "description" : field}`;
  const entry = entries.get(key) ?? { key, photo };
  entries.set(key, entry);
  Object.assign(entry, { values: read(card, field), waiting: true, failure: null });
  sessionStorage.setItem(KEPT + key, JSON.stringify(entry.values));
  clearTimeout(entry.timer);
  entry.timer = setTimeout(() => send(entry), pause);
  showState(photo);
}

async function send(entry) {
  clearTimeout(entry.timer);
  if (entry.sending || !entry.waiting) return; // what is being sent comes first, lest an older value arrive last
  Object.assign(entry, { sending: true, waiting: false, failure: null });
  showState(entry.photo);
  try {
    await post(settings.saveUrl, saveForm([entry.photo], entry.values));
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    entry.failure = failure;
  } finally {
    entry.sending = false;
  }
  if (entry.waiting) {
    if (!entry.failure) return send(entry);
  } else if (!entry.failure) {
    entries.delete(entry.key);
    sessionStorage.removeItem(KEPT + entry.key);
  }
  if (entry.failure?.passing) {
    entry.waiting = true;
    entry.timer = setTimeout(() => send(entry), RETRY);
  }
  showState(entry.photo);
}

function showState(photo) {
  const state = findCard(photo)?.querySelector(".sheet-card__state");
  if (!state) return;
  const own = [...entries.values()].filter((entry) => entry.photo === photo);
  const failure = own.find((entry) => entry.failure)?.failure;
  let words = own.length ? say("saving") : say("saved");
  if (failure) words = say("notSaved", { why: failure.message }) + (failure.passing ? ` ${say("savingAgain")}` : "");
  state.classList.toggle("is-failed", Boolean(failure));
  state.classList.toggle("is-busy", !failure && own.length > 0);
  if (state.textContent !== words) state.textContent = words;
}

/** Forget what is to be saved for a photo that was deleted. */
export function forget(photo) {
  for (const entry of [...entries.values()].filter((entry) => entry.photo === photo)) {
    clearTimeout(entry.timer);
    entries.delete(entry.key);
    sessionStorage.removeItem(KEPT + entry.key);
  }
}

export const hasFailures = () => [...entries.values()].some((entry) => entry.failure);

export function saveWaiting() {
  entries.forEach((entry) => send(entry));
}

/** Put back what was typed but not saved when the page was left, and save it. */
export function restore(card) {
  const start = `${KEPT}${card.dataset.photo}:`;
  for (const key of Object.keys(sessionStorage).filter((key) => key.startsWith(start))) {
    write(card, JSON.parse(sessionStorage.getItem(key)));
    changed(card, key.slice(start.length), 0);
  }
}

export function startSaving() {
  list.addEventListener("focusout", saveWaiting);
  window.addEventListener("online", saveWaiting);
  window.addEventListener("focus", saveWaiting);
  window.addEventListener("pagehide", saveWaiting);
  cards().forEach(restore);
}
