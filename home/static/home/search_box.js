// Suggests pages while somebody types: the combobox pattern with a list. Without it, the form just searches.
for (const form of document.querySelectorAll("[data-suggestions]")) {
  const input = form.elements.q;
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let waiting, request, active = -1;

  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.role = "listbox";
  list.ariaLabel = form.querySelector("label").textContent;
  list.hidden = true;
  status.className = "visually-hidden";
  status.role = "status";
  input.parentElement.append(list, status);
  // A search field may not be a combobox; a text field with a search keyboard may.
  for (const [name, value] of [["type", "text"], ["inputmode", "search"], ["role", "combobox"],
    ["aria-autocomplete", "list"], ["aria-controls", list.id]]) input.setAttribute(name, value);
  close();

  function close() {
    clearTimeout(waiting);
    request?.abort();
    list.hidden = true;
    input.ariaExpanded = "false";
    choose(-1);
  }

  function choose(number) {
    active = number;
    [...list.children].forEach((option, place) => (option.ariaSelected = String(place === number)));
    if (number < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[number].id);
    list.children[number].scrollIntoView({ block: "nearest" });
  }

  function show({ suggestions, told }) {
    list.replaceChildren(
      ...suggestions.map(({ title, kind, url }, number) => {
        const option = document.createElement("li");
        const small = document.createElement("span");
        option.id = `${list.id}-${number}`;
        option.role = "option";
        option.dataset.url = url;
        small.className = "kind";
        small.textContent = kind;
        option.append(title, " ", small);
        return option;
      })
    );
    list.hidden = !suggestions.length;
    input.ariaExpanded = String(!list.hidden);
    status.textContent = told;
    choose(-1);
  }

  async function ask() {
    request?.abort();
    request = new AbortController();
    try {
      const address = `${form.dataset.suggestions}?${new URLSearchParams({ q: input.value })}`;
      const answer = await fetch(address, { signal: request.signal, credentials: "omit" });
      if (answer.ok) show(await answer.json());
    } catch {
      // Another letter was typed, or the network is gone: the form still searches.
    }
  }

  function type(event) {
    clearTimeout(waiting);
    if (event.isComposing) return;
    if (input.value.trim().length > 1) waiting = setTimeout(ask, 150);
    else close();
  }

  input.addEventListener("input", type);
  input.addEventListener("compositionend", type);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const last = list.children.length - 1;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "Enter" && active >= 0) location.assign(list.children[active].dataset.url);
    else if (list.hidden || !step) {
      // Home, End and letters belong to the text; they leave the list.
      if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) choose(-1);
      return;
    } else choose(active + step > last ? -1 : active + step < -1 ? last : active + step);
    event.preventDefault();
  });

  // Not on blur of the pointer's own press: the option would be gone before the finger is lifted.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
  input.addEventListener("blur", close);
}
