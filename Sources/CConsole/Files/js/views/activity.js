import { h, field, select } from '../dom.js';
import * as api from '../api.js';
import { note } from '../shell.js';
import { bytes, exact } from '../format.js';
import { head } from '../parts/state.js';

const kept = 500;
const outcomes = [['', 'All'], ['success', 'Succeeded'], ['failure', 'Refused or failed']];

/** A line of the trail as this table shows it, from either of its formats. */
function entry(record) {
  const from = record['source.ip'] ?? record['origin.address'] ?? '';
  return {
    time: Date.parse(record['@timestamp'] ?? record.timestamp ?? ''),
    action: record['event.action'] ?? '',
    failed: record['event.outcome'] === 'failure' || /denied|failed|tampered/.test(record['event.action'] ?? ''),
    reason: record['event.reason'] ?? '',
    user: record['user.name'] ?? record['api_key.owner'] ?? '',
    key: record['apikey.id'] ?? record['user.apikey.id'] ?? '',
    keyName: record['apikey.name'] ?? record['user.apikey.name'] ?? '',
    method: record['http.request.method'] ?? record['request.method'] ?? '',
    path: record['url.path'] ?? '',
    query: record['url.query'] ?? '',
    status: record['http.response.status_code'],
    size: record['http.response.body.bytes'],
    duration: record['event.duration'],
    from,
    text: JSON.stringify(record),
  };
}

export async function view({ query, onLeave }) {
  let next = null;
  let records = [];
  let isPaused = false;
  const text = h('input', { type: 'search', value: query.get('q') ?? '', spellcheck: 'false' });
  const outcome = select(outcomes, query.get('outcome') ?? '');
  const body = h('tbody');
  const state = h('p', { class: 'muted', role: 'status' });
  const pause = h('button', { 'aria-pressed': 'false', onclick: toggle }, 'Pause');

  function toggle() {
    isPaused = !isPaused;
    pause.textContent = isPaused ? 'Go on' : 'Pause';
    pause.setAttribute('aria-pressed', String(isPaused));
    if (!isPaused) load();
  }

  async function load() {
    if (isPaused || document.hidden) return;
    let answer;
    try {
      answer = await api.get(`/_keyward/audit?size=1000${next === null ? '' : `&after=${next}`}`);
    } catch (error) {
      if (next === null) throw error;
      state.textContent = error.message;
      return;
    }
    const mine = '/_keyward/console';
    const came = answer.records.map(entry).filter((one) => !one.path.startsWith(mine));
    next = answer.next;
    if (!came.length && records.length) return;
    records = [...came.reverse(), ...records].slice(0, kept);
    draw(answer.missed);
  }

  function draw(missed = 0) {
    const words = text.value.trim().toLowerCase();
    const shown = records.filter((one) => (!words || one.text.toLowerCase().includes(words)) && (!outcome.value || one.failed === (outcome.value === 'failure')));
    body.replaceChildren(...shown.slice(0, 200).map(row));
    state.textContent = missed ? `${missed} lines went by too fast to be shown.` : shown.length ? `The latest ${Math.min(shown.length, 200)} lines that match. The whole trail is on disk.` : 'Nothing has happened yet that matches.';
  }

  function filter() {
    const words = new URLSearchParams();
    if (text.value.trim()) words.set('q', text.value.trim());
    if (outcome.value) words.set('outcome', outcome.value);
    note(words);
    draw();
  }
  text.addEventListener('input', filter);
  outcome.addEventListener('change', filter);
  await load();
  draw();
  const timer = setInterval(() => load().catch(() => {}), 2000);
  onLeave(() => clearInterval(timer));
  return h('div', null, head('Activity', 'What comes in at this moment: who, with which key, what, and what became of it.', pause),
    h('div', { class: 'filters', role: 'search' }, grown(field('Filter by user, key, index or address', text)), field('Outcome', outcome)), state,
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Lines of the audit trail' }, h('table', null,
      h('thead', null, h('tr', null, ['Time', 'Who', 'What', 'Outcome', 'From'].map((title) => h('th', { scope: 'col' }, title)))), body)));
}

function grown(element) {
  element.classList.add('grow');
  return element;
}

function row(one) {
  const who = one.key ? h('a', { href: `#/keys/${api.part(one.key)}` }, one.keyName || one.key) : one.user || h('span', { class: 'muted' }, 'nobody');
  const path = one.path + (one.query ? `?${one.query}` : '');
  const asks = new URLSearchParams({ method: one.method, path });
  return h('tr', null,
    h('td', { class: 'narrow', title: one.time ? exact(one.time) : null }, one.time ? new Date(one.time).toLocaleTimeString() : ''),
    h('td', { class: 'wrap' }, who, one.key && one.user ? h('span', { class: 'muted small' }, ` ${one.user}`) : null),
    h('td', { class: 'wrap mono' }, `${one.method} ${path}`),
    h('td', null, h('span', { class: `badge ${one.failed ? 'bad' : 'good'}` }, String(one.status ?? (one.failed ? 'Failed' : 'Done'))), one.reason ? h('div', { class: 'small muted wrap' }, one.reason) : h('div', { class: 'small muted' }, one.size === undefined ? '' : bytes(one.size)),
      one.failed && one.key && one.method ? h('a', { class: 'small', href: `#/keys/${api.part(one.key)}?${asks}` }, 'Why?') : null),
    h('td', { class: 'wrap' }, one.from));
}
