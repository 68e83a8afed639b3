import { h, field } from '../dom.js';

/** A text area that holds a JSON object and says, while one types, what is wrong with it and where. */
export function jsonField(label, value, hint, examine = () => null) {
  const area = h('textarea', { spellcheck: 'false', value: typeof value === 'string' ? value : JSON.stringify(value, null, 2) });
  const element = field(label, area, hint);
  element.read = () => {
    const text = area.value.trim();
    let found = {};
    let fault = null;
    try {
      found = text ? JSON.parse(text) : {};
      fault = typeof found !== 'object' || found === null || Array.isArray(found) ? 'This has to be a JSON object: { … }' : examine(found);
    } catch (error) {
      fault = where(error, area.value);
    }
    element.complain(fault);
    return fault ? null : found;
  };
  element.write = (content) => { area.value = JSON.stringify(content, null, 2); element.read(); };
  area.addEventListener('input', element.read);
  return element;
}

function where(error, text) {
  const at = /position (\d+)/.exec(error.message);
  if (!at) return `This is not JSON: ${error.message}`;
  const before = text.slice(0, Number(at[1])).split('\n');
  return `This is not JSON: line ${before.length}, column ${before.at(-1).length + 1}: ${error.message.split(' in JSON')[0]}`;
}

const members = { cluster: 'list', indices: 'groups', index: 'groups', applications: 'groups', run_as: 'list', metadata: 'object', global: 'any', restriction: 'object', transient_metadata: 'object', description: 'text', remote_indices: 'list', remote_cluster: 'list' };
const isTexts = (value) => Array.isArray(value) ? value.every((item) => typeof item === 'string') : typeof value === 'string';

/** What is wrong with a role descriptor, in a sentence; the proxy examines it again. */
export function faultOf(descriptor, known, name) {
  const of = name ? ` of "${name}"` : '';
  if (typeof descriptor !== 'object' || descriptor === null || Array.isArray(descriptor)) return `The descriptor${of} has to be an object.`;
  for (const [member, value] of Object.entries(descriptor)) {
    const kind = members[member];
    if (!kind) return `"${member}"${of} is not known. A descriptor has ${Object.keys(members).slice(0, 6).join(', ')}.`;
    if ((kind === 'list' || kind === 'groups') && !Array.isArray(value)) return `"${member}"${of} has to be a list.`;
  }
  const odd = (descriptor.cluster ?? []).find((privilege) => !privilege.includes(':') && known && !known.cluster.includes(privilege.toLowerCase()));
  if (odd) return `There is no cluster privilege "${odd}".`;
  for (const [index, group] of (descriptor.indices ?? descriptor.index ?? []).entries()) {
    const place = `Entry ${index + 1} of "indices"${of}`;
    if (!group?.names || !isTexts(group.names)) return `${place} needs "names": texts like "logs-*".`;
    if (!group.privileges || !isTexts(group.privileges)) return `${place} needs "privileges": texts like "read".`;
    const wrong = [group.privileges].flat().find((privilege) => !privilege.includes(':') && known && !known.index.includes(privilege.toLowerCase()));
    if (wrong) return `${place}: there is no index privilege "${wrong}".`;
  }
  for (const [index, grant] of (descriptor.applications ?? []).entries()) {
    const place = `Entry ${index + 1} of "applications"${of}`;
    if (typeof grant?.application !== 'string' || !grant.application) return `${place} needs "application": a name.`;
    if (!isTexts(grant.privileges ?? null) || ![grant.privileges].flat().length) return `${place} needs "privileges": texts like "read".`;
    if (!isTexts(grant.resources ?? null) || ![grant.resources].flat().length) return `${place} needs "resources": texts like "*".`;
  }
  return null;
}

export function faultOfAll(descriptors, known) {
  for (const [name, descriptor] of Object.entries(descriptors)) {
    const fault = faultOf(descriptor, known, name);
    if (fault) return fault;
  }
  return null;
}
