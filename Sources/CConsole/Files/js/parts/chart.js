import { svg, h } from '../dom.js';
import { count, exact } from '../format.js';

const width = 720;
const height = 144;
const base = 124;

/** Bars over time. `bars`: [{ from, value, bad }], equally wide; `bad` is the part of `value` drawn as refused. */
export function chart(label, bars, show = count) {
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  const step = width / Math.max(1, bars.length);
  const high = (value) => (value / most) * (base - 18);
  const shapes = [];
  for (const [index, bar] of bars.entries()) {
    if (!bar.value) continue;
    const common = { x: (index * step).toFixed(1), width: Math.max(1, step - 1).toFixed(1) };
    const title = svg('title', null, `${exact(bar.from)}: ${show(bar.value)}`);
    shapes.push(svg('rect', { ...common, y: (base - high(bar.value)).toFixed(1), height: Math.max(1, high(bar.value)).toFixed(1) }, title));
    if (bar.bad) shapes.push(svg('rect', { ...common, class: 'bad', y: (base - high(bar.bad)).toFixed(1), height: Math.max(1, high(bar.bad)).toFixed(1) }));
  }
  const total = bars.reduce((sum, bar) => sum + bar.value, 0);
  const picture = svg('svg', { class: 'chart', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${label}: ${show(total)} in all, at most ${show(most)} at a time` },
    svg('line', { x1: 0, x2: width, y1: base, y2: base }), shapes,
    svg('text', { x: 0, y: 12 }, show(most)),
    bars.length ? [svg('text', { x: 0, y: height - 4 }, exact(bars[0].from)), svg('text', { x: width, y: height - 4, 'text-anchor': 'end' }, exact(bars.at(-1).from))] : null);
  return h('figure', { class: 'plot' }, h('figcaption', null, label, h('span', { class: 'muted' }, ` ${show(total)}`)), picture);
}

/** A day at a glance. */
export function spark(values) {
  const most = Math.max(1, ...values);
  const total = values.reduce((sum, value) => sum + value, 0);
  return svg('svg', { class: 'spark', viewBox: `0 0 ${values.length * 4} 28`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `${count(total)} requests in the last 24 hours` },
    svg('title', null, `${count(total)} requests in the last 24 hours`),
    values.map((value, index) => (value ? svg('rect', { x: index * 4, width: 3, y: (28 - (value / most) * 26).toFixed(1), height: ((value / most) * 26).toFixed(1) }) : null)));
}
