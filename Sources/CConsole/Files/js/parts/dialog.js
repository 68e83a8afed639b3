import { h, nextID } from '../dom.js';

/** Asks before something is done. Resolves with what `read` gives when it is confirmed, else with null. */
export function confirm({ title, content, action, isDanger = true, read = () => true }) {
  return new Promise((resolve) => {
    const id = nextID('dialog');
    let answer = null;
    const dialog = h('dialog', { 'aria-labelledby': id },
      h('form', { method: 'dialog', onsubmit: () => { answer = read(); } },
        h('h2', { id }, title), content,
        h('div', { class: 'actions' },
          h('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'),
          h('button', { class: isDanger ? 'danger primary' : 'primary' }, action))));
    dialog.addEventListener('close', () => { dialog.remove(); resolve(answer); });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** The names of what is about to be changed, so that nobody has to guess. */
export const names = (list) => h('ul', null, list.slice(0, 100).map((name) => h('li', { class: 'wrap' }, name)),
  list.length > 100 ? h('li', null, `and ${list.length - 100} more`) : null);
