import { h } from '../dom.js';
import { ago, bytes, count } from '../format.js';
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
