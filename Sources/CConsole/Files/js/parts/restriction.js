import { h, check } from '../dom.js';
import { privileges, startingPoints } from '../catalogue.js';
import { jsonField, faultOfAll } from './editor.js';
import { privilegeForm } from './privileges.js';
import { outlook } from './outlook.js';

/** "Restrict privileges": an editor of role descriptors, as a form or as JSON, and what comes of them. */
export function restriction(start) {
  let known = null;
  let wait = 0;
  let run = 0;
  let forms = [];
  const has = Boolean(start && Object.keys(start).length > 0);
  const json = jsonField('Role descriptors', has ? start : startingPoints['Read-only'], 'Names of your choice, each with a descriptor. The key has what any of them grants, as far as its owner has it too.', (found) => faultOfAll(found, known));
  const result = h('div', { 'aria-live': 'polite' });
  const form = h('div');
  const toggle = check('Restrict privileges', { checked: has, onchange: show });
  const box = toggle.querySelector('input');
  const modes = [['Form', false], ['JSON', true]].map(([words, value]) => h('button', { type: 'button', 'aria-pressed': String(!value), onclick: () => choose(value) }, words));
  const points = h('div', { class: 'inline', role: 'group', 'aria-label': 'Starting points' }, h('span', { class: 'muted small' }, 'Start from'),
    Object.keys(startingPoints).map((name) => h('button', { type: 'button', class: 'chip', onclick: () => begin(name) }, name)));
  const body = h('div', null, h('div', { class: 'segments', role: 'group', 'aria-label': 'Edit as' }, modes), form, json, result);

  function begin(name) {
    box.checked = true;
    json.write(startingPoints[name]);
    draw();
    show();
  }

  function choose(isJSON) {
    modes.forEach((mode, index) => mode.setAttribute('aria-pressed', String(Boolean(index) === isJSON)));
    json.hidden = !isJSON;
    form.hidden = isJSON;
    if (!isJSON) draw();
  }

  function draw() {
    const found = json.read();
    if (found === null) return choose(true);
    const parts = Object.entries(found);
    forms = parts.map(([name, descriptor]) => privilegeForm(descriptor, known, (next) => { json.write({ ...json.read(), [name]: next }); changed(); }));
    form.replaceChildren(...parts.map(([name], index) => h('div', null, parts.length > 1 ? h('h3', { class: 'wrap' }, name) : null, forms[index].element)));
    return undefined;
  }

  function changed() {
    clearTimeout(wait);
    wait = setTimeout(async () => {
      const found = box.checked ? json.read() : {};
      if (found === null || !box.checked) return;
      const mine = ++run;
      const shown = await outlook(found);
      if (mine === run) result.replaceChildren(shown);
    }, 300);
  }

  function show() {
    body.hidden = !box.checked;
    if (box.checked) changed();
  }

  json.querySelector('textarea').addEventListener('input', changed);
  choose(false);
  show();
  // The names of all privileges come later; nobody has typed anything by then, or they come with the next drawing.
  privileges().then((found) => { known = found; if (!form.hidden && !form.contains(document.activeElement)) draw(); });
  return {
    element: h('section', { class: 'card' }, h('h2', null, 'Privileges'), toggle,
      h('p', { class: 'hint' }, 'Without restriction the key may do all that you may do.'), points, body),
    /** The descriptors; {} without restriction; null while something is wrong with them. */
    read: () => {
      if (!box.checked) return {};
      const isComplete = form.hidden || forms.map((one) => one.isComplete()).every(Boolean);
      return isComplete ? json.read() : null;
    },
  };
}
