import * as api from './api.js';

// The audit trail's latest lines, from either of its formats.

/** Actions that are no request but a change of keys, users or roles. */
const words = (action) => action.replaceAll('_', ' ').replace('apikey', 'API key');

export function entry(record) {
  const action = record['event.action'] ?? '';
  return {
    time: Date.parse(record['@timestamp'] ?? record.timestamp ?? ''),
    action: words(action),
    failed: record['event.outcome'] === 'failure' || /denied|failed|tampered/.test(action),
    reason: record['event.reason'] ?? '',
    user: record['user.name'] ?? '',
    key: record['apikey.id'] ?? '',
    keyName: record['apikey.name'] ?? '',
    method: record['http.request.method'] ?? record['request.method'] ?? '',
    path: record['url.path'] ?? '',
    query: record['url.query'] ?? '',
    status: record['http.response.status_code'],
    size: record['http.response.body.bytes'],
    agent: record['user_agent.original'] ?? '',
    from: (record['source.ip'] ?? record['origin.address'] ?? '').replace(/^(.*\.\d+|\[.*\]):\d+$/, '$1'),
  };
}

/** Where it is told why a line was refused; null where nothing can be explained. */
export function why(one) {
  if (!one.failed || !one.key || !one.method || one.path.startsWith('/_keyward/')) return null;
  return `#/keys/${api.part(one.key)}?${new URLSearchParams({ method: one.method, path: one.path + (one.query ? `?${one.query}` : '') })}`;
}

/** The lines that fit, the newest first. `asked`: { key, text, outcome, after, size }. Null where one may not see them. */
export async function lines(asked) {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value !== null && value !== undefined && value !== '') words.set(name, value);
  const answer = await api.get(`/_keyward/audit?${words}`);
  return { next: answer.next, missed: answer.missed, isFull: answer.records.length >= asked.size, lines: answer.records.map(entry).reverse() };
}

/** How often each client shows up among lines, the one seen last first. */
export function clients(lines) {
  const found = new Map();
  for (const one of lines) {
    const name = `${one.from} ${one.agent}`;
    const client = found.get(name) ?? { from: one.from, agent: one.agent, count: 0, refused: 0, last: one.time };
    client.count += 1;
    client.refused += one.failed ? 1 : 0;
    client.last = Math.max(client.last, one.time);
    found.set(name, client);
  }
  return [...found.values()].sort((left, right) => right.last - left.last);
}
