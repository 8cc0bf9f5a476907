// What every part of the contact sheet needs: its settings, its words, its cards and the way to the server.
export const settings = JSON.parse(document.getElementById("contact-sheet-settings").textContent);
export const sheet = document.querySelector(".sheet");
export const list = sheet.querySelector(".sheet-list");

export const cards = () => [...list.querySelectorAll(".sheet-card")];
export const findCard = (photo) => list.querySelector(`.sheet-card[data-photo="${photo}"]`);

/** Return a sentence of the settings with its {words} filled in. */
export const say = (name, values = {}) =>
  settings.sentences[name].replace(/\{(\w+)\}/g, (_, word) => values[word]);

/** Tell users of screen readers what just happened. */
export function announce(words) {
  sheet.querySelector("[data-announce]").textContent = words;
}

/** Tell the rest of the sheet that cards came, went or moved. */
export function cardsChanged() {
  list.dispatchEvent(new CustomEvent("sheet:cards"));
}

/** The headers of a request; the token is read each time, because signing in again in another tab changes it. */
export function headers() {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? window.wagtailConfig?.CSRF_TOKEN;
  return { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest", Accept: "application/json" };
}

/** Why something did not reach the server or was refused; `passing` where trying again may help. */
export class Failure extends Error {
  constructor(message, passing) {
    super(message);
    this.passing = passing;
  }
}

/** Return the answer to a request as an object, or throw a Failure with a sentence for a person. */
export function understand(status, text) {
  let answer = null;
  try {
    answer = JSON.parse(text);
  } catch {
    // An error page, or the sign-in page.
  }
  if (answer?.success) return answer;
  if (answer?.error_message) throw new Failure(answer.error_message, false);
  if (status === 0) throw new Failure(say("noConnection"), true);
  if (status === 413) throw new Failure(say("refusedSize"), false);
  if ([200, 401, 403].includes(status)) throw new Failure(say("sessionEnded"), true);
  throw new Failure(say("serverError"), true);
}

/** Send a form; it goes out even while the page is left. */
export async function post(url, form) {
  let response;
  try {
    response = await fetch(url, { method: "POST", body: form, headers: headers(), keepalive: true });
  } catch {
    return understand(0, "");
  }
  return understand(response.status, await response.text());
}
