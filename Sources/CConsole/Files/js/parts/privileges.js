import { h, field, check } from '../dom.js';

// A role descriptor by a form: cluster privileges to tick, groups of index names with theirs.

const common = { cluster: ['monitor', 'manage', 'manage_index_templates', 'manage_ingest_pipelines', 'manage_ilm', 'manage_own_api_key'], index: ['read', 'view_index_metadata', 'monitor', 'create_doc', 'create', 'index', 'write', 'delete', 'auto_configure', 'create_index', 'manage'] };

/** Calls `changed` with the descriptor whenever something in the form is. What the form does not show is kept. */
export function privilegeForm(start, known, changed) {
  const kept = { ...start };
  let groups = (start.indices ?? []).map((group) => ({ ...group, names: [group.names].flat(), privileges: [group.privileges].flat() }));
  if (!groups.length) groups = [{ names: [], privileges: ['read'] }];
  let cluster = [...(start.cluster ?? [])];
  const list = h('div');

  function tell() {
    const indices = groups.filter((group) => group.names.length && group.privileges.length);
    const { indices: _, cluster: __, ...rest } = kept;
    changed({ ...(cluster.length ? { cluster } : {}), ...(indices.length ? { indices } : {}), ...rest });
  }

  function ticks(names, chosen, set) {
    const all = [...new Set([...names, ...chosen])];
    return h('div', { class: 'checks' }, all.map((name) => check(name, {
      checked: chosen.includes(name),
      onchange: (event) => { set(event.currentTarget.checked ? [...chosen.filter((other) => other !== name), name] : chosen.filter((other) => other !== name)); },
    })));
  }

  function offer(names, every, chosen, add) {
    const others = every.filter((name) => !names.includes(name) && !chosen.includes(name));
    const choice = h('select', { 'aria-label': 'Another privilege' }, h('option', { value: '' }, 'Another privilege…'), others.map((name) => h('option', { value: name }, name)));
    choice.addEventListener('change', () => { if (choice.value) add(choice.value); });
    return choice;
  }

  function draw() {
    list.replaceChildren(
      h('fieldset', null, h('legend', null, 'Cluster privileges'),
        ticks(common.cluster, cluster, (next) => { cluster = next; tell(); draw(); }),
        offer(common.cluster, known?.cluster ?? [], cluster, (name) => { cluster = [...cluster, name]; tell(); draw(); })),
      h('fieldset', null, h('legend', null, 'Indices'), groups.map(one),
        h('button', { type: 'button', onclick: () => { groups = [...groups, { names: [], privileges: ['read'] }]; draw(); } }, 'Add indices')));
  }

  function one(group, index) {
    const box = h('input', { value: group.names.join(', '), spellcheck: 'false', autocapitalize: 'none' });
    box.addEventListener('input', () => { group.names = box.value.split(',').map((name) => name.trim()).filter(Boolean); tell(); });
    const set = (next) => { group.privileges = next; tell(); draw(); };
    return h('div', { class: 'group', role: 'group', 'aria-label': `Indices ${index + 1}` },
      field('Names', box, 'With commas between, like logs-*, metrics-*. * stands for any letters.'),
      ticks(common.index, group.privileges, set),
      h('div', { class: 'inline' }, offer(common.index, known?.index ?? [], group.privileges, (name) => set([...group.privileges, name])),
        groups.length > 1 ? h('button', { type: 'button', class: 'plain', onclick: () => { groups = groups.filter((other) => other !== group); tell(); draw(); } }, 'Remove these indices') : null));
  }

  draw();
  return list;
}
