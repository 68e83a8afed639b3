import { h, grid, cell } from '../dom.js';
import * as api from '../api.js';
import { ago, bytes, count, exact, plural } from '../format.js';
import { clients, lines, why } from '../trail.js';
import { verdict, what } from './activity.js';
import { chart } from '../parts/chart.js';
import { byDay, byHour, quantile, refusals } from '../usage.js';
import { when } from '../status.js';

/** What a key has been used for: charts, the last use, refusals by kind. */
export function usagePart(usage) {
  if (!usage) return null;
  if (!usage.requests) return h('section', { class: 'card' }, h('h2', null, 'Use'), h('p', { class: 'muted' }, 'This key has not been used yet.'));
  const kinds = Object.entries(usage.refused ?? {}).filter(([, number]) => number);
  return h('section', { class: 'card' }, h('h2', null, 'Use'),
    h('div', { class: 'columns' },
      h('div', null,
        chart('Requests in 30 days', byDay(usage.hours, 30, (one) => one.requests)),
        chart('Requests in the last 24 hours', byHour(usage.hours, 24, (one) => one.requests)),
        usage.documents ? chart('Documents written in 30 days', byDay(usage.hours, 30, (one) => one.documents)) : null,
        chart('Bytes in both directions in 30 days', byDay(usage.hours, 30, (one) => one.bytes_in + one.bytes_out), bytes)),
      h('dl', { class: 'facts' },
        h('dt', null, 'Last used'), h('dd', null, when(usage.last_used)),
        h('dt', null, 'From'), h('dd', null, usage.last_address ?? '', usage.last_user_agent ? h('span', { class: 'muted' }, ` ${usage.last_user_agent}`) : null),
        h('dt', null, 'For'), h('dd', { class: 'mono' }, usage.last_action ?? ''),
        h('dt', null, 'First used'), h('dd', null, when(usage.first_used)),
        h('dt', null, 'Addresses'), h('dd', null, `about ${count(usage.addresses)}`),
        h('dt', null, 'Requests'), h('dd', null, count(usage.requests)),
        h('dt', null, 'Refused'), h('dd', null, kinds.length ? kinds.map(([kind, number]) => h('div', null, `${count(number)} ${kind.replaceAll('_', ' ')}`)) : count(refusals(usage))),
        h('dt', null, 'Bytes'), h('dd', null, `${bytes(usage.bytes_in)} in, ${bytes(usage.bytes_out)} out`),
        h('dt', null, 'Documents'), h('dd', null, count(usage.documents)),
        h('dt', null, 'Half took'), h('dd', null, quantile(usage.latency_ms, 0.5)),
        h('dt', null, '99 % took'), h('dd', null, quantile(usage.latency_ms, 0.99)))));
}

/** What the key did last, from where and by which programs: for who may see the audit trail; null for others. */
export async function trailPart(id) {
  let found;
  try {
    found = (await lines({ key: id, size: 200 })).lines;
  } catch {
    return null;
  }
  const all = `#/activity?key=${api.part(id)}`;
  if (!found.length) return h('section', { class: 'card' }, h('h2', null, 'Latest requests'), h('p', { class: 'muted' }, 'None among the latest lines of the audit trail. The whole trail is on disk.'));
  const refused = found.filter((one) => one.failed).length;
  const who = clients(found);
  return h('section', { class: 'card' },
    h('div', { class: 'title' }, h('h2', null, 'Latest requests'), h('a', { href: all }, 'All in Activity'), refused ? h('a', { href: `${all}&outcome=failure` }, `Refused only (${count(refused)})`) : null),
    grid('Latest requests', ['Time', 'Request', 'Outcome', 'From'], found.slice(0, 8).map((one) => {
      const reason = why(one);
      return h('tr', null, cell('Time', { class: 'narrow', title: one.time ? exact(one.time) : null }, one.time ? ago(one.time) : ''), cell('Request', { class: 'wrap' }, what(one)),
        cell('Outcome', null, h('div', { class: 'outcome' }, verdict(one), one.reason ? h('span', { class: 'small muted wrap' }, one.reason) : null, reason ? h('a', { class: 'small', href: reason }, 'Why?') : null)),
        cell('From', { class: 'wrap' }, one.from));
    })),
    h('h3', { class: 'more' }, 'Addresses and programs'), h('p', { class: 'muted small' }, `Among the latest ${plural(found.length, 'request')}.`),
    grid('Addresses and programs', ['Address', 'Program', { words: 'Requests', kind: 'number' }, { words: 'Refused', kind: 'number' }, 'Last'], who.slice(0, 8).map((one) => h('tr', null,
      cell('Address', { class: 'wrap mono' }, one.from), cell('Program', { class: 'wrap' }, one.agent || h('span', { class: 'muted' }, 'Not told')),
      cell('Requests', { class: 'number' }, count(one.count)), cell('Refused', { class: 'number' }, count(one.refused)), cell('Last', null, when(one.last))))),
    who.length > 8 ? h('p', { class: 'muted small more' }, `and ${who.length - 8} more`) : null);
}

/** Who still uses the secret that was replaced. */
export function formerPart(key) {
  const former = key.former_secret;
  if (!former) return null;
  return h('section', { class: 'notice warn' },
    h('p', null, h('strong', null, `The former secret works until it ends ${ago(former.valid_until)}.`)),
    former.clients.length ? h('table', { class: 'lines' }, h('thead', null, h('tr', null, ['Still used from', 'By', 'Requests', 'Last'].map((words) => h('th', { scope: 'col' }, words)))),
      h('tbody', null, former.clients.map((one) => h('tr', null, h('td', { class: 'mono' }, one.address), h('td', { class: 'wrap' }, one.agent), h('td', { class: 'number' }, count(one.count)), h('td', null, when(one.last))))))
      : h('p', null, 'Nobody has used it since this proxy was started.'));
}
