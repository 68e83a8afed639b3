import { h, check } from '../dom.js';
import { privileges, startingPoints } from '../catalogue.js';
import { jsonField, faultOfAll } from './editor.js';
import { privilegeForm } from './privileges.js';
import { outlook } from './outlook.js';

/** "Restrict privileges": an editor of role descriptors, as a form or as JSON, and what comes of them. */
export function restriction(start) {
  let known = null;
  let wait = 0;
  const has = start && Object.keys(start).length > 0;
  const json = jsonField('Role descriptors', has ? start : startingPoints['Read-only'], 'Names of your choice, each with a descriptor. The key has what any of them grants, as far as its owner has it too.', (found) => faultOfAll(found, known));
  const result = h('div', { 'aria-live': 'polite' });
  const form = h('div');
  const toggle = check('Restrict privileges', { checked: has, onchange: show });
  const box = toggle.querySelector('input');
  const modes = [['Form', false], ['JSON', true]].map(([words, value]) => h('button', { type: 'button', 'aria-pressed': String(!value), onclick: () => choose(value) }, words));
  const body = h('div', null,
    h('div', { class: 'inline' }, h('span', { class: 'muted small' }, 'Start from:'), Object.keys(startingPoints).map((name) => h('button', { type: 'button', class: 'plain', onclick: () => { json.write(startingPoints[name]); draw(); changed(); } }, name))),
    h('div', { class: 'segments', role: 'group', 'aria-label': 'Edit as' }, modes), form, json, result);

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
    form.replaceChildren(...parts.map(([name, descriptor]) => h('div', null, parts.length > 1 ? h('h3', null, name) : null,
      privilegeForm(descriptor, known, (next) => { json.write({ ...json.read(), [name]: next }); changed(); }))));
    return undefined;
  }

  function changed() {
    clearTimeout(wait);
    wait = setTimeout(async () => {
      const found = box.checked ? json.read() : {};
      if (found !== null) result.replaceChildren(await outlook(found));
    }, 300);
  }

  function show() {
    body.hidden = !box.checked;
    if (box.checked) changed();
  }

  json.querySelector('textarea').addEventListener('input', changed);
  choose(false);
  show();
  privileges().then((found) => { known = found; if (!form.hidden) draw(); });
  return {
    element: h('section', { class: 'card' }, h('h2', null, 'Privileges'), toggle,
      h('p', { class: 'hint' }, 'Without restriction the key may do all that you may do.'), body),
    /** The descriptors; {} without restriction; null while something is wrong with them. */
    read: () => (box.checked ? json.read() : {}),
  };
}
