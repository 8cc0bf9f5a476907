// Keeps “open now” right by the visitor's clock, on a page that stays open or comes from a cache. The server sends what is
// to be said from which moment on; after the last of them only the week is shown.
const update = () => {
  for (const place of document.querySelectorAll("[data-hours]")) {
    const line = place.dataset.hours.split("\n").filter((line) => parseInt(line) * 1000 <= Date.now()).pop();
    if (!line) continue; // this clock is behind the server's
    const [, open, row, ...words] = line.split(" ");
    const state = place.querySelector(".hours-state");
    state.hidden = !open;
    state.classList.toggle("hours-open", open === "1");
    state.querySelector(".hours-words").textContent = words.join(" ");
    place.querySelectorAll(".hours-today").forEach((mark, number) => (mark.hidden = number !== +row));
  }
};
update();
setInterval(update, 30_000);
addEventListener("pageshow", update);
