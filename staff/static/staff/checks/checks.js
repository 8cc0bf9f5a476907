/* In the page editor: asks for the checks again while somebody writes, and puts what is found beside the fields. */

const PAUSE = 1000; // ms without a change before the checks run; so at most once a second
const form = document.getElementById('page-edit-form');
const panel = document.getElementById('page-checks');

/** Return the element of the editor that a path leads to, or the nearest one around it. */
function find(path) {
  const control = document.getElementById(`id_${path.replaceAll('.', '-')}`);
  if (control) return control.closest('[data-field]') || control;
  const [name, ...rest] = path.split('.');
  let found = document.querySelector(`[data-contentpath="${CSS.escape(name)}"]`)
    || document.getElementById(`id_${name}-FORMS`)?.closest('[data-panel]');
  for (const key of rest) {
    const inside = found?.querySelector(`[data-contentpath="${CSS.escape(key)}"]`);
    if (!inside) break;
    found = inside;
  }
  return found;
}

/** Open what hides an element: its tab, and panels that are folded. */
function uncover(element) {
  element.dispatchEvent(new CustomEvent('w-focus:focus', { bubbles: true }));
  for (let around = element.parentElement; around; around = around.parentElement) {
    const content = around.matches('.w-panel__content') && around;
    if (content?.hidden) document.querySelector(`[aria-controls="${CSS.escape(content.id)}"]`)?.click();
  }
}

function goTo(path) {
  const found = find(path);
  if (!found) return;
  uncover(found);
  found.scrollIntoView({ block: 'center' });
  const control =
    found.querySelector('[contenteditable="true"], input:not([type=hidden]), textarea, select') ||
    found.querySelector('button');
  control?.focus({ preventScroll: true });
}

function putNotes(notes) {
  document.querySelectorAll('.page-check-note').forEach((note) => note.remove());
  [...notes].reverse().forEach(({ path, sentence, html }) => {
    const found = find(path);
    if (!found) return;
    const field = found.matches('[data-field]') ? found : found.querySelector('[data-field]') || found;
    const errors = field.querySelector('[data-field-errors]');
    if (errors?.textContent.includes(sentence)) return; // said there already
    if (errors) errors.insertAdjacentHTML('afterend', html);
    else field.insertAdjacentHTML('afterbegin', html);
  });
}

function putList({ summary, list }) {
  const former = panel.querySelector('details')?.open;
  panel.querySelector('[data-check-list]').innerHTML = list;
  panel.hidden = false;
  const status = panel.querySelector('[data-check-status]');
  if (status.textContent !== summary) status.textContent = summary; // read out
  const details = panel.querySelector('details');
  if (details && former !== undefined) details.open = former;
}

let checked = '';
let timer;
let asking;

/** Return what the form would send, without what changes when nothing is written. */
function written() {
  const data = new FormData(form);
  ['loaded_revision_id', 'loaded_revision_created_at', 'overwrite_revision_id'].forEach((name) => data.delete(name));
  return data;
}

async function check() {
  const data = written();
  const now = new URLSearchParams([...data].map(([name, value]) => [name, String(value)])).toString();
  if (now === checked) return;
  asking?.abort();
  asking = new AbortController();
  try {
    const response = await fetch(`${form.action}checks/`, { method: 'POST', body: data, signal: asking.signal });
    if (!response.ok) return; // the list stays as it was; saving tells what is wrong
    const found = await response.json();
    checked = now;
    putList(found);
    putNotes(found.notes);
  } catch (error) {
    if (error.name !== 'AbortError' && !(error instanceof TypeError)) throw error; // the network is away
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(check, PAUSE);
}

if (form && panel) {
  form.before(panel);
  ['input', 'change', 'keyup', 'click', 'drop'].forEach((kind) => form.addEventListener(kind, later));
  panel.addEventListener('click', (event) => {
    const link = event.target.closest('[data-check-path]');
    if (!link) return;
    event.preventDefault();
    goTo(link.dataset.checkPath);
  });
  later();
}
