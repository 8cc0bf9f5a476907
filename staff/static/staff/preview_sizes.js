// Gives each frame the width of its device, and makes it smaller until it fits the room it has.
const fit = new ResizeObserver((changes) => {
  for (const { target, contentRect } of changes) {
    const scale = Math.min(1, contentRect.width / target.dataset.width);
    const frame = target.firstElementChild;
    frame.style.width = `${target.dataset.width}px`;
    frame.style.height = `${contentRect.height / scale}px`;
    frame.style.transform = `scale(${scale})`;
  }
});
for (const room of document.querySelectorAll(".size-room")) {
  fit.observe(room);
}
