// Selects photos, sets one value for all of them, and adds them to a gallery.
import { write } from "./fields.js";
import { saveForm } from "./saving.js";
import { Failure, cards, findCard, list, post, say, settings, sheet } from "./server.js";

const bar = sheet.querySelector(".sheet-bar");
const all = sheet.querySelector("[data-select-all]");
const field = document.getElementById("sheet-set-field");
const gallery = document.getElementById("sheet-gallery");
let last = null; // the box ticked last, from which Shift selects

const box = (card) => card.querySelector(".sheet-card__select");
const selected = () => cards().filter((card) => box(card).checked);
const photosOf = (chosen) => chosen.map((card) => card.dataset.photo);

/** Show how many photos are selected, and what can be done with them. */
export function showSelection() {
  const chosen = selected();
  const number = chosen.length;
  cards().forEach((card) => card.classList.toggle("is-selected", box(card).checked));
  all.checked = number > 0 && number === cards().length;
  all.indeterminate = number > 0 && !all.checked;
  sheet.querySelector("[data-selected]").textContent = number ? say("selected", { number, all: cards().length }) : "";
  bar.querySelector("[data-set-label]").textContent = say("setForAll", { number });
  if (!number) answer("");
  bar.hidden = !number;
}

function select(target, shift) {
  const boxes = cards().map(box);
  if (shift && last?.isConnected) {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(target)].sort((one, other) => one - other);
    boxes.slice(from, to + 1).forEach((each) => (each.checked = target.checked));
  }
  last = target;
  showSelection();
}

function answer(words, failed = false, link = null) {
  const place = bar.querySelector(".sheet-bar__answer");
  place.replaceChildren(words);
  place.classList.toggle("is-failed", failed);
  if (!link) return;
  const anchor = document.createElement("a");
  anchor.href = link;
  anchor.textContent = say("openGallery");
  place.append(" ", anchor);
}

/** Do something with the server on behalf of a form, whose button waits meanwhile. */
async function work(form, task) {
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    await task();
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    answer(failure.message, true);
  } finally {
    button.disabled = false;
  }
}

const shownControl = () => bar.querySelector("[data-set]:not([hidden])");

function showControl() {
  bar.querySelectorAll("[data-set]").forEach((control) => {
    control.hidden = !control.dataset.set.split(" ").includes(field.value);
  });
  if (shownControl().matches("input")) {
    shownControl().value = "";
    if (field.value !== "tags") shownControl().setAttribute("aria-label", field.selectedOptions[0].textContent);
  }
}

async function setForAll() {
  const name = field.value;
  const control = shownControl();
  let chosen = selected();
  let words = "";
  let values = { [name]: control.value };
  if (name === "consents") {
    values = { consents: control.value ? [{ id: control.value }] : [] };
  } else if (name === "is_decorative" && control.value) {
    const described = chosen.filter((card) => card.querySelector('[data-field="description"]').value.trim());
    chosen = chosen.filter((card) => !described.includes(card));
    if (described.length) words = ` ${say("altTextKept", { number: described.length })}`;
    values = { is_decorative: true };
  } else if (name === "is_decorative") {
    values = { is_decorative: false };
  }
  if (chosen.length) {
    const form = saveForm(photosOf(chosen), values);
    if (name === "tags") form.append("add_tags", "on");
    const { photos } = await post(settings.saveUrl, form);
    Object.entries(photos).forEach(([photo, stored]) => write(findCard(photo), stored));
    list.dispatchEvent(new CustomEvent("sheet:values"));
  }
  answer(say("setDone", { number: chosen.length }) + words);
}

async function addToGallery(form) {
  const data = new FormData(form);
  photosOf(selected()).forEach((photo) => data.append("photo", photo));
  const { message, gallery: found } = await post(settings.galleryUrl, data);
  if (gallery.value === "new") {
    const option = new Option(found.title, found.id, true, true);
    gallery.prepend(option);
    form.elements.title.value = "";
    showTitle(form);
  }
  answer(message, false, found.url);
}

function showTitle(form) {
  form.elements.title.hidden = gallery.value !== "new";
  form.elements.title.required = gallery.value === "new";
}

export function startSelection() {
  let shift = false;
  list.addEventListener("click", (event) => {
    if (event.target.matches(".sheet-card__select")) shift = event.shiftKey;
  }, true);
  list.addEventListener("change", ({ target }) => {
    if (target.matches(".sheet-card__select")) select(target, shift);
  });
  all.addEventListener("change", () => {
    cards().forEach((card) => (box(card).checked = all.checked));
    showSelection();
  });
  field.addEventListener("change", showControl);
  const [setForm, galleryForm] = bar.querySelectorAll("form");
  setForm.addEventListener("submit", (event) => {
    event.preventDefault();
    work(setForm, setForAll);
  });
  if (galleryForm) {
    gallery.addEventListener("change", () => showTitle(galleryForm));
    showTitle(galleryForm);
    galleryForm.addEventListener("submit", (event) => {
      event.preventDefault();
      work(galleryForm, () => addToGallery(galleryForm));
    });
  }
  showControl();
}
