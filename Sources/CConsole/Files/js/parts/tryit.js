import { h, field, select } from '../dom.js';
import * as api from '../api.js';

/** A request typed in, and what would become of it: nothing is sent to the cluster. `start` may hold one to begin with. */
export function tryIt(principal, start) {
  const method = select(['GET', 'POST', 'PUT', 'DELETE', 'HEAD'].map((name) => [name, name]), start?.get('method') ?? 'GET');
  const path = h('input', { value: start?.get('path') ?? '/logs-*/_search', spellcheck: 'false', autocapitalize: 'none' });
  const body = h('textarea', { spellcheck: 'false', rows: '4' });
  const result = h('div', { 'aria-live': 'polite' });
  const button = h('button', null, 'Explain');
  const bodyField = field('Content', body, 'As it would be sent: JSON, or the lines of a bulk request. Leave it empty for none.');

  async function send(event) {
    event?.preventDefault();
    button.disabled = true;
    try {
      const request = { method: method.value, path: path.value.trim() };
      if (body.value.trim()) request.body = body.value;
      if (/\/_(bulk|msearch)\b/.test(path.value) && request.body) Object.assign(request, { body: request.body.trimEnd() + '\n', content_type: 'application/x-ndjson' });
      result.replaceChildren(explanation(await api.call('POST', '/_keyward/explain', { ...principal, request })));
    } catch (error) {
      result.replaceChildren(h('p', { class: 'notice bad' }, error.message));
    } finally {
      button.disabled = false;
    }
  }

  if (start?.get('path')) setTimeout(() => { send(); result.scrollIntoView({ block: 'center' }); });
  return h('form', { class: 'card', onsubmit: send }, h('h2', null, 'Try a request'),
    h('p', { class: 'muted' }, 'It is judged as a real one would be, and not sent.'),
    h('div', { class: 'filters' }, field('Method', method), grown(field('Path', path))), bodyField, button, result);
}

function grown(element) {
  element.classList.add('grow');
  return element;
}

function explanation({ request, decisions, verdict }) {
  const isAllowed = verdict.outcome !== 'refused';
  const words = { forwarded: 'It would be forwarded', answered: 'The proxy would answer it', own: 'The proxy itself would answer it', refused: `It would be refused with status ${verdict.status}` }[verdict.outcome] ?? verdict.outcome;
  const reason = verdict.error?.root_cause?.[0]?.reason ?? verdict.error?.reason ?? (typeof verdict.error === 'string' ? verdict.error : null);
  return h('div', { class: 'more' },
    h('p', { class: 'verdict' }, h('span', { class: `badge ${isAllowed ? 'good' : 'bad'}` }, isAllowed ? 'Allowed' : 'Refused'), words),
    reason ? h('p', { class: 'wrap' }, reason) : null,
    verdict.path ? h('p', { class: 'wrap small' }, 'The cluster would get ', h('code', null, verdict.path)) : null,
    request.api ? h('p', { class: 'small muted wrap' }, `Recognised as ${request.api} (${request.route}); actions: ${(request.actions ?? []).map((one) => one.action).join(', ')}`) : null,
    verdict.denied_items?.length ? h('p', { class: 'notice warn' }, `${verdict.denied_items.length} of its items would be refused: ${verdict.denied_items.slice(0, 3).map((one) => one.reason).join(' · ')}`) : null,
    decisions?.length ? h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Decisions' }, h('table', { class: 'lines' },
      h('thead', null, h('tr', null, ['Action', 'On', 'Granted', 'By'].map((title) => h('th', { scope: 'col' }, title)))),
      h('tbody', null, decisions.map((one) => h('tr', null, h('td', { class: 'wrap mono' }, one.action), h('td', { class: 'wrap' }, one.name ?? one.on),
        h('td', null, h('span', { class: `badge ${one.granted ? 'good' : 'bad'}` }, one.granted ? 'Yes' : 'No')), h('td', { class: 'wrap' }, (one.sides ?? []).map(side))))))) : null);
}

const sides = { roles: 'Roles', role_descriptors: 'Own descriptors', limited_by: 'Owner' };

function side(one) {
  const by = one.granted ? one.by?.[0] : one.near?.[0];
  const entry = by ? `${by.role}${by.entry === undefined ? '' : `, entry ${by.entry + 1}`}${by.pattern ? `, ${by.pattern}` : ''}${by.privilege ? `: ${by.privilege}` : ''}` : '';
  const lacks = !one.granted && by?.lacks ? ` lacks ${[by.lacks].flat().join(', ')}` : '';
  return h('div', null, h('strong', null, `${sides[one.side] ?? one.side}: `), one.granted ? `granted${entry ? ` by ${entry}` : ''}` : `not granted${entry ? ` (nearest: ${entry}${lacks})` : ''}`);
}
