import { view as list } from './keylist.js';

/** `#/keys`, `#/keys/new`, `#/keys/ID`. */
export async function view(context) {
  const [id] = context.rest;
  if (!id) return list(context);
  const module = await (id === 'new' ? import('./keynew.js') : import('./key.js'));
  return module.view(context, id);
}
