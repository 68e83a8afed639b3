import { h, renew } from '../dom.js';
import * as api from '../api.js';
import { ago, count, exact, plural } from '../format.js';
import { head } from '../parts/state.js';
import { spark } from '../parts/chart.js';
import { badge, keyName, soonDays, when } from '../status.js';
import { byHour, refusals } from '../usage.js';

const certificateDays = 21;
const unusedDays = 90;

/** What an operator wants to see first: what is wrong, who makes load, what is refused, what ends soon or is not needed. */
export async function view({ onLeave }) {
  const place = h('div');
  async function load() {
    const [lately, refused, soon, unused, never, active, status, failures] = await Promise.all([
      api.maybe('/_keyward/usage?sort=last_used&hours=24&size=100'), api.maybe('/_keyward/usage?sort=refused&size=8'),
      api.maybe(`/_keyward/api_key?expires_within=${soonDays}d&size=8`), api.maybe(`/_keyward/usage?unused_for=${unusedDays}d&size=8`),
      api.maybe('/_keyward/usage?never_used=true&size=8'), api.maybe('/_keyward/api_key?size=0&state=active'), api.maybe('/_keyward/status'),
      api.maybe('/_keyward/failed_authentications?size=8'),
    ]);
    const used = loads(lately?.usage);
    renew(place, ...alarms(status, failures),
      h('div', { class: 'cards' },
        figure('Active keys', active?.total, '#/keys'), figure('Used in 24 hours', used?.length >= 100 ? '100 or more' : used?.length, '#/activity'),
        figure(`Expire within ${soonDays} days`, soon?.total, '#/keys?status=soon&sort=expiration&order=asc'), figure('Never used', never?.total),
        figure(`Unused for ${unusedDays} days`, unused?.total), failures ? figure('Addresses that failed to sign in', failures.total, '#/activity?outcome=failure&q=authentication') : null),
      h('div', { class: 'columns wide' },
        part('Most requests in 24 hours', used?.slice(0, 8), 'No key has been used in the last 24 hours.', 'Requests', (one) => count(one.lately), (one) => spark(byHour(one.hours, 24, (hour) => hour.requests).map((bar) => bar.value))),
        status ? state(status) : null,
        part('Most refusals', refused?.usage?.filter((one) => refusals(one)), 'Nothing has been refused.', 'Refused', (one) => count(refusals(one))),
        failures ? failed(failures) : null,
        part('Expire soon', soon?.api_keys, `No key ends within ${soonDays} days.`, 'Status', badge),
        part('Never used', never?.usage, 'Every key has been used.', 'Created', (one) => when(one.creation)),
        part(`Not used for ${unusedDays} days`, unused?.usage, 'Every key that is as old is in use.', 'Last used', (one) => when(one.last_used))));
  }
  await load();
  const timer = setInterval(() => { if (!document.hidden) load().catch(() => {}); }, 10_000);
  onLeave(() => clearInterval(timer));
  return h('div', null, head('Overview', 'The keys and the proxy at this moment. It is told anew every ten seconds.'), place);
}

/** Keys with what they did in the last day, the busiest first. */
function loads(usage) {
  return usage?.map((one) => ({ ...one, lately: (one.hours ?? []).reduce((sum, hour) => sum + hour.requests, 0) })).filter((one) => one.lately).sort((left, right) => right.lately - left.lately);
}

/** What somebody has to do something about. */
function alarms(status, failures) {
  const found = [];
  for (const one of status?.upstreams ?? []) if (!one.reachable) found.push(['bad', `The upstream "${one.name}" cannot be reached.`, ' Requests to it are answered with 503. Look at the cluster and at the way to it.']);
  for (const one of status?.listeners ?? []) {
    const left = one.certificate_expires - Date.now();
    if (left < certificateDays * 864e5) found.push([left < 0 ? 'bad' : 'warn', left < 0 ? `The certificate of "${one.name}" ended ${ago(one.certificate_expires)}.` : `The certificate of "${one.name}" ends ${ago(one.certificate_expires)}.`, ' Replace its file; the proxy reads it again by itself or at SIGHUP.']);
  }
  const refused = (failures?.addresses ?? []).filter((one) => one.state === 'refused');
  if (refused.length) found.push(['warn', `${refused.length === 1 ? 'An address shows' : `${refused.length} addresses show`} wrong credentials again and again.`, ` ${refused.map((one) => one.address).join(', ')}: passwords are refused from there for now.`]);
  return found.map(([tone, title, more]) => h('div', { class: `notice ${tone}` }, h('strong', null, title), more));
}

