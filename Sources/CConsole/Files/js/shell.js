import { h, toast } from './dom.js';
import * as api from './api.js';
import { failed } from './parts/state.js';

// Views by the first part of the address behind `#`; each is fetched when it is first looked at.
const views = {
  overview: ['Overview', () => import('./views/overview.js'), (rights) => rights.seeAll || rights.manageOwn],
  keys: ['API keys', () => import('./views/keys.js'), () => true],
  activity: ['Activity', () => import('./views/activity.js'), (rights) => rights.seeSecurity],
  users: ['Users', () => import('./views/users.js'), (rights) => rights.seeSecurity],
  roles: ['Roles', () => import('./views/roles.js'), (rights) => rights.seeSecurity],
};

let main = null;
let nav = null;
let shown = 0;
let leave = null;

export async function shell(session, reload) {
  const rights = await api.may();
  nav = h('nav', { 'aria-label': 'Main' }, Object.entries(views).filter(([, [, , fits]]) => fits(rights))
    .map(([name, [title]]) => h('a', { href: `#/${name}` }, title)));
  main = h('main', { id: 'main', tabindex: '-1' });
  const out = async (everywhere) => { await api.signOut(everywhere); location.hash = ''; reload(); };
  const who = session.api_key_id ? `key ${session.api_key_id} of ${session.username}` : session.full_name || session.username;
  return h('div', null,
    h('header', { class: 'top' },
      h('a', { class: 'brand', href: '#/keys' }, h('img', { src: '/_keyward/console/icon.svg', alt: '' }), 'Keyward'),
      nav, menu(who, session, out)),
    main);
}

/** Who one is, and the way out; opens on a press, closes on Escape and a press elsewhere. */
function menu(who, session, out) {
  const summary = h('summary', { class: 'wrap', 'aria-label': `Account: ${who}` }, h('span', { class: 'avatar', 'aria-hidden': 'true' }, [...who][0]?.toUpperCase() ?? ''), h('span', { class: 'who' }, who));
  const element = h('details', { class: 'menu' }, summary, h('div', { class: 'sheet' },
    h('p', { class: 'small wrap' }, 'Signed in as ', h('strong', null, who), h('span', { class: 'muted' }, ` (${session.username}, ${session.realm})`)),
    h('button', { onclick: () => out(false) }, 'Sign out'),
    h('button', { onclick: () => out(true), title: 'Ends all your sessions, in every browser' }, 'Sign out everywhere')));
  element.addEventListener('keydown', (event) => { if (event.key === 'Escape' && element.open) { element.open = false; summary.focus(); } });
  element.addEventListener('focusout', (event) => { if (event.relatedTarget && !element.contains(event.relatedTarget)) element.open = false; });
  addEventListener('click', (event) => { if (!element.contains(event.target)) element.open = false; });
  return element;
}

/** Where one is: `#/keys/ID?status=active` is `{ view: 'keys', rest: ['ID'], query }`. */
export function place() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [view = '', ...rest] = path.split('/').filter(Boolean).map((part) => { try { return decodeURIComponent(part); } catch { return part; } });
  return { view: view || 'keys', rest, query: new URLSearchParams(query) };
}

/** Writes the query of the address anew without a step in the history for each letter typed. */
export function note(query) {
  const path = location.hash.split('?')[0] || '#/keys';
  const text = query.toString();
  history.replaceState(null, '', text ? `${path}?${text}` : path);
}

export async function show() {
  const mine = ++shown;
  leave?.();
  leave = null;
  const { view, rest, query } = place();
  for (const link of nav.children) {
    if (link.getAttribute('href') === `#/${view}`) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
    if (link.hasAttribute('aria-current')) nav.scrollLeft = link.offsetLeft - nav.offsetLeft - 48;
  }
  main.setAttribute('aria-busy', 'true');
  try {
    if (!views[view]) throw new Error(`There is no page "${view}" here.`);
    const module = await views[view][1]();
    const made = await module.view({ rest, query, onLeave: (action) => { if (mine === shown) leave = action; else action(); } });
    if (mine !== shown) return;
    main.replaceChildren(made);
    document.title = `${main.querySelector('h1')?.textContent ?? views[view][0]} · Keyward`;
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  } catch (error) {
    if (mine !== shown || !api.current()) return;
    main.replaceChildren(failed(error, show));
  } finally {
    if (mine === shown) main.removeAttribute('aria-busy');
  }
}

/** Does what a button says, tells what came of it, and keeps the button from being pressed twice. */
export async function act(button, work, done) {
  button.disabled = true;
  try {
    const result = await work();
    if (done) toast(typeof done === 'function' ? done(result) : done);
    return result ?? true;
  } catch (error) {
    toast(error.message, true);
    return null;
  } finally {
    button.disabled = false;
  }
}
