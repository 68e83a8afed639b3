import { h, field, select, renew, grid, cell } from '../dom.js';
import * as api from '../api.js';
import { note } from '../shell.js';
import { bytes, exact } from '../format.js';
import { head } from '../parts/state.js';
import { lines, why } from '../trail.js';

const kept = 200;
const outcomes = [['', 'All'], ['success', 'Succeeded'], ['failure', 'Refused or failed']];

/** `#/activity?key=ID&q=TEXT&outcome=failure`: the trail as it grows. The proxy looks through what it keeps of it. */
export async function view({ query, onLeave }) {
  let next = null;
  let shown = [];
  let isPaused = false;
  let run = 0;
  let number = 0;
  let key = query.get('key') ?? '';
  const text = h('input', { type: 'search', value: query.get('q') ?? '', spellcheck: 'false', autocapitalize: 'none', maxlength: '100' });
  const outcome = select(outcomes, query.get('outcome') ?? '');
  const table = grid('Lines of the audit trail', ['Time', 'Who', 'What', 'Outcome', 'From'], []);
  const state = h('p', { class: 'muted', role: 'status' });
  const pause = h('button', { 'aria-pressed': 'false', onclick: toggle }, 'Pause');
  const ofKey = h('div', { class: 'bulk', hidden: !key });

  function toggle() {
    isPaused = !isPaused;
    pause.textContent = isPaused ? 'Go on' : 'Pause';
    pause.setAttribute('aria-pressed', String(isPaused));
    if (!isPaused) load().catch(() => {});
  }

  /** What has come since the last time; everything that is kept where something else is asked for. */
  async function load(isNew = false) {
    if (!isNew && (isPaused || document.hidden)) return;
    const mine = isNew ? ++run : run;
    let found;
    try {
      found = await lines({ key, text: text.value.trim(), outcome: outcome.value, after: isNew ? null : next, size: 1000 });
    } catch (error) {
      if (next === null) throw error;
      if (mine === run) state.textContent = error.message;
      return;
    }
    if (mine !== run) return;
    // What this page itself asks for is no news.
    const came = found.lines.filter((one) => !one.path.startsWith('/_keyward/console'));
    for (const one of [...came].reverse()) one.number = ++number;
    // Where more comes than can be read, the latest is what counts.
    const tooMany = !isNew && found.isFull;
    next = tooMany ? null : found.next;
    shown = [...came, ...(isNew || next === null ? [] : shown)].slice(0, kept);
    if (isNew || came.length) renew(table.body, ...shown.map(row));
    state.textContent = tooMany || found.missed ? 'More comes in than can be shown: these are some of it. A filter helps.'
      : shown.length ? `The latest ${shown.length === 1 ? 'line' : `${shown.length} lines`} that match. The whole trail is on disk.` : 'Nothing has happened lately that matches.';
    if (key && shown.length) ofKey.querySelector('strong').textContent = shown[0].keyName || key;
  }

  let wait = 0;
  function filter() {
    const words = new URLSearchParams();
    if (key) words.set('key', key);
    if (text.value.trim()) words.set('q', text.value.trim());
    if (outcome.value) words.set('outcome', outcome.value);
    note(words);
    clearTimeout(wait);
    wait = setTimeout(() => load(true).catch((error) => { state.textContent = error.message; }), 200);
  }
  if (key) ofKey.append(h('span', null, 'Only requests with the key ', h('strong', { class: 'wrap' }, key)), h('a', { class: 'button', href: `#/keys/${api.part(key)}` }, 'Look at the key'), h('button', { onclick: () => { key = ''; ofKey.hidden = true; text.focus(); filter(); } }, 'Show all'));
  text.addEventListener('input', filter);
  outcome.addEventListener('change', filter);
  await load(true);
  const timer = setInterval(() => load().catch(() => {}), 2000);
  onLeave(() => { clearInterval(timer); clearTimeout(wait); });
  return h('div', null, head('Activity', 'What comes in at this moment: who, with which key, what, and what became of it.', pause),
    h('div', { class: 'filters', role: 'search' }, grown(field('Filter by user, key, index or address', text)), field('Outcome', outcome)), ofKey, state, table);
}

function grown(element) {
  element.classList.add('grow');
  return element;
}

function row(one) {
  const who = one.key ? h('a', { 'data-key': `who-${one.number}`, dir: 'auto', href: `#/keys/${api.part(one.key)}` }, one.keyName || one.key) : one.user || h('span', { class: 'muted' }, 'nobody');
  const reason = why(one);
  return h('tr', null,
    cell('Time', { class: 'narrow', title: one.time ? exact(one.time) : null }, one.time ? new Date(one.time).toLocaleTimeString() : ''),
    cell('Who', { class: 'wrap' }, who, one.key && one.user ? h('span', { class: 'muted small' }, ` ${one.user}`) : null),
    cell('What', { class: 'wrap' }, what(one)),
    cell('Outcome', null, h('div', { class: 'outcome' }, verdict(one), one.reason ? h('span', { class: 'small muted wrap' }, one.reason) : one.size === undefined ? null : h('span', { class: 'small muted' }, bytes(one.size)),
      reason ? h('a', { class: 'small', 'data-key': `why-${one.number}`, href: reason }, 'Why?') : null)),
    cell('From', { class: 'wrap' }, one.from));
}

/** The request, or where there is none what was changed. */
export const what = (one) => (one.method ? h('span', { class: 'mono' }, `${one.method} ${one.path}${one.query ? `?${one.query}` : ''}`) : h('span', null, one.action));
export const verdict = (one) => h('span', { class: `badge ${one.failed ? 'bad' : 'good'}` }, String(one.status ?? (one.failed ? 'Failed' : 'Done')));
