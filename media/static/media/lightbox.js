// Shows the photos of a gallery one at a time, above the page: each as the page at its own address has it. Without this
// script, or when that page cannot be had, a photo's link is just followed.
(() => {
  const here = location.pathname; // of the page that was loaded; the address bar shows the photo's while one is open
  const dialog = document.getElementById("lightbox"); // missing on the page of a single photo

  // After a reload at a photo's address the browser takes its page for the gallery's, and does not load that on the way back.
  addEventListener("popstate", () => {
    if (dialog && history.state?.lightbox) return show(location.href);
    if (dialog) {
      history.scrollRestoration = "auto";
      dialog.close();
    }
    if (location.pathname !== here) location.reload();
  });
  if (!dialog) return;

  const stage = dialog.querySelector(".lightbox-stage");
  const place = dialog.querySelector(".lightbox-place");
  const buttons = {
    previous: dialog.querySelector(".lightbox-previous"),
    next: dialog.querySelector(".lightbox-next"),
  };
  const pageTitle = document.title;
  const photos = new Map(); // promises, by address
  let opener, shown, wanted;

  function load(address) {
    if (!photos.has(address)) photos.set(address, read(address));
    return photos.get(address);
  }

  async function read(address) {
    const response = await fetch(address);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const figure = document.importNode(page.querySelector("figure[data-first]"), true); // its photo begins to load
    return {
      address,
      figure,
      title: page.title,
      words: [page.querySelector("h1").textContent, figure.querySelector("img")?.alt].filter(Boolean),
      previous: page.querySelector("a[rel=prev]")?.href,
      next: page.querySelector("a[rel=next]")?.href,
      first: new URL(figure.dataset.first, location).href,
      last: new URL(figure.dataset.last, location).href,
    };
  }

  async function show(address) {
    wanted = address;
    const photo = await load(address).catch(() => location.assign(address));
    if (!photo || wanted !== address) return; // left, closed or passed by meanwhile
    shown = photo;
    stage.replaceChildren(photo.figure);
    stage.scrollTop = 0;
    document.title = photo.title;
    for (const way in buttons) buttons[way].ariaDisabled = String(!photo[way]);
    history.scrollRestoration = "manual"; // the page below stays where it is
    history[history.state?.lightbox ? "replaceState" : "pushState"]({ lightbox: true }, "", address);
    const [count, alt] = photo.words;
    place.replaceChildren(count);
    if (alt) {
      place.append(document.createElement("span"));
      place.lastChild.className = "visually-hidden";
      place.lastChild.textContent = `: ${alt}`;
    }
    if (!dialog.open) dialog.showModal();
    for (const way in buttons) if (photo[way]) load(photo[way]).catch(() => {});
  }

  const go = (way) => shown[way] && shown[way] !== wanted && show(shown[way]);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-photo]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    opener = link;
    show(link.href);
  });

  for (const way in buttons) buttons[way].addEventListener("click", () => go(way));
  dialog.querySelector(".lightbox-close").addEventListener("click", () => dialog.close());

  dialog.addEventListener("close", () => {
    wanted = null;
    document.title = pageTitle;
    if (history.state?.lightbox) history.back();
    const links = [...document.querySelectorAll("a[data-photo]")];
    (links.find((link) => link.href === shown.address) ?? opener)?.focus();
  });

  const leftwards = () => (document.dir === "rtl" ? "next" : "previous");
  const rightwards = () => (document.dir === "rtl" ? "previous" : "next");

  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const way = { ArrowLeft: leftwards(), ArrowRight: rightwards(), Home: "first", End: "last" }[event.key];
    if (!way) return;
    event.preventDefault();
    go(way);
  });

  // Swiping. Up, down and pinching stay the browser's, and in a photo made larger every direction.
  let start;
  const follow = (x) => (stage.style.translate = x ? `${x}px` : "");
  stage.addEventListener("pointerdown", (event) => {
    start = event.isPrimary && event.pointerType !== "mouse" && visualViewport.scale === 1 ? event : null;
  });
  stage.addEventListener("pointermove", (event) => start && follow(event.clientX - start.clientX));
  stage.addEventListener("pointercancel", () => follow((start = null)));
  stage.addEventListener("pointerup", (event) => {
    const across = start ? event.clientX - start.clientX : 0;
    if (Math.abs(across) > 50) go(across > 0 ? leftwards() : rightwards());
    follow((start = null));
  });
  visualViewport.addEventListener("resize", () => dialog.classList.toggle("zoomed", visualViewport.scale > 1));
})();
