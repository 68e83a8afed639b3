import * as api from './api.js';

// The names of privileges, asked once.
let known = null;
export async function privileges() {
  known ??= await api.maybe('/_security/privilege/_builtin');
  return known;
}

export const startingPoints = {
  'Read-only': { read: { cluster: [], indices: [{ names: ['my-index-*'], privileges: ['read', 'view_index_metadata'] }] } },
  'Write-only': { write: { cluster: [], indices: [{ names: ['my-index-*'], privileges: ['create_doc', 'index'] }] } },
  Ingest: { ingest: { cluster: ['monitor'], indices: [{ names: ['logs-*', 'metrics-*'], privileges: ['auto_configure', 'create_doc'] }] } },
  Monitoring: { monitoring: { cluster: ['monitor'], indices: [{ names: ['*'], privileges: ['monitor', 'view_index_metadata'] }] } },
};

/** Privileges of all descriptors as questions to `_has_privileges`. */
export function questions(descriptors) {
  const cluster = new Set();
  const index = [];
  for (const descriptor of Object.values(descriptors)) {
    for (const privilege of descriptor.cluster ?? []) cluster.add(privilege);
    for (const group of descriptor.indices ?? descriptor.index ?? []) index.push({ names: [group.names].flat(), privileges: [group.privileges].flat(), allow_restricted_indices: group.allow_restricted_indices === true });
  }
  return { cluster: [...cluster], index: index.filter((group) => group.names.length && group.privileges.length) };
}

export const ask = (asked) => api.call('POST', '/_security/user/_has_privileges', asked);
