import { h, field, select } from '../dom.js';

// A key's own limits (`/_keyward/api_key/ID/limits`) by a form. What is left empty is not limited.

const rows = [
  ['requests', 'per_second', 'Requests a second'], ['documents', 'per_second', 'Documents a second'],
  ['bytes_in', 'per_second', 'Bytes sent a second'], ['bytes_out', 'per_second', 'Bytes received a second'],
  ['requests', 'per_day', 'Requests a day'], ['documents', 'per_day', 'Documents a day'],
  ['requests', 'per_month', 'Requests a month'], ['documents', 'per_month', 'Documents a month'],
];

export function limitsForm(start) {
  const kept = structuredClone(start ?? {});
  const boxes = rows.map(([unit, what, words]) => {
    const box = h('input', { inputmode: 'decimal', value: kept[unit]?.[what] ?? '', autocomplete: 'off' });
    return { unit, what, box, element: field(words, box, unit.startsWith('bytes') ? 'A number, or a size like 10mb.' : null) };
  });
  const flight = h('input', { inputmode: 'numeric', value: kept.in_flight ?? '', autocomplete: 'off' });
  const flightField = field('Requests at a time', flight);
  const action = select([['refuse', 'Refuse what is beyond (429)'], ['slow', 'Slow the client down']], kept.action ?? 'refuse');

  /** The limits; null while a number is none. */
  function read() {
    const found = structuredClone(kept);
    let isRight = true;
    for (const { unit, what, box, element } of boxes) {
      const text = box.value.trim().toLowerCase();
      const isSize = unit.startsWith('bytes') && /^\d+(b|kb|mb|gb)$/.test(text);
      const fits = !text || isSize || (what === 'per_second' ? Number(text) > 0 : /^[1-9]\d*$/.test(text));
      element.complain(fits ? null : what === 'per_second' ? 'Enter a number above 0, or nothing.' : 'Enter a whole number, or nothing.');
      isRight &&= fits;
      if (text) (found[unit] ??= {})[what] = isSize ? text : Number(text);
      else if (found[unit]) {
        delete found[unit][what];
        if (what === 'per_second') delete found[unit].burst;
        if (!Object.keys(found[unit]).length) delete found[unit];
      }
    }
    const number = flight.value.trim();
    const fits = !number || /^[1-9]\d*$/.test(number);
    flightField.complain(fits ? null : 'Enter a whole number, or nothing.');
    if (number) found.in_flight = Number(number); else delete found.in_flight;
    delete found.action;
    if (action.value !== 'slow') delete found.max_delay;
    if (!isRight || !fits) return null;
    return Object.keys(found).length ? { ...found, action: action.value } : {};
  }

  return { read, element: h('div', null, h('div', { class: 'two' }, boxes.map((one) => one.element), flightField), field('Beyond the limits', action)) };
}
