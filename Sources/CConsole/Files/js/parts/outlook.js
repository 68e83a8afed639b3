import { h } from '../dom.js';
import { questions, ask } from '../catalogue.js';

/** What a key with these descriptors will really be able to do: what they grant and its maker may do himself. */
export async function outlook(descriptors) {
  const asked = questions(descriptors);
  const others = applications(descriptors);
  if (!asked.cluster.length && !asked.index.length && !others.length) return h('p', { class: 'notice warn' }, 'These descriptors grant nothing: the key could do nothing at all.');
  let answer = { cluster: {}, index: {}, application: {} };
  try {
    answer = await ask({ ...(asked.cluster.length ? { cluster: asked.cluster } : {}), ...(asked.index.length ? { index: asked.index } : {}), ...(others.length ? { application: others } : {}) });
  } catch (error) {
    return h('p', { class: 'notice bad' }, error.message);
  }
  const rows = asked.cluster.map((name) => ['The cluster', name, answer.cluster[name]]);
  for (const group of asked.index) for (const name of group.names) for (const privilege of group.privileges) rows.push([name, privilege, answer.index[name]?.[privilege]]);
  for (const one of others) for (const resource of one.resources) for (const privilege of one.privileges) rows.push([`${one.application}: ${resource}`, privilege, answer.application?.[one.application]?.[resource]?.[privilege]]);
  const lost = rows.filter(([, , has]) => !has).length;
  return h('details', { open: lost > 0 },
    h('summary', null, lost ? `You lack ${lost} of these ${rows.length} privileges yourself: the key will lack them too` : `The key will have all of these ${rows.length} privileges`),
    h('div', { class: 'scroll' }, h('table', { class: 'lines' }, h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'On'), h('th', { scope: 'col' }, 'Privilege'), h('th', { scope: 'col' }, 'The key will have it'))),
      h('tbody', null, rows.slice(0, 200).map(([on, privilege, has]) => h('tr', null, h('td', { class: 'wrap mono' }, on), h('td', { class: 'wrap' }, privilege), h('td', null, h('span', { class: `badge ${has ? 'good' : 'bad'}` }, has ? 'Yes' : 'No: you lack it'))))))));
}

/** Grants on applications as questions; those on patterns of names cannot be asked. */
function applications(descriptors) {
  return Object.values(descriptors).flatMap((one) => one.applications ?? [])
    .filter((one) => one.application && !one.application.includes('*'))
    .map((one) => ({ application: one.application, privileges: [one.privileges ?? []].flat(), resources: [one.resources ?? []].flat() }))
    .filter((one) => one.privileges.length && one.resources.length);
}
