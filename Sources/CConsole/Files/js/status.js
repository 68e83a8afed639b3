import { h } from './dom.js';
import { ago, exact } from './format.js';

/** Within which an end is near. */
export const soonDays = 14;
const soon = soonDays * 864e5;

/** What a key is like at this moment: its word, its colour, and when that changes. */
export function status(key, now = Date.now()) {
  if (key.invalidated) return { word: 'Invalidated', tone: 'bad', time: key.invalidation };
  if (key.expiration !== undefined && key.expiration <= now) return { word: 'Expired', tone: '', time: key.expiration };
  if (key.state === 'suspended' || key.suspension) return { word: 'Suspended', tone: 'warn' };
  if (key.expiration === undefined) return { word: 'Active', tone: 'good' };
  return { word: `Expires ${ago(key.expiration, now)}`, tone: key.expiration - now < soon ? 'warn' : 'good', time: key.expiration };
}

export function badge(key) {
  const { word, tone, time } = status(key);
  return h('span', { class: `badge ${tone}`, title: time ? exact(time) : null }, word);
}

export const when = (time) => (time ? h('time', { datetime: new Date(time).toISOString(), title: exact(time) }, ago(time)) : h('span', { class: 'muted' }, 'Never'));
export const keyName = (key) => key.name ?? key.id;
