// Elements are made by hand: text is always text, never markup, whoever wrote it.

/** An element. `props`: attributes; `on...` are listeners; `class`, `dataset` and properties as usual. */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value') element.value = value;
    else if (name === 'checked' || name === 'disabled' || name === 'selected') element[name] = true;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child instanceof Node) element.append(child);
    else if (child !== undefined && child !== null && child !== false) element.append(document.createTextNode(String(child)));
  }
}

export function svg(tag, props, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(props ?? {})) if (value !== undefined) element.setAttribute(name, String(value));
  append(element, children);
  return element;
}

/** New content in place of the old. Whoever had the keyboard on an element with a `data-key` has it on its successor. */
export function renew(place, ...content) {
  const active = document.activeElement;
  const key = place.contains(active) ? active.dataset.key ?? '' : null;
  place.replaceChildren(...content.flat().filter(Boolean));
  if (key === null) return;
  const next = key ? place.querySelector(`[data-key="${CSS.escape(key)}"]:not(:disabled)`) : null;
  if (!next) place.tabIndex = -1;
  (next ?? place).focus({ preventScroll: true });
}

/** A table in a region that scrolls by itself; on a narrow screen each line becomes a card, which names its columns. */
export function grid(label, columns, rows) {
  const titles = columns.map((column) => (column instanceof Node ? column : h('th', { scope: 'col', class: typeof column === 'string' ? null : column.kind }, column.words ?? column)));
  const body = h('tbody', null, rows);
  const element = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label }, h('table', { class: 'grid' }, h('thead', null, h('tr', null, titles)), body));
  element.body = body;
  return element;
}

/** A cell of such a table under the title `label`. */
export const cell = (label, props, ...children) => h('td', { 'data-label': label, ...props }, children);

let numbers = 0;
export const nextID = (prefix = 'e') => `${prefix}-${++numbers}`;

/** A labelled control with a hint and a place for what is wrong with it. */
export function field(label, control, hint) {
  const id = control.id || nextID('field');
  control.id = id;
  const fault = h('p', { class: 'fault', id: `${id}-fault`, hidden: true });
  const words = hint ? h('p', { class: 'hint', id: `${id}-hint` }, hint) : null;
  const described = [words?.id, fault.id].filter(Boolean).join(' ');
  control.setAttribute('aria-describedby', described);
  const element = h('div', { class: 'field' }, h('label', { for: id }, label), control, words, fault);
  element.complain = (text) => {
    fault.textContent = text ?? '';
    fault.hidden = !text;
    if (text) control.setAttribute('aria-invalid', 'true'); else control.removeAttribute('aria-invalid');
  };
  return element;
}

export function check(label, props) {
  return h('label', { class: 'check' }, h('input', { type: 'checkbox', ...props }), label);
}

export function select(options, value, props) {
  return h('select', props, options.map(([key, words]) => h('option', { value: key, selected: key === value }, words)));
}

export function toast(text, isBad = false) {
  const element = h('div', { class: isBad ? 'toast bad' : 'toast' }, text);
  document.getElementById('toasts').append(element);
  setTimeout(() => element.remove(), isBad ? 12000 : 6000);
}
