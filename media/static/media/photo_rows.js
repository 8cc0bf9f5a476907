// In the page editor: a photo that was just chosen brings the words that the library has for it.
(() => {
  const taken = new WeakMap(); // what each alt text was filled with

  document.addEventListener("change", ({ target }) => {
    const field = target.name?.match(/^(.+-\d+-)image$/);
    const words = field && document.querySelector(`[name="${CSS.escape(field[1])}alt_text"]`);
    if (!words) return;
    // The chooser tells of the change before it shows the photo.
    setTimeout(() => {
      const picture = document.querySelector(`#${CSS.escape(target.id)}-chooser [data-chooser-image]`);
      const offered = (target.value && picture?.dataset.defaultAltText) || "";
      if (words.value && words.value !== taken.get(words)) return; // somebody wrote it for this place
      words.value = offered;
      taken.set(words, offered);
      words.dispatchEvent(new Event("input", { bubbles: true }));
      words.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
})();