const figure = (words, number, href) => h('section', { class: 'card' }, h('div', { class: 'figure' }, number === undefined ? '–' : typeof number === 'number' ? count(number) : number), href ? h('a', { href, 'data-key': words }, words) : h('div', { class: 'muted' }, words));

function part(title, list, none, column, show, more) {
  return h('section', { class: 'card' }, h('h2', null, title), list?.length
    ? h('table', { class: 'lines' }, h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Key'), more ? h('th', { scope: 'col' }, 'By the hour') : null, h('th', { scope: 'col', class: 'number' }, column))),
      h('tbody', null, list.map((one) => h('tr', null,
        h('td', { class: 'wrap' }, h('a', { 'data-key': `${title} ${one.id}`, dir: 'auto', href: `#/keys/${api.part(one.id)}` }, keyName(one)), h('span', { class: 'muted small' }, ` ${one.username ?? ''}`)),
        more ? h('td', { class: 'narrow' }, more(one)) : null, h('td', { class: 'number narrow' }, show(one))))))
    : h('p', { class: 'muted' }, list ? none : 'You may not see this.'));
}

const standings = { within: ['', 'Within its budget'], slowed: ['warn', 'Answered late'], refused: ['bad', 'Refused'] };

function failed({ addresses }) {
  return h('section', { class: 'card' }, h('h2', null, 'Failed sign-ins by address'), addresses.length
    ? h('table', { class: 'lines' }, h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Address'), h('th', { scope: 'col' }, 'Last'), h('th', { scope: 'col' }, 'Now'), h('th', { scope: 'col', class: 'number' }, 'Failures'))),
      h('tbody', null, addresses.map((one) => {
        const [tone, words] = standings[one.state] ?? ['', one.state];
        const query = new URLSearchParams({ outcome: 'failure', q: one.address.replace(/::\/64$/, '') });
        return h('tr', null, h('td', { class: 'wrap mono' }, h('a', { 'data-key': `from ${one.address}`, href: `#/activity?${query}` }, one.address)), h('td', null, when(one.last)),
          h('td', null, h('span', { class: `badge ${tone}`, title: one.until ? `Until ${exact(one.until)}` : null }, words)), h('td', { class: 'number' }, count(one.failures)));
      })))
    : h('p', { class: 'muted' }, 'None in the last hour.'));
}

function state(status) {
  return h('section', { class: 'card' }, h('h2', null, 'The proxy'), h('dl', { class: 'facts' },
    h('dt', null, 'Version'), h('dd', null, status.version ?? ''),
    (status.upstreams ?? []).map((one) => [h('dt', null, `Upstream ${one.name}`), h('dd', null, h('span', { class: `badge ${one.reachable ? 'good' : 'bad'}` }, one.reachable ? 'Reachable' : 'Not reachable'), one.release ? ` ${one.product === 'opensearch' ? 'OpenSearch' : 'Elasticsearch'} ${one.release}` : ' Its release is not known yet')]),
    h('dt', null, 'Up since'), h('dd', null, when(status.started)), h('dt', null, 'Connections'), h('dd', null, plural(status.connections, 'connection')),
    (status.listeners ?? []).filter((one) => one.certificate_expires).map((one) => [h('dt', null, `Certificate of ${one.name}`), h('dd', null, 'ends ', when(one.certificate_expires), h('span', { class: 'muted' }, ` on ${one.address}`))])));
}
