// What stands in the controls of a card, as values by the names the server knows.
import { say } from "./server.js";

export const FOCAL_NAMES = ["focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"];

const control = (card, field) => card.querySelector(`[data-field="${field}"]`);

/** Return the values that belong to a field; a photo is either decorative or has an alt text, so these go together. */
export function read(card, field) {
  if (field === "is_decorative" || field === "description") {
    const decorative = control(card, "is_decorative").checked;
    const words = control(card, "description").value.replace(/\s*\n\s*/g, " ");
    return { is_decorative: decorative, description: decorative ? "" : words };
  }
  if (field === "consents") return { consents: consentsOf(card) };
  if (field === "focal_point") {
    const { x, y, width, height } = control(card, field).dataset;
    const edge = x === "" ? "" : Math.round(Math.min(width, height) / 10);
    return Object.fromEntries([x, y, edge, edge].map((value, place) => [FOCAL_NAMES[place], value]));
  }
  return { [field]: control(card, field).value.replace(/\s*\n\s*/g, " ") };
}

/** Put values into the controls, as they are stored or were typed before the page was left. */
export function write(card, values) {
  for (const [name, value] of Object.entries(values)) {
    if (name === "consents") showConsents(card, value);
    else if (name === "is_decorative") control(card, name).checked = value;
    else if (name === "focal_point_x") control(card, "focal_point").dataset.x = value ?? "";
    else if (name === "focal_point_y") control(card, "focal_point").dataset.y = value ?? "";
    else if (control(card, name)) control(card, name).value = value;
  }
  settle(card);
}

const consentsOf = (card) =>
  [...card.querySelectorAll("[data-consent]")].map((item) => ({
    id: Number(item.dataset.consent),
    name: item.firstChild.textContent,
  }));

function showConsents(card, consents) {
  card.querySelector(".sheet-consents ul").replaceChildren(...consents.map(({ id, name }) => consentItem(card, id, name)));
}

function consentItem(card, id, name) {
  const item = document.createElement("li");
  item.dataset.consent = id;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "×";
  button.setAttribute("aria-label", say("takeOffConsent", { consent: name, photo: card.dataset.title }));
  item.append(name, button);
  return item;
}

/** Add the consent just chosen in a card's select; return whether there was one. */
export function addConsent(card, select) {
  const [chosen] = select.selectedOptions;
  select.value = "";
  if (!chosen?.value || consentsOf(card).some(({ id }) => id === Number(chosen.value))) return false;
  showConsents(card, [...consentsOf(card), { id: Number(chosen.value), name: chosen.textContent }]);
  return true;
}

/** Have a card look as its values demand, and mark what is needed before visitors may see the photo. */
export function settle(card) {
  const decorative = control(card, "is_decorative").checked;
  const words = control(card, "description");
  const shown = control(card, "shown").value;
  const consents = control(card, "consents");
  words.disabled = decorative;
  consents.hidden = shown !== "client";
  const missing = {
    description: !decorative && !words.value.trim(),
    shown: !shown,
    consents: shown === "client" && !consentsOf(card).length,
  };
  for (const [field, isMissing] of Object.entries(missing)) {
    control(card, field).closest(".sheet-field").classList.toggle("is-missing", isMissing);
  }
  card.classList.toggle("is-complete", !Object.values(missing).some(Boolean));
  if (consents.querySelector("li:not(:has(button))")) showConsents(card, consentsOf(card));
}
