import { h } from '../dom.js';

/** What stands in place of a view that could not be shown. */
export function failed(error, again) {
  if (error.isForbidden) {
    return h('div', { class: 'card empty' }, h('h1', null, 'You may not see this'),
      h('p', null, 'Your account lacks the privilege for it. Ask an administrator for one of those named below.'),
      h('pre', { class: 'small muted wrap' }, error.message));
  }
  return h('div', { class: 'card empty' }, h('h1', null, 'This could not be loaded'), h('p', { class: 'wrap' }, error.message),
    h('button', { onclick: again }, 'Try again'));
}

export const empty = (title, words, action) => h('div', { class: 'card empty' }, h('h2', null, title), h('p', null, words), action);

export const head = (title, words, ...actions) => h('div', { class: 'head' },
  h('div', null, title instanceof Node ? title : h('h1', null, title), words ? h('p', null, words) : null), actions.length ? h('div', { class: 'actions' }, actions) : null);

export const back = (href, words) => h('a', { class: 'crumb', href }, `← ${words}`);
