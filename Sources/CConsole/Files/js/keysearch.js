// The query for the key table in Elasticsearch's own words (`_security/_query/api_key`).

import { soonDays } from './status.js';

export const statuses = [['active', 'Active'], ['soon', `Expires within ${soonDays} days`], ['expired', 'Expired'], ['invalidated', 'Invalidated'], ['all', 'All']];
export const pageSize = 25;

const escaped = (text) => text.replace(/[\\*?]/g, '\\$&');

export function search({ text, status, owner, sort, descending, after, size = pageSize }, now = Date.now()) {
  const must = [];
  const not = [];
  const isGone = { range: { expiration: { lte: now } } };
  if (status === 'invalidated') must.push({ term: { invalidated: true } });
  else if (status !== 'all') must.push({ term: { invalidated: false } });
  if (status === 'active') not.push(isGone);
  if (status === 'expired') must.push(isGone);
  if (status === 'soon') must.push({ range: { expiration: { gt: now, lte: now + soonDays * 864e5 } } });
  if (owner) must.push({ term: { username: owner } });
  if (text) {
    const like = { value: `*${escaped(text)}*`, case_insensitive: true };
    must.push({ bool: { should: [{ wildcard: { name: like } }, { wildcard: { username: like } }, { ids: { values: [text] } }], minimum_should_match: 1 } });
  }
  const order = descending ? 'desc' : 'asc';
  return {
    query: { bool: { must, must_not: not } },
    size,
    // The last one tells keys apart that were made in the same millisecond: none is left out between two pages.
    sort: [{ [sort]: { order } }, ...(sort === 'creation' ? [] : [{ creation: { order: 'desc' } }]), { _doc: { order: sort === 'creation' ? order : 'desc' } }],
    ...(after ? { search_after: after } : {}),
  };
}
