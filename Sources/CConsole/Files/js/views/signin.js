import { h, field, nextID } from '../dom.js';
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
      fault.textContent = words(error, isKey);
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

function words(error, isKey) {
  if (error.status === 401) return isKey ? 'This key is not valid: it may be mistyped, expired or invalidated.' : 'The user name or the password is wrong.';
  return error.status === 429 ? 'Too many attempts have failed. Wait a moment, then try again.' : error.message;
}

/** Over the page, which stays as it is: the session has ended, and whoever had it shows that he is still there. */
export function signInAgain(session) {
  return new Promise((resolve) => {
    const id = nextID('dialog');
    const isKey = Boolean(session.api_key_id);
    const secret = h('input', { type: 'password', autocomplete: isKey ? 'off' : 'current-password', required: true });
    const secretField = field(isKey ? 'API key' : 'Password', secret, isKey ? 'The same key, in its encoded form or as id:secret.' : null);
    const submit = h('button', { class: 'primary' }, 'Sign in');
    let goesOn = false;
    const dialog = h('dialog', { 'aria-labelledby': id }, h('form', { onsubmit: send },
      h('h2', { id }, 'Your session has ended'), h('p', null, 'Sign in again to go on. What you have typed is still there.'),
      isKey ? null : field('User name', h('input', { value: session.username, readonly: true, autocomplete: 'username' })), secretField,
      h('div', { class: 'actions' }, h('button', { type: 'button', onclick: () => dialog.close() }, 'Leave the page'), submit)));

    async function send(event) {
      event.preventDefault();
      submit.disabled = true;
      try {
        const made = await api.signIn(isKey ? api.apiKey(secret.value.trim()) : api.basic(session.username, secret.value));
        // Another's rights would not fit what the page shows.
        if (made.username !== session.username || made.realm !== session.realm || made.api_key_id !== session.api_key_id) return location.reload();
        goesOn = true;
        dialog.close();
      } catch (error) {
        secretField.complain(words(error, isKey));
        secret.value = '';
        secret.focus();
      } finally {
        submit.disabled = false;
      }
      return undefined;
    }

    // Not by Escape: too much may be lost by one key.
    dialog.addEventListener('cancel', (event) => event.preventDefault());
    dialog.addEventListener('close', () => { dialog.remove(); resolve(goesOn); });
    document.body.append(dialog);
    dialog.showModal();
    secret.focus();
  });
}
