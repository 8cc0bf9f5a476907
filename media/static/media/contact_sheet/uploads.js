// Sends the chosen files one per request, two at a time, and puts each photo's card where its file stood in line.
import { restore } from "./saving.js";
import { settle } from "./fields.js";
import { Failure, cards, cardsChanged, headers, list, say, settings, sheet, understand } from "./server.js";

const AT_ONCE = 2;
const MEGABYTE = 1024 * 1024;
const uploads = new Set(); // those since the last time all was done
let running = 0;

export const isUploading = () => [...uploads].some((upload) => !upload.done);

/** Take files into the sheet. */
export function add(files) {
  if (!isUploading()) uploads.clear();
  if (!("named" in sheet.dataset)) leaveUnfinishedBehind();
  const room = settings.mostPhotos - list.children.length;
  for (const file of [...files].slice(0, room)) {
    const row = document.getElementById("sheet-upload").content.firstElementChild.cloneNode(true);
    row.querySelector(".sheet-upload__name").textContent = file.name;
    row.querySelectorAll("button").forEach((button) => {
      button.setAttribute("aria-label", `${button.textContent.trim()}: ${file.name}`);
    });
    const upload = { file, row, waiting: true };
    row.querySelector("[data-retry]").addEventListener("click", () => retry(upload));
    row.querySelector("[data-drop]").addEventListener("click", () => drop(upload));
    uploads.add(upload);
    list.append(row);
    show(upload, say("waiting"));
    if (file.size > settings.mostBytes) {
      const size = Math.ceil(file.size / MEGABYTE);
      fail(upload, new Failure(say("tooLarge", { size, limit: settings.mostBytes / MEGABYTE }), false));
    }
  }
  sheet.querySelector("[data-left-out]").textContent =
    files.length > room ? say("tooMany", { most: settings.mostPhotos, number: files.length - room }) : "";
  cardsChanged();
  showProgress();
  next();
}

/** A new sheet begins: photos from before, which are saved, do not get mixed with those that come now. */
function leaveUnfinishedBehind() {
  sheet.dataset.named = "";
  sheet.querySelector("[data-left-behind]").hidden = !cards().length;
  list.replaceChildren();
}

function next() {
  for (const upload of uploads) {
    if (running === AT_ONCE) return;
    if (upload.waiting) send(upload);
  }
}

async function send(upload) {
  running += 1;
  upload.waiting = false;
  show(upload, say("sending", { percent: 0 }));
  try {
    arrived(upload, await request(upload));
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    fail(upload, failure);
  } finally {
    running -= 1;
    showProgress();
    next();
  }
}

/** Send one file; only this older kind of request tells how much of it is sent. */
function request(upload) {
  const form = new FormData();
  form.append("files[]", upload.file);
  form.append("title", upload.file.name.replace(/\.[^.]+$/, "").slice(0, 255) || upload.file.name.slice(0, 255));
  const collection = document.getElementById("sheet-collection");
  if (collection) form.append("collection", collection.value);
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const finish = () => {
      try {
        resolve(understand(xhr.status, xhr.responseText));
      } catch (failure) {
        reject(failure);
      }
    };
    xhr.upload.addEventListener("progress", ({ loaded, total }) => {
      const percent = Math.floor((100 * loaded) / total);
      upload.row.querySelector("progress").value = percent;
      show(upload, percent < 100 ? say("sending", { percent }) : say("preparing"));
    });
    xhr.addEventListener("load", finish);
    xhr.addEventListener("error", finish);
    xhr.open("POST", settings.addUrl);
    Object.entries(headers()).forEach(([name, value]) => xhr.setRequestHeader(name, value));
    xhr.send(form);
  });
}

function arrived(upload, answer) {
  if (!answer.card) throw new Failure(say("serverError"), true);
  const holder = document.createElement("template");
  holder.innerHTML = answer.card.trim();
  const card = holder.content.firstElementChild;
  upload.row.replaceWith(card);
  upload.done = true;
  upload.file = null;
  settle(card);
  restore(card);
  cardsChanged();
}

function fail(upload, failure) {
  Object.assign(upload, { waiting: false, failed: true, again: failure.passing || upload.file.size <= settings.mostBytes });
  upload.row.classList.add("is-failed");
  upload.row.querySelector(".sheet-upload__actions").hidden = false;
  upload.row.querySelector("[data-retry]").hidden = !upload.again;
  show(upload, failure.message);
}

function retry(upload) {
  Object.assign(upload, { waiting: true, failed: false, again: false });
  upload.row.classList.remove("is-failed");
  upload.row.querySelector(".sheet-upload__actions").hidden = true;
  upload.row.querySelector("progress").value = 0;
  show(upload, say("waiting"));
  showProgress();
  next();
}

function drop(upload) {
  uploads.delete(upload);
  upload.row.remove();
  showProgress();
  cardsChanged();
}

function show(upload, words) {
  upload.row.querySelector(".sheet-upload__state").textContent = words;
}

function showProgress() {
  const all = uploads.size;
  const done = [...uploads].filter((upload) => upload.done).length;
  const failed = [...uploads].filter((upload) => upload.failed).length;
  const progress = sheet.querySelector(".sheet-progress");
  progress.hidden = !all;
  progress.classList.toggle("is-done", done === all);
  progress.querySelector("progress").max = all || 1;
  progress.querySelector("progress").value = done;
  progress.querySelector("p").textContent =
    say("progress", { done, all }) + (failed ? `, ${say("failed", { failed })}` : "");
  progress.querySelector("[data-failed]").hidden = !failed;
}

/** Take files that are chosen, or dropped anywhere on the page. */
export function startUploads() {
  const input = document.getElementById("sheet-files");
  // Safari counts HEIC among images, and stumbles where it is named; other browsers want it named.
  if (!("GestureEvent" in window)) input.accept = "image/*,.heic,.avif";
  sheet.querySelector("[data-choose]").addEventListener("click", () => input.click());
  sheet.querySelector("[data-show-failed]").addEventListener("click", () => {
    list.querySelector(".sheet-upload.is-failed button:not([hidden])")?.focus();
  });
  sheet.querySelector("[data-retry-all]").addEventListener("click", () => {
    uploads.forEach((upload) => upload.again && retry(upload));
  });
  input.addEventListener("change", () => {
    add(input.files);
    input.value = "";
  });
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    sheet.classList.add("is-dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) sheet.classList.remove("is-dropping");
  });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    sheet.classList.remove("is-dropping");
    add(event.dataTransfer.files);
  });
}
