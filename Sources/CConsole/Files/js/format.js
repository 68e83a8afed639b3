// Times and numbers in the reader's language and zone.

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const numbers = new Intl.NumberFormat();
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
// Days are told up to two months: whoever waits for an end wants to know the day.
const units = [['year', 63072e6], ['month', 5184e6], ['day', 864e5], ['hour', 36e5], ['minute', 6e4], ['second', 1e3]];
const sizes = { year: 31536e6, month: 2628e6, day: 864e5, hour: 36e5, minute: 6e4, second: 1e3 };

export const date = (time) => day.format(new Date(time));
export const hourOf = (time) => clock.format(new Date(time));
export const exact = (time) => absolute.format(new Date(time));
export const count = (number) => (Math.abs(number) >= 1e5 ? compact.format(number) : numbers.format(number));

export function ago(time, now = Date.now()) {
  const distance = time - now;
  if (Math.abs(distance) < 5000) return 'just now';
  const [unit] = units.find(([, least]) => Math.abs(distance) >= least) ?? units.at(-1);
  return relative.format(Math.round(distance / sizes[unit]), unit);
}

export function bytes(number) {
  const names = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  let step = 0;
  while (number >= 1024 && step < names.length - 1) { number /= 1024; step += 1; }
  return `${number >= 100 || step === 0 ? Math.round(number) : number.toFixed(1)} ${names[step]}`;
}

export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;
