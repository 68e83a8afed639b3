import { h } from '../dom.js';

/** What a descriptor grants, as pairs of what on and which privileges. */
export function grants(descriptor) {
  const pairs = [];
  if (descriptor.cluster?.length) pairs.push(['The cluster', descriptor.cluster.join(', ')]);
  for (const group of descriptor.indices ?? descriptor.index ?? []) {
    pairs.push([[group.names].flat().join(', '), [group.privileges].flat().join(', ') + (group.allow_restricted_indices ? ' (restricted indices too)' : '')]);
  }
  for (const one of descriptor.applications ?? []) pairs.push([`${one.application}: ${(one.resources ?? []).join(', ')}`, (one.privileges ?? []).join(', ')]);
  if (descriptor.run_as?.length) pairs.push(['Acting for', descriptor.run_as.join(', ')]);
  return pairs;
}

/** Descriptors by name, each as a small table; the JSON is there for who wants it. */
export function descriptorList(descriptors) {
  return h('div', null, Object.entries(descriptors).map(([name, descriptor]) => {
    const pairs = grants(descriptor);
    return h('section', { class: 'group' }, h('h3', { class: 'wrap' }, name),
      pairs.length ? h('table', { class: 'lines pairs' }, h('tbody', null, pairs.map(([on, privileges]) => h('tr', null, h('th', { scope: 'row', class: 'wrap mono' }, on), h('td', { class: 'wrap' }, privileges))))) : h('p', { class: 'muted' }, 'It grants nothing.'),
      h('details', null, h('summary', { class: 'small' }, 'As JSON'), h('pre', null, JSON.stringify(descriptor, null, 2))));
  }));
}
