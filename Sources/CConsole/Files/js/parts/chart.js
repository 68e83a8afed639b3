import { svg, h } from '../dom.js';
import { count, date, exact, hourOf } from '../format.js';

const width = 720;
const height = 96;
const day = 864e5;

/** Bars over time. `bars`: [{ from, value, bad }], equally wide; `bad` is the part of `value` drawn as refused. */
export function chart(label, bars, show = count) {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  const step = width / Math.max(1, bars.length);
  const high = (value) => (value / most) * height;
  const shapes = bars.length > 100 ? outline(bars, step, high) : [];
  for (const [index, bar] of shapes.length ? [] : bars.entries()) {
    if (!bar.value) continue;
    const common = { x: (index * step).toFixed(1), width: (step - 2).toFixed(1) };
    const title = svg('title', null, `${exact(bar.from)}: ${show(bar.value)}${bar.bad ? `, ${show(bar.bad)} refused` : ''}`);
    shapes.push(svg('rect', { ...common, y: (height - high(bar.value)).toFixed(1), height: Math.max(1, high(bar.value)).toFixed(1) }, title));
    if (bar.bad) shapes.push(svg('rect', { ...common, class: 'bad', y: (height - high(bar.bad)).toFixed(1), height: Math.max(1, high(bar.bad)).toFixed(1) }, title.cloneNode(true)));
  }
  const total = bars.reduce((sum, bar) => sum + bar.value, 0);
  const picture = svg('svg', { class: 'chart', viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `${label}: ${show(total)} in all, at most ${show(most)} at a time` },
    svg('line', { x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5 }), shapes);
  const name = bars.length && bars.at(-1).from - bars[0].from > 2 * day ? date : hourOf;
  return h('figure', { class: 'plot' },
    h('figcaption', null, h('span', null, label), h('strong', null, show(total))),
    h('div', { class: 'axis', 'aria-hidden': 'true' }, h('span', null, total ? show(most) : '')),
    picture,
    bars.length ? h('div', { class: 'axis', 'aria-hidden': 'true' }, h('span', null, name(bars[0].from)), h('span', null, name(bars.at(-1).from))) : null);
}

/** Few bars are days or hours that one points at; many are a shape. */
function outline(bars, step, high) {
  const path = (value) => bars.map((bar, index) => (value(bar) ? `M${(index * step).toFixed(1)} ${height}v-${Math.max(1, high(value(bar))).toFixed(1)}h${step.toFixed(2)}V${height}z` : '')).join('');
  return [svg('path', { d: path((bar) => bar.value) }), svg('path', { class: 'bad', d: path((bar) => bar.bad) })];
}

/** A day at a glance. */
export function spark(values) {
  const most = Math.max(1, ...values);
  const total = values.reduce((sum, value) => sum + value, 0);
  return svg('svg', { class: 'spark', viewBox: `0 0 ${values.length * 4} 28`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `${count(total)} requests in the last 24 hours` },
    svg('title', null, `${count(total)} requests in the last 24 hours`),
    svg('line', { x1: 0, x2: values.length * 4, y1: 27.5, y2: 27.5 }),
    values.map((value, index) => (value ? svg('rect', { x: index * 4, width: 3, y: (28 - (value / most) * 26).toFixed(1), height: ((value / most) * 26).toFixed(1) }) : null)));
}
