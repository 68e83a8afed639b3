import { h, field, select } from '../dom.js';
import * as api from '../api.js';
import { act, show } from '../shell.js';
import { head, back } from '../parts/state.js';
import { confirm, names } from '../parts/dialog.js';
import { jsonField } from '../parts/editor.js';
import { restriction } from '../parts/restriction.js';
import { badge, when, keyName } from '../status.js';
import { askReason, changeState, endKeys } from '../keychange.js';
import { descriptorList } from '../parts/descriptor.js';
import { copy, token } from '../parts/token.js';
import { tryIt } from '../parts/tryit.js';
import { ofKey } from '../usage.js';
import { limitsForm } from '../parts/limits.js';
import { formerPart, trailPart, usagePart } from './keymore.js';

export async function view(context, id) {
  const rights = await api.may();
  const own = api.current();
  const found = await api.get(`/_security/api_key?id=${api.part(id)}&with_limited_by=true${rights.seeAll ? '' : '&owner=true'}`, [404]);
  const key = found.api_keys?.[0];
  if (key) Object.assign(key, (await api.maybe(`/_keyward/api_key?id=${api.part(id)}`))?.api_keys?.[0]);
  if (!key) throw new Error(`There is no key "${id}", or it is not yours.`);
  const isOwn = key.username === own.username && key.realm === own.realm;
  const isAlive = !key.invalidated && !(key.expiration <= Date.now());
  const mayEnd = isAlive && (rights.manageAll || (rights.manageOwn && isOwn));
  const mayEdit = isAlive && isOwn && rights.manageOwn && !own.api_key_id;

  const place = h('div');
  const isSuspended = key.state === 'suspended';

  async function end(event) {
    const button = event.currentTarget;
    const reason = await askReason('Invalidate this key?', 'Invalidate the key', [keyName(key)]);
    if (reason !== null && (await act(button, () => endKeys([id], rights, reason), `"${keyName(key)}" is invalidated.`))) show();
  }

  async function suspend(event) {
    const button = event.currentTarget;
    const reason = isSuspended ? '' : await askReason('Suspend this key?', 'Suspend the key', [keyName(key)], 'Programs that use it are refused until it is resumed.');
    if (reason !== null && (await act(button, () => changeState([id], isSuspended ? '_resume' : '_suspend', reason), `"${keyName(key)}" is ${isSuspended ? 'resumed' : 'suspended'}.`))) show();
  }

  async function rotate(event) {
    const button = event.currentTarget;
    const grace = select([['0s', 'At once: the secret has leaked'], ['1h', 'After an hour'], ['24h', 'After a day'], ['7d', 'After a week'], ['30d', 'After 30 days']], '24h');
    const chosen = await confirm({
      title: 'Give this key a new secret?', action: 'Make a new secret', isDanger: false, read: () => grace.value,
      content: h('div', null, h('p', null, 'Its id, name and privileges stay.'), names([keyName(key)]), field('The present secret ends', grace)),
    });
    if (!chosen) return;
    const made = await act(button, () => api.call('POST', `/_keyward/api_key/${api.part(id)}/_rotate`, { grace: chosen }));
    if (made) place.replaceChildren(back('#/keys', 'API keys'), head(h('h1', { tabindex: '-1' }, keyName(key))), token({ name: key.name, ...made }, 'The key has a new secret.'), h('button', { onclick: show }, 'Look at the key'));
  }

  const [usage, trail] = await Promise.all([ofKey(id), trailPart(id)]);
  place.append(...[back('#/keys', 'API keys'),
    head(h('h1', { class: 'wrap', dir: 'auto' }, keyName(key)), null, mayEnd ? [key.state ? h('button', { onclick: rotate }, 'New secret…') : null, key.state ? h('button', { onclick: suspend }, isSuspended ? 'Resume' : 'Suspend…') : null, h('button', { class: 'danger', onclick: end }, 'Invalidate…')] : null),
    formerPart(key),
    h('div', { class: 'columns' },
      h('section', { class: 'card' }, h('h2', null, 'Overview'), facts(key)),
      h('section', { class: 'card' }, h('h2', null, 'What it may do'), granted(key))),
    h('div', { class: 'more' }, trail, usagePart(usage), tryIt({ api_key: { id } }, context.query)),
    await limitsPart(id, isAlive && rights.manageAll),
    h('div', { class: 'form' }, mayEdit ? edit(key) : why(isAlive, isOwn))].filter(Boolean));
  return place;
}

function facts(key) {
  return h('dl', { class: 'facts' },
    h('dt', null, 'Status'), h('dd', null, badge(key)),
    h('dt', null, 'Id'), h('dd', null, h('span', { class: 'mono' }, key.id), ' ', h('button', { class: 'plain', onclick: () => copy(key.id) }, 'Copy')),
    h('dt', null, 'Owner'), h('dd', null, key.username, h('span', { class: 'muted' }, ` in the realm ${key.realm}`)),
    h('dt', null, 'Created'), h('dd', null, when(key.creation)),
    h('dt', null, 'Expires'), h('dd', null, when(key.expiration)),
    key.invalidation ? [h('dt', null, 'Invalidated'), h('dd', null, when(key.invalidation), key.invalidated_by ? ` by ${key.invalidated_by}` : '', key.invalidation_reason ? h('div', null, key.invalidation_reason) : null)] : null,
    key.suspension ? [h('dt', null, 'Suspended'), h('dd', null, when(key.suspension), key.suspended_by ? ` by ${key.suspended_by}` : '', key.suspension_reason ? h('div', null, key.suspension_reason) : null)] : null,
    key.owner_state && key.owner_state !== 'present' && key.owner_state !== 'unknown' ? [h('dt', null, 'Its owner'), h('dd', null, h('span', { class: 'badge warn' }, key.owner_state === 'gone' ? 'Is gone' : 'Is disabled'))] : null,
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

/** What holds this key beside the policies: for who may change all keys; others see it. */
async function limitsPart(id, mayChange) {
  const path = `/_keyward/api_key/${api.part(id)}/limits`;
  const found = await api.maybe(path);
  if (!found) return null;
  const limits = found.limits ?? {};
  if (!mayChange) return Object.keys(limits).length ? h('section', { class: 'card' }, h('h2', null, 'Limits'), h('pre', null, JSON.stringify(limits, null, 2))) : null;
  const made = limitsForm(limits);
  const submit = h('button', null, 'Save the limits');
  async function send(event) {
    event.preventDefault();
    const wanted = made.read();
    if (wanted === null) return;
    await act(submit, () => (Object.keys(wanted).length ? api.call('PUT', path, wanted) : api.call('DELETE', path)), 'The limits are in force.');
  }
  return h('form', { class: 'card', novalidate: true, onsubmit: send }, h('h2', null, 'Limits'),
    h('p', { class: 'muted' }, 'Beside the policies of the configuration. What is left empty is not limited.'), made.element, submit);
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
