import { h, field, select, nextID, renew, grid, cell, toast } from '../dom.js';
import * as api from '../api.js';
import { note, act } from '../shell.js';
import { plural, count } from '../format.js';
import { head, empty } from '../parts/state.js';
import { spark } from '../parts/chart.js';
import { askReason, changeState, endKeys } from '../keychange.js';
import { badge, when, keyName } from '../status.js';
import { search, statuses, pageSize } from '../keysearch.js';
import { byHour, dayOfKeys } from '../usage.js';
import { exportKeys } from '../export.js';

const columns = [['name', 'Name'], ['username', 'Owner'], ['creation', 'Created'], ['expiration', 'Status']];

export async function view({ query }) {
  const rights = await api.may();
  const asked = { text: query.get('q') ?? '', status: query.get('status') ?? 'active', owner: query.get('owner') ?? '', sort: query.get('sort') ?? 'creation', descending: query.get('order') !== 'asc' };
  if (!columns.some(([name]) => name === asked.sort)) asked.sort = 'creation';
  const mayChange = rights.manageOwn;
  let pages = [null];
  let last = null;
  let run = 0;
  const chosen = new Map();

  const box = h('input', { type: 'search', value: asked.text, spellcheck: 'false' });
  const owner = h('input', { value: asked.owner, list: nextID('owners'), spellcheck: 'false', autocapitalize: 'none' });
  const owners = h('datalist', { id: owner.getAttribute('list') });
  const status = select(statuses, asked.status);
  const bulk = h('div', { class: 'bulk', hidden: true });
  const place = h('div');
  const said = h('p', { class: 'visually-hidden', role: 'status' });

  let wait = 0;
  box.addEventListener('input', () => { clearTimeout(wait); wait = setTimeout(again, 250); });
  for (const control of [owner, status]) control.addEventListener('change', again);

  function again() {
    Object.assign(asked, { text: box.value.trim(), status: status.value, owner: owner.value.trim() });
    pages = [null];
    write();
    load();
  }

  function write() {
    const words = new URLSearchParams();
    if (asked.text) words.set('q', asked.text);
    if (asked.status !== 'active') words.set('status', asked.status);
    if (asked.owner) words.set('owner', asked.owner);
    if (asked.sort !== 'creation') words.set('sort', asked.sort);
    if (!asked.descending) words.set('order', 'asc');
    note(words);
  }

  async function load() {
    const mine = ++run;
    chosen.clear();
    showBulk();
    place.setAttribute('aria-busy', 'true');
    try {
      const answer = await api.call('POST', '/_security/_query/api_key', search({ ...asked, after: pages.at(-1) }));
      if (mine !== run) return;
      last = answer.api_keys;
      renew(place, last.length ? table(answer) : nothing());
      said.textContent = last.length ? range(answer) : 'No key is like that.';
      if (last.length) decorate(mine, last).catch(() => {});
    } catch (error) {
      if (mine !== run || !api.current()) return;
      place.replaceChildren(h('div', { class: 'notice bad', role: 'alert' }, h('p', null, error.message), h('button', { onclick: load }, 'Try again')));
    } finally {
      if (mine === run) place.removeAttribute('aria-busy');
    }
  }

  /** What only the proxy knows of the keys of a page comes behind: their state, their last use, their last day. */
  async function decorate(mine, keys) {
    const ids = keys.map((key) => key.id);
    const [own, used] = await Promise.all([api.maybe(`/_keyward/api_key?size=${ids.length}&id=${ids.map(api.part).join(',')}`), dayOfKeys(ids)]);
    if (mine !== run) return;
    for (const key of own?.api_keys ?? []) place.querySelector(`[data-status="${CSS.escape(key.id)}"]`)?.replaceChildren(badge(key));
    for (const id of ids) {
      const one = used.get(id);
      place.querySelector(`[data-used="${CSS.escape(id)}"]`)?.replaceChildren(when(one?.last_used));
      place.querySelector(`[data-day="${CSS.escape(id)}"]`)?.replaceChildren(spark(byHour(one?.hours, 24, (hour) => hour.requests).map((bar) => bar.value)));
    }
  }

  function nothing() {
    if (asked.text || asked.owner || asked.status !== 'active') {
      return empty('No key is like that', 'Nothing matches what you look for.', h('button', { onclick: () => { box.value = owner.value = ''; status.value = 'all'; again(); } }, 'Show all keys'));
    }
    return mayChange
      ? empty('Make the first key', 'A key lets a program use the cluster on your behalf, with no more rights than you give it.', h('a', { class: 'button primary', href: '#/keys/new' }, 'Create API key'))
      : empty('There are no keys', 'You may look at keys but not make them. Ask an administrator for the privilege manage_own_api_key.');
  }

  function sortBy(name) {
    asked.descending = asked.sort === name ? !asked.descending : name === 'creation';
    asked.sort = name;
    pages = [null];
    write();
    load();
  }

  const mayEnd = (key) => !key.invalidated && (rights.manageAll || (rights.manageOwn && key.username === api.current()?.username && key.realm === api.current()?.realm));

  function table(answer) {
    const boxes = [];
    const all = h('input', { type: 'checkbox', 'data-key': 'all', 'aria-label': 'Select all keys on this page', onchange: () => boxes.forEach((one) => { one.checked = all.checked; one.dispatchEvent(new Event('change')); }) });
    const titles = columns.map(([name, words]) => h('th', { scope: 'col', 'aria-sort': asked.sort === name ? (asked.descending ? 'descending' : 'ascending') : null },
      h('button', { 'data-key': `sort-${name}`, onclick: () => sortBy(name) }, words, h('span', { 'aria-hidden': 'true' }, asked.sort === name ? (asked.descending ? '↓' : '↑') : ''))));
    const rows = last.map((key) => {
      const one = mayEnd(key) && h('input', { type: 'checkbox', 'aria-label': `Select ${keyName(key)}`, onchange: () => { if (one.checked) chosen.set(key.id, key); else chosen.delete(key.id); showBulk(); } });
      if (one) boxes.push(one);
      return h('tr', null, mayChange ? h('td', { class: 'narrow pick' }, one) : null,
        cell('Name', { class: 'wrap' }, h('a', { class: 'name', dir: 'auto', href: `#/keys/${api.part(key.id)}` }, keyName(key))),
        cell('Owner', { class: 'wrap' }, key.username, h('span', { class: 'muted small' }, ` ${key.realm}`)),
        cell('Created', null, when(key.creation)), cell('Status', { 'data-status': key.id }, badge(key)),
        cell('Last used', { 'data-used': key.id }), cell('24 hours', { class: 'narrow', 'data-day': key.id }));
    });
    const first = (pages.length - 1) * pageSize;
    const heads = [mayChange ? h('th', { class: 'narrow' }, boxes.length ? all : h('span', { class: 'visually-hidden' }, 'Selection')) : null, ...titles, 'Last used', '24 hours'].filter(Boolean);
    return h('div', null, grid('API keys', heads, rows),
      h('div', { class: 'paging' },
        h('span', { class: 'muted' }, range(answer)),
        h('div', { class: 'actions' },
          h('button', { 'data-key': 'previous', disabled: pages.length === 1, onclick: () => { pages.pop(); load(); } }, 'Previous'),
          h('button', { 'data-key': 'next', disabled: first + last.length >= answer.total, onclick: () => { pages.push(last.at(-1)._sort); load(); } }, 'Next'))));
  }

  function range(answer) {
    const first = (pages.length - 1) * pageSize;
    return `${count(first + 1)} to ${count(first + last.length)} of ${plural(answer.total, 'key')}`;
  }

  async function save(event) {
    await act(event.currentTarget, async () => {
      const found = await exportKeys(asked);
      if (found.count < found.total) toast(`The file has the first ${count(found.count)} of ${plural(found.total, 'key')}.`, true);
    });
  }

  function showBulk() {
    bulk.hidden = chosen.size === 0;
    bulk.replaceChildren(h('strong', null, `${plural(chosen.size, 'key')} selected`),
      h('button', { onclick: (event) => setState(event, '_suspend', 'suspended') }, 'Suspend'), h('button', { onclick: (event) => setState(event, '_resume', 'resumed') }, 'Resume'),
      h('button', { class: 'danger', onclick: invalidate }, 'Invalidate…'));
  }

  async function setState(event, action, done) {
    const ids = [...chosen.keys()];
    if (!(await act(event.currentTarget, () => changeState(ids, action), `${plural(ids.length, 'key')} ${done}.`))) return;
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
    load();
  }

  async function invalidate(event) {
    const button = event.currentTarget;
    const keys = [...chosen.values()];
    const words = `Invalidate ${plural(keys.length, 'key')}`;
    const reason = await askReason(`${words}?`, words, keys.map(keyName));
    if (reason === null) return;
    await act(button, () => endKeys(keys.map((key) => key.id), rights, reason), (answer) => `${plural(answer.invalidated_api_keys.length, 'key')} invalidated.`);
    // The button goes with the selection.
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
    load();
  }

  load();
  api.maybe('/_security/user').then((users) => owners.replaceChildren(...Object.keys(users ?? {}).map((name) => h('option', { value: name }))));
  return h('div', null,
    head('API keys', rights.seeAll ? 'Keys let programs use the cluster on behalf of a user.' : 'You see your own keys.', h('button', { onclick: load }, 'Refresh'), h('button', { onclick: save, title: 'The keys that are found, as a file for spreadsheets' }, 'Export CSV'),
      mayChange ? h('a', { class: 'button primary', href: '#/keys/new' }, 'Create API key') : null),
    h('div', { class: 'filters', role: 'search' }, wrapped('grow', field('Search by name, owner or id', box)), field('Status', status), rights.seeAll ? field('Owner', owner) : null, owners),
    bulk, said, place);
}

function wrapped(name, element) {
  element.classList.add(name);
  return element;
}
