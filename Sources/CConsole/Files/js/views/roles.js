import { h, field, grid, cell } from '../dom.js';
import { plural } from '../format.js';
import * as api from '../api.js';
import { act } from '../shell.js';
import { head, back } from '../parts/state.js';
import { confirm, names } from '../parts/dialog.js';
import { jsonField, faultOf } from '../parts/editor.js';
import { privilegeForm } from '../parts/privileges.js';
import { grants } from '../parts/descriptor.js';
import { privileges } from '../catalogue.js';

/** `#/roles`, `#/roles/new`, `#/roles/NAME`. */
export async function view({ rest: [name] }) {
  if (!name) return list();
  const known = await privileges();
  if (name === 'new') return form(null, null, known);
  const found = await api.get(`/_security/role/${api.part(name)}`, [404]);
  if (!found?.[name]) throw new Error(`There is no role "${name}".`);
  return form(name, found[name], known);
}

const isBuiltIn = (role) => role.metadata?._reserved === true;

async function list() {
  const [roles, rights] = [Object.entries(await api.get('/_security/role')), await api.may()];
  roles.sort(([left, a], [right, b]) => isBuiltIn(a) - isBuiltIn(b) || left.localeCompare(right));
  const box = h('input', { type: 'search', spellcheck: 'false' });
  const table = grid('Roles', ['Name', 'Grants', 'Kind'], []);
  const count = h('p', { class: 'muted', role: 'status' });
  const draw = () => {
    const shown = roles.filter(([name]) => name.toLowerCase().includes(box.value.trim().toLowerCase()));
    table.body.replaceChildren(...shown.map(([name, role]) => h('tr', null,
      cell('Name', null, h('a', { class: 'name', href: `#/roles/${api.part(name)}` }, name)),
      cell('Grants', { class: 'wrap small' }, summary(role)), cell('Kind', { class: 'narrow' }, h('span', { class: isBuiltIn(role) ? 'badge' : 'badge accent' }, isBuiltIn(role) ? 'Built in' : 'Own')))));
    count.textContent = plural(shown.length, 'role');
  };
  box.addEventListener('input', draw);
  draw();
  return h('div', null,
    head('Roles', 'Names for what users may do. A role counts from the moment that it is saved; keys keep what their owner could do when they were made.', rights.manageSecurity ? h('a', { class: 'button primary', href: '#/roles/new' }, 'Create role') : null),
    h('div', { class: 'filters', role: 'search' }, field('Search by name', box)), count, table);
}

function summary(role) {
  const text = grants(role).map(([on, privileges]) => `${on}: ${privileges}`).join(' · ');
  return text.length > 160 ? `${text.slice(0, 160)}…` : text || 'Nothing';
}

async function form(name, role, known) {
  const rights = await api.may();
  const mayChange = rights.manageSecurity && !(role && isBuiltIn(role));
  const { transient_metadata: _, ...start } = role ?? { cluster: [], indices: [] };
  const box = h('input', { value: name ?? '', readonly: Boolean(name), maxlength: '507', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
  const nameField = field('Name', box);
  const json = jsonField('Descriptor', start, 'All of it, in Elasticsearch\'s form.', (found) => faultOf(found, known));
  const area = json.querySelector('textarea');
  area.readOnly = !mayChange;
  const made = mayChange ? privilegeForm(start, known, (next) => json.write(next)) : null;
  // The form follows what is typed as JSON, as soon as that is whole.
  area.addEventListener('input', () => { const found = json.read(); if (found !== null) made?.set(found); });
  const submit = h('button', { class: 'primary' }, name ? 'Save' : 'Create role');

  async function send(event) {
    event.preventDefault();
    const wanted = box.value.trim();
    nameField.complain(wanted ? null : 'Enter a name.');
    const descriptor = json.read();
    if (!made.isComplete() || !wanted || descriptor === null) {
      event.target.querySelector('[aria-invalid]')?.focus();
      return;
    }
    const path = `/_security/role/${api.part(wanted)}`;
    if (!name && (await api.get(path, [404]))?.[wanted]) { nameField.complain('There is a role of this name already.'); return; }
    if (await act(submit, () => api.call('PUT', path, descriptor), name ? 'The role is changed.' : `"${wanted}" is created.`)) location.hash = '#/roles';
  }

  async function remove(event) {
    const button = event.currentTarget;
    const sure = await confirm({ title: 'Delete this role?', action: 'Delete the role', content: h('div', null, h('p', null, 'Users who have it lose what it grants at once. This cannot be undone.'), names([name])) });
    if (sure && (await act(button, () => api.call('DELETE', `/_security/role/${api.part(name)}`), 'The role is deleted.'))) location.hash = '#/roles';
  }

  return h('div', null, back('#/roles', 'Roles'),
    head(h('h1', { class: 'wrap' }, name ?? 'Create a role'), role?.description, name && mayChange ? h('button', { class: 'danger', onclick: remove }, 'Delete…') : null),
    mayChange ? null : h('p', { class: 'notice' }, role && isBuiltIn(role) ? 'This role is built in: it can be given to users but not changed.' : 'You may look at roles but not change them.'),
    h('form', { class: made ? 'form split' : 'form', novalidate: true, onsubmit: send },
      h('section', { class: 'card' }, nameField, made?.element), h('section', { class: 'card beside' }, json), mayChange ? submit : null));
}
