import { h, field } from './dom.js';
import * as api from './api.js';
import { confirm, names } from './parts/dialog.js';

/** Invalidates keys for good: any, or where one may only that, one's own. */
export function endKeys(ids, rights, reason) {
  const body = { ids, ...(rights.manageAll ? {} : { owner: true }) };
  return reason ? api.call('POST', '/_keyward/api_key/_invalidate', { ...body, reason }) : api.call('DELETE', '/_security/api_key', body);
}

/** `_suspend` or `_resume`; a reason is taken by the first. */
export const changeState = (ids, action, reason) => api.call('POST', `/_keyward/api_key/${ids.map(api.part).join(',')}/${action}`, reason ? { reason } : undefined);

/** Asks whether keys are to be ended or suspended. Resolves with the reason, which may be empty, or with null. */
export function askReason(title, action, list, means = 'Programs that use them are refused from this moment. This cannot be undone.') {
  const reason = h('input', { maxlength: '256', autocomplete: 'off' });
  return confirm({
    title, action, read: () => reason.value.trim(),
    content: h('div', null, h('p', null, means), names(list), field('Reason', reason, 'Kept with the key. May be left empty.')),
  });
}
