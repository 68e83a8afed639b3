import * as api from './api.js';
import { search } from './keysearch.js';
import { status, keyName } from './status.js';

const most = 10_000;
const columns = [
  ['id', (key) => key.id], ['name', keyName], ['owner', (key) => key.username], ['realm', (key) => key.realm],
  ['status', (key) => status(key).word], ['created', (key) => time(key.creation)], ['expires', (key) => time(key.expiration)],
  ['invalidated', (key) => time(key.invalidation)], ['metadata', (key) => (Object.keys(key.metadata ?? {}).length ? JSON.stringify(key.metadata) : '')],
];

const time = (value) => (value ? new Date(value).toISOString() : '');

/** A cell of CSV (RFC 4180). What a spreadsheet would take for a formula stays a text. */
export function csvCell(value) {
  const text = String(value ?? '');
  const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

export const csv = (keys) => [columns.map(([title]) => title), ...keys.map((key) => columns.map(([, value]) => csvCell(value(key))))].map((row) => `${row.join(',')}\r\n`).join('');

/** Saves the keys that are found as a file, so many at most. */
export async function exportKeys(asked) {
  const keys = [];
  let total = 0;
  let after = null;
  do {
    const answer = await api.call('POST', '/_security/_query/api_key', search({ ...asked, after, size: 1000 }));
    keys.push(...answer.api_keys);
    total = answer.total;
    if (!answer.api_keys.length) break;
    after = answer.api_keys.at(-1)._sort;
  } while (keys.length < Math.min(total, most));
  const address = URL.createObjectURL(new Blob([csv(keys)], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `api-keys-${new Date().toISOString().slice(0, 10)}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return { count: keys.length, total };
}
