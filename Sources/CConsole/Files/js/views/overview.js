import { h } from '../dom.js';
import * as api from '../api.js';
import { count } from '../format.js';
import { head } from '../parts/state.js';
import { badge, keyName, when } from '../status.js';
import { refusals } from '../usage.js';

/** What an operator wants to see first: who makes load, what is refused, what ends soon, what is not needed. */
export async function view({ onLeave }) {
  const place = h('div');
  let timer = 0;
  async function load() {
    const [busiest, refused, soon, unused, all, status] = await Promise.all([
      api.maybe('/_keyward/usage?sort=requests&size=8'), api.maybe('/_keyward/usage?sort=refused&size=8'),
      api.maybe('/_keyward/api_key?expires_within=14d&size=8'), api.maybe('/_keyward/usage?unused_for=90d&size=8'),
      api.maybe('/_keyward/api_key?size=0&state=active'), api.maybe('/_keyward/status'),
    ]);
    place.replaceChildren(
      h('div', { class: 'cards' },
        figure('Active keys', all?.total, '#/keys'), figure('Keys in use', busiest?.total), figure('Expire within 14 days', soon?.total, '#/keys?status=soon'),
        figure('Unused for 90 days', unused?.total)),
      status ? state(status) : null,
      h('div', { class: 'columns' },
        part('Most requests', busiest?.usage, 'No key has been used yet.', (one) => count(one.requests), 'Requests'),
        part('Most refusals', refused?.usage?.filter((one) => refusals(one)), 'Nothing has been refused.', (one) => count(refusals(one)), 'Refused'),
        part('Expire soon', soon?.api_keys, 'No key ends within 14 days.', badge, 'Status'),
        part('Not used for 90 days', unused?.usage, 'Every key is in use.', (one) => when(one.last_used), 'Last used')));
  }
  await load();
  timer = setInterval(() => { if (!document.hidden) load().catch(() => {}); }, 10_000);
  onLeave(() => clearInterval(timer));
  return h('div', null, head('Overview', 'What the keys do. It is told anew every ten seconds.'), place);
}

const figure = (words, number, href) => h('section', { class: 'card' }, h('div', { class: 'figure' }, number === undefined ? '–' : count(number)), href ? h('a', { href }, words) : h('div', { class: 'muted' }, words));

function part(title, list, none, show, column) {
  return h('section', { class: 'card' }, h('h2', null, title), list?.length
    ? h('table', { class: 'lines' }, h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Key'), h('th', { scope: 'col' }, 'Owner'), h('th', { scope: 'col' }, column))),
      h('tbody', null, list.map((one) => h('tr', null, h('td', { class: 'wrap' }, h('a', { href: `#/keys/${api.part(one.id)}` }, keyName(one))), h('td', { class: 'wrap' }, one.username ?? ''), h('td', null, show(one))))))
    : h('p', { class: 'muted' }, none));
}

function state(status) {
  return h('section', { class: 'card' }, h('h2', null, 'The proxy'), h('dl', { class: 'facts' },
    h('dt', null, 'Version'), h('dd', null, status.version ?? ''),
    (status.upstreams ?? []).map((one) => [h('dt', null, `Upstream ${one.name}`), h('dd', null, h('span', { class: `badge ${one.reachable ? 'good' : 'bad'}` }, one.reachable ? 'Reachable' : 'Not reachable'), one.release ? ` ${one.release}` : '')]),
    h('dt', null, 'Up since'), h('dd', null, when(status.started)), h('dt', null, 'Connections'), h('dd', null, count(status.connections)),
    (status.listeners ?? []).filter((one) => one.certificate_expires).map((one) => [h('dt', null, `Certificate of ${one.name}`), h('dd', null, 'ends ', when(one.certificate_expires))])));
}
