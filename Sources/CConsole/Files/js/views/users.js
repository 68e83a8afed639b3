import { h, field, check, grid, cell } from '../dom.js';
import * as api from '../api.js';
import { act, show } from '../shell.js';
import { head, back, empty } from '../parts/state.js';
import { confirm, names } from '../parts/dialog.js';
import { jsonField } from '../parts/editor.js';

/** `#/users`, `#/users/new`, `#/users/NAME`. */
export async function view({ rest: [name] }) {
  if (!name) return list();
  const roles = Object.keys((await api.maybe('/_security/role')) ?? {});
  if (name === 'new') return form(null, roles);
  const found = await api.get(`/_security/user/${api.part(name)}`, [404]);
  if (!found?.[name]) throw new Error(`There is no user "${name}".`);
  return form(found[name], roles);
}

async function list() {
  const [users, rights] = [Object.values(await api.get('/_security/user')), await api.may()];
  const title = head('Users', 'Accounts that the proxy keeps. Users of the file realm are edited with the keyward users command.', rights.manageSecurity ? h('a', { class: 'button primary', href: '#/users/new' }, 'Create user') : null);
  if (!users.length) return h('div', null, title, empty('There are no users yet', 'Make an account for each person and each team that hands out keys.', null));
  return h('div', null, title, grid('Users', ['User name', 'Full name', 'Roles', 'Keys', 'Status'], users.map((user) => h('tr', null,
    cell('User name', null, h('a', { class: 'name', href: `#/users/${api.part(user.username)}` }, user.username)),
    cell('Full name', { class: 'wrap' }, user.full_name ?? ''), cell('Roles', { class: 'wrap' }, user.roles.join(', ') || h('span', { class: 'muted' }, 'None')),
    cell('Keys', null, h('a', { href: `#/keys?owner=${api.part(user.username)}`, 'aria-label': `Keys of ${user.username}` }, 'Keys')),
    cell('Status', null, h('span', { class: `badge ${user.enabled ? 'good' : ''}` }, user.enabled ? 'Enabled' : 'Disabled'))))));
}

async function form(user, roles) {
  const rights = await api.may();
  const mayChange = rights.manageSecurity;
  const name = h('input', { value: user?.username ?? '', readonly: Boolean(user), maxlength: '507', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
  const full = h('input', { value: user?.full_name ?? '', autocomplete: 'off' });
  const email = h('input', { value: user?.email ?? '', type: 'email' });
  const password = h('input', { type: 'password', autocomplete: 'new-password' });
  const again = h('input', { type: 'password', autocomplete: 'new-password' });
  const metadata = jsonField('Metadata', Object.keys(user?.metadata ?? {}).length ? user.metadata : '', 'A JSON object of your own.');
  const chosen = new Set(user?.roles ?? []);
  const boxes = [...new Set([...roles, ...chosen])].sort().map((role) => check(role, { checked: chosen.has(role), onchange: (event) => (event.currentTarget.checked ? chosen.add(role) : chosen.delete(role)) }));
  const fields = { name: field('User name', name), password: field('Password', password, 'At least 6 characters.'), again: field('The password again', again) };
  const submit = h('button', { class: 'primary' }, user ? 'Save' : 'Create user');

  function passwordFault() {
    fields.password.complain(password.value.length < 6 ? 'Enter at least 6 characters.' : null);
    fields.again.complain(password.value === again.value ? null : 'The two are not the same.');
    return password.value.length < 6 || password.value !== again.value;
  }

  async function send(event) {
    event.preventDefault();
    fields.name.complain(name.value.trim() ? null : 'Enter a user name.');
    const extra = metadata.read();
    if (!name.value.trim() || extra === null || (!user && passwordFault())) return;
    const body = { roles: [...chosen], full_name: full.value || null, email: email.value || null, metadata: extra, enabled: user?.enabled ?? true, ...(user ? {} : { password: password.value }) };
    const path = `/_security/user/${api.part(name.value.trim())}`;
    if (!user && (await api.get(path, [404]))?.[name.value.trim()]) return fields.name.complain('There is a user of this name already.');
    if (await act(submit, () => api.call('PUT', path, body), user ? 'The user is changed.' : `"${name.value.trim()}" is created.`)) location.hash = '#/users';
    return undefined;
  }

  async function changePassword(event) {
    event.preventDefault();
    if (passwordFault()) return;
    const done = await act(event.submitter, () => api.call('PUT', `/_security/user/${api.part(user.username)}/_password`, { password: password.value }), 'The password is changed. Sessions of the console that used the old one have ended.');
    if (done) password.value = again.value = '';
  }

  const isSelf = user?.username === api.current().username;
  async function enable(event) {
    const button = event.currentTarget;
    const sure = !user.enabled || (await confirm({ title: 'Disable this user?', action: 'Disable', content: h('div', null, h('p', null, 'The user can no longer sign in. Keys that the user has made go on working.'), names([user.username])) }));
    if (sure && (await act(button, () => api.call('PUT', `/_security/user/${api.part(user.username)}/_${user.enabled ? 'disable' : 'enable'}`), user.enabled ? 'The user is disabled.' : 'The user is enabled.'))) show();
  }
  async function remove(event) {
    const button = event.currentTarget;
    const sure = await confirm({ title: 'Delete this user?', action: 'Delete the user', content: h('div', null, h('p', null, 'This cannot be undone. Keys that the user has made go on working until they are invalidated.'), names([user.username])) });
    if (sure && (await act(button, () => api.call('DELETE', `/_security/user/${api.part(user.username)}`), 'The user is deleted.'))) location.hash = '#/users';
  }

  return h('div', null, back('#/users', 'Users'),
    head(h('h1', { class: 'wrap' }, user ? user.username : 'Create a user'), null, user && mayChange && !isSelf ? [h('button', { onclick: enable }, user.enabled ? 'Disable…' : 'Enable'), h('button', { class: 'danger', onclick: remove }, 'Delete…')] : null),
    mayChange ? null : h('p', { class: 'notice' }, 'You may look at users but not change them.'),
    h('form', { class: 'form', novalidate: true, onsubmit: send },
      h('section', { class: 'card' }, fields.name, h('div', { class: 'two' }, field('Full name', full), field('E-mail', email)), user ? null : h('div', { class: 'two' }, fields.password, fields.again)),
      h('fieldset', { class: 'card' }, h('legend', null, 'Roles'), h('div', { class: 'checks' }, boxes)),
      h('section', { class: 'card' }, metadata), mayChange ? submit : null),
    user && mayChange ? h('form', { class: 'form', novalidate: true, onsubmit: changePassword }, h('section', { class: 'card' }, h('h2', null, 'New password'), h('div', { class: 'two' }, fields.password, fields.again), h('button', null, 'Change the password'))) : null);
}
