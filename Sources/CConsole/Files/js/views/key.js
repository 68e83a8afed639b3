import { h } from '../dom.js';
import * as api from '../api.js';
import { act, show } from '../shell.js';
import { head, back } from '../parts/state.js';
import { confirm, names } from '../parts/dialog.js';
import { jsonField } from '../parts/editor.js';
import { restriction } from '../parts/restriction.js';
import { badge, when, keyName } from '../status.js';
import { endKeys } from './keylist.js';
import { descriptorList } from '../parts/descriptor.js';
import { copy } from '../parts/token.js';

export async function view(context, id) {
  const rights = await api.may();
  const own = api.current();
  const found = await api.get(`/_security/api_key?id=${api.part(id)}&with_limited_by=true${rights.seeAll ? '' : '&owner=true'}`, [404]);
  const key = found.api_keys?.[0];
  if (!key) throw new Error(`There is no key "${id}", or it is not yours.`);
  const isOwn = key.username === own.username && key.realm === own.realm;
  const isAlive = !key.invalidated && !(key.expiration <= Date.now());
  const mayEnd = isAlive && (rights.manageAll || (rights.manageOwn && isOwn));
  const mayEdit = isAlive && isOwn && rights.manageOwn && !own.api_key_id;

  async function end(event) {
    const button = event.currentTarget;
    const sure = await confirm({
      title: 'Invalidate this key?', action: 'Invalidate the key',
      content: h('div', null, h('p', null, 'Programs that use it are refused from this moment. This cannot be undone.'), names([keyName(key)])),
    });
    if (sure && (await act(button, () => endKeys([id], rights), `"${keyName(key)}" is invalidated.`))) show();
  }

  return h('div', null, back('#/keys', 'API keys'),
    head(h('h1', { class: 'wrap' }, keyName(key)), null, mayEnd ? h('button', { class: 'danger', onclick: end }, 'Invalidate…') : null),
    h('div', { class: 'columns' },
      h('section', { class: 'card' }, h('h2', null, 'Overview'), facts(key)),
      h('section', { class: 'card' }, h('h2', null, 'What it may do'), granted(key))),
    h('div', { class: 'form' }, mayEdit ? edit(key) : why(isAlive, isOwn)));
}

function facts(key) {
  return h('dl', { class: 'facts' },
    h('dt', null, 'Status'), h('dd', null, badge(key)),
    h('dt', null, 'Id'), h('dd', null, h('span', { class: 'mono' }, key.id), ' ', h('button', { class: 'plain', onclick: () => copy(key.id) }, 'Copy')),
    h('dt', null, 'Owner'), h('dd', null, key.username, h('span', { class: 'muted' }, ` in the realm ${key.realm}`)),
    h('dt', null, 'Created'), h('dd', null, when(key.creation)),
    h('dt', null, 'Expires'), h('dd', null, when(key.expiration)),
    key.invalidation ? [h('dt', null, 'Invalidated'), h('dd', null, when(key.invalidation))] : null,
    h('dt', null, 'Metadata'), h('dd', null, Object.keys(key.metadata ?? {}).length ? h('pre', null, JSON.stringify(key.metadata, null, 2)) : h('span', { class: 'muted' }, 'None')));
}

/** Both sides of what counts: the key's own descriptors, and what its owner could do when it was made. */
function granted(key) {
  const own = Object.keys(key.role_descriptors ?? {}).length;
  return h('div', null,
    h('p', null, own ? 'It may do what both its own descriptors and those of its owner grant.' : 'It is not restricted: it may do what its owner could do when it was made or last changed.'),
    own ? h('details', { open: true }, h('summary', null, 'Its own descriptors'), descriptorList(key.role_descriptors)) : null,
    key.limited_by ? h('details', { open: !own }, h('summary', null, 'Its owner\'s'), key.limited_by.map(descriptorList)) : h('p', { class: 'muted small' }, 'You may not see what its owner\'s descriptors are.'));
}

function why(isAlive, isOwn) {
  if (!isAlive) return h('p', { class: 'notice' }, 'This key has ended. It can no longer be changed.');
  return h('p', { class: 'notice' }, isOwn ? 'You may look at this key but not change it.' : 'Only its owner can change what this key may do.');
}

function edit(key) {
  const restricted = restriction(key.role_descriptors);
  const metadata = jsonField('Metadata', Object.keys(key.metadata ?? {}).length ? key.metadata : '', 'A JSON object of your own. It replaces what is there.');
  const submit = h('button', { class: 'primary' }, 'Save');
  async function send(event) {
    event.preventDefault();
    const [descriptors, extra] = [restricted.read(), metadata.read()];
    if (descriptors === null || extra === null) return;
    const done = await act(submit, () => api.call('PUT', `/_security/api_key/${api.part(key.id)}`, { role_descriptors: descriptors, metadata: extra }),
      (answer) => (answer.updated ? `"${keyName(key)}" is changed.` : 'There was nothing to change.'));
    if (done) show();
  }
  return h('form', { onsubmit: send }, h('h2', null, 'Change it'), restricted.element, h('section', { class: 'card' }, metadata), submit);
}
