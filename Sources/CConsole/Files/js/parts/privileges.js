import { h, field, check } from '../dom.js';

// A role descriptor by a form: cluster privileges to tick, groups of index names and of applications with theirs.

const common = { cluster: ['monitor', 'manage', 'manage_index_templates', 'manage_ingest_pipelines', 'manage_ilm', 'manage_own_api_key'], index: ['read', 'view_index_metadata', 'monitor', 'create_doc', 'create', 'index', 'write', 'delete', 'auto_configure', 'create_index', 'manage'] };

const listed = (text) => text.split(',').map((name) => name.trim()).filter(Boolean);
const joined = (value) => [value ?? []].flat().join(', ');

/**
 * Calls `changed` with the descriptor whenever something in the form is; what the form does not show is kept.
 * `.element`; `.set(descriptor)` shows another one; `.isComplete()` complains where a part lacks something.
 */
export function privilegeForm(start, known, changed) {
  const element = h('div');
  let kept = {};
  let cluster = [];
  let groups = [];
  let applications = [];

  function tell() {
    const { indices: _, index: __, cluster: ___, applications: ____, ...rest } = kept;
    const indices = groups.map((one) => one.value).filter((group) => group.names.length && group.privileges.length);
    const grants = applications.map((one) => one.value).filter((one) => one.application);
    changed({ ...(cluster.length ? { cluster } : {}), ...(indices.length ? { indices } : {}), ...(grants.length ? { applications: grants } : {}), ...rest });
  }

  /** Boxes for the usual names, and a list of the others: one that is chosen becomes a box too. */
  function ticks(usual, every, chosen, set) {
    let picked = [...chosen];
    const box = (name) => check(name, { checked: picked.includes(name), onchange: (event) => { picked = event.currentTarget.checked ? [...picked, name] : picked.filter((other) => other !== name); set(picked); } });
    const boxes = h('div', { class: 'checks' }, [...new Set([...usual, ...picked])].map(box));
    const others = every.filter((name) => !usual.includes(name) && !picked.includes(name));
    if (!others.length) return boxes;
    const choice = h('select', { 'aria-label': 'Another privilege', class: 'another' }, h('option', { value: '' }, 'Another privilege…'), others.map((name) => h('option', { value: name }, name)));
    choice.addEventListener('change', () => {
      const name = choice.value;
      if (!name) return;
      picked = [...picked, name];
      const made = box(name);
      boxes.append(made);
      choice.selectedOptions[0].remove();
      choice.value = '';
      set(picked);
    });
    return h('div', null, boxes, choice);
  }

  /** Parts of one kind with a button for another one; `make(value)` gives { element, value, first, isComplete }. */
  function list(legend, hint, add, parts, make, empty) {
    const place = h('div');
    const button = h('button', { type: 'button', class: 'add', onclick: () => { const one = append(structuredClone(empty)); one.first.focus(); tell(); } }, add);
    function append(value) {
      const one = make(value);
      const remove = h('button', { type: 'button', class: 'plain', onclick: () => { parts.splice(parts.indexOf(one), 1); one.element.remove(); tell(); button.focus(); } }, 'Remove');
      one.element.append(h('div', { class: 'actions end' }, remove));
      parts.push(one);
      place.append(one.element);
      return one;
    }
    return { append, element: h('fieldset', null, h('legend', null, legend), hint ? h('p', { class: 'hint' }, hint) : null, place, button) };
  }

  function indexGroup(group) {
    const one = { value: { ...group, names: [group.names ?? []].flat(), privileges: [group.privileges ?? []].flat() } };
    const box = h('input', { value: joined(group.names), spellcheck: 'false', autocapitalize: 'none' });
    const names = field('Names', box, 'With commas between, like logs-*, metrics-*. * stands for any letters.');
    const fault = () => (one.value.names.length ? one.value.privileges.length ? null : 'Choose a privilege for these names.' : 'Enter names, like logs-*.');
    one.isComplete = () => { names.complain(fault()); return !fault(); };
    const read = () => { one.value.names = listed(box.value); names.complain(null); tell(); };
    box.addEventListener('input', read);
    box.addEventListener('change', () => { read(); one.isComplete(); });
    one.first = box;
    one.element = h('div', { class: 'group', role: 'group', 'aria-label': 'Indices and their privileges' }, names,
      ticks(common.index, known?.index ?? [], one.value.privileges, (next) => { one.value.privileges = next; if (names.querySelector('[aria-invalid]')) one.isComplete(); tell(); }));
    return one;
  }

  function applicationGroup(grant) {
    const one = { value: { ...grant, application: grant.application ?? '', privileges: [grant.privileges ?? []].flat(), resources: [grant.resources ?? []].flat() } };
    const inputs = { application: grant.application ?? '', privileges: joined(grant.privileges), resources: joined(grant.resources) };
    const fields = {};
    const words = { application: ['Application', 'Its name, like kibana-.kibana.', 'Enter the name of the application.'], privileges: ['Application privileges', 'With commas between, like read, feature_discover.all.', 'Enter a privilege.'], resources: ['Resources', 'With commas between, like space:default. * is any.', 'Enter a resource, or * for any.'] };
    for (const [name, [label, hint, fault]] of Object.entries(words)) {
      const box = h('input', { value: inputs[name], spellcheck: 'false', autocapitalize: 'none' });
      const made = field(label, box, hint);
      made.examine = () => { const isThere = name === 'application' ? box.value.trim() : listed(box.value).length; made.complain(isThere ? null : fault); return Boolean(isThere); };
      const read = () => { one.value[name] = name === 'application' ? box.value.trim() : listed(box.value); made.complain(null); tell(); };
      box.addEventListener('input', read);
      box.addEventListener('change', () => { read(); made.examine(); });
      fields[name] = made;
    }
    one.isComplete = () => Object.values(fields).map((made) => made.examine()).every(Boolean);
    one.first = fields.application.querySelector('input');
    one.element = h('div', { class: 'group', role: 'group', 'aria-label': 'An application and its privileges' }, fields.application, h('div', { class: 'two' }, fields.privileges, fields.resources));
    return one;
  }

  function set(descriptor) {
    kept = { ...descriptor };
    cluster = [...(descriptor.cluster ?? [])];
    [groups, applications] = [[], []];
    const indices = list('Indices', null, 'Add indices', groups, indexGroup, { names: [], privileges: ['read'] });
    const others = list('Applications', null, 'Add an application', applications, applicationGroup, { application: '', privileges: [], resources: ['*'] });
    for (const group of descriptor.indices ?? descriptor.index ?? []) indices.append(group);
    for (const grant of descriptor.applications ?? []) others.append(grant);
    element.replaceChildren(
      h('fieldset', null, h('legend', null, 'Cluster privileges'), ticks(common.cluster, known?.cluster ?? [], cluster, (next) => { cluster = next; tell(); })),
      indices.element, others.element);
  }

  set(start);
  return { element, set, isComplete: () => [...groups, ...applications].map((one) => one.isComplete()).every(Boolean) };
}
