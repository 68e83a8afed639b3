import * as api from './api.js';

const hour = 36e5;

export const refusals = (numbers) => Object.values(numbers?.refused ?? {}).reduce((sum, value) => sum + value, 0);

/** `count` numbers, one an hour up to now, out of those hours in which there was something. */
export function byHour(hours, count, value, now = Date.now()) {
  const last = Math.floor(now / hour);
  const found = new Map((hours ?? []).map((one) => [Math.round(one.from / hour), one]));
  return Array.from({ length: count }, (_, index) => {
    const at = last - count + 1 + index;
    const one = found.get(at);
    return { from: at * hour, value: one ? value(one) : 0, bad: one ? refusals(one) : 0 };
  });
}

/** The same by day, for charts of a month. */
export function byDay(hours, days, value, now = Date.now()) {
  const sums = new Map();
  for (const one of hours ?? []) {
    const day = new Date(one.from);
    day.setHours(0, 0, 0, 0);
    const sum = sums.get(day.getTime()) ?? { value: 0, bad: 0 };
    sums.set(day.getTime(), { value: sum.value + value(one), bad: sum.bad + refusals(one) });
  }
  const today = new Date(now);
  today.setHours(0, 0, 0, 0);
  return Array.from({ length: days }, (_, index) => {
    const day = new Date(today);
    day.setDate(day.getDate() - (days - 1 - index));
    return { from: day.getTime(), ...(sums.get(day.getTime()) ?? { value: 0, bad: 0 }) };
  });
}

/** Upper bound in milliseconds of the time that a share of the requests took. */
export function quantile(histogram, share) {
  const bounds = Object.entries(histogram ?? {});
  const total = bounds.reduce((sum, [, number]) => sum + number, 0);
  let seen = 0;
  for (const [bound, number] of bounds) {
    seen += number;
    if (total && seen >= total * share) return bound === 'more' ? 'more than a minute' : `at most ${bound} ms`;
  }
  return 'unknown';
}

export const ofKey = (id) => api.maybe(`/_keyward/keys/${api.part(id)}/usage`);
/** Of several keys, with the hours of the last day. */
export const dayOfKeys = async (ids) => new Map(((await api.maybe(`/_keyward/usage?hours=24&size=${ids.length}&id=${ids.map(api.part).join(',')}`))?.usage ?? []).map((one) => [one.id, one]));
