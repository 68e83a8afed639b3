import { h, field } from '../dom.js';
import * as api from '../api.js';

export function signInView(done) {
  let isKey = false;
  const username = h('input', { name: 'username', autocomplete: 'username', required: true, autocapitalize: 'none', spellcheck: 'false' });
  const password = h('input', { name: 'password', type: 'password', autocomplete: 'current-password', required: true });
  const key = h('input', { name: 'key', type: 'password', autocomplete: 'off', spellcheck: 'false' });
  const fault = h('div', { class: 'notice bad', role: 'alert', hidden: true });
  const submit = h('button', { class: 'primary' }, 'Sign in');
  const forUser = h('div', null, field('User name', username), field('Password', password));
  const forKey = h('div', { hidden: true }, field('API key', key, 'In its encoded form, or as id:secret.'));
  const modes = [['Password', false], ['API key', true]].map(([words, value]) => h('button', { type: 'button', 'aria-pressed': String(value === isKey), onclick: () => choose(value) }, words));

  function choose(value) {
    isKey = value;
    modes.forEach((mode, index) => mode.setAttribute('aria-pressed', String(Boolean(index) === value)));
    forUser.hidden = value;
    forKey.hidden = !value;
    username.required = password.required = !value;
    key.required = value;
    (value ? key : username).focus();
  }

  async function send(event) {
    event.preventDefault();
    submit.disabled = true;
    submit.textContent = 'Signing in…';
    fault.hidden = true;
    try {
      await api.signIn(isKey ? api.apiKey(key.value.trim()) : api.basic(username.value, password.value));
      password.value = key.value = '';
      await done();
    } catch (error) {
      fault.textContent = error.status === 401 ? (isKey ? 'This key is not valid: it may be mistyped, expired or invalidated.' : 'The user name or the password is wrong.')
        : error.status === 429 ? 'Too many attempts have failed. Wait a moment, then try again.' : error.message;
      fault.hidden = false;
      (isKey ? key : password).focus();
    } finally {
      submit.disabled = false;
      submit.textContent = 'Sign in';
    }
  }

  setTimeout(() => username.focus());
  return h('main', { id: 'main', class: 'signin' },
    h('h1', { class: 'brand' }, h('img', { src: '/_keyward/console/icon.svg', alt: '' }), 'Keyward'),
    h('form', { class: 'card', onsubmit: send }, h('div', { class: 'segments', role: 'group', 'aria-label': 'Sign in with' }, modes), fault, forUser, forKey, submit),
    h('p', { class: 'muted small' }, 'What you can see and do here is what your account may do, no more.'));
}
